//! Wakes the journal's followers after a commit.

use std::sync::Arc;
use tokio::sync::watch;

/// Tells how far the journal has come. Cloning shares it.
#[derive(Clone)]
pub struct Announcer(Arc<watch::Sender<i64>>);

impl Default for Announcer {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Announcer {
    /// `seq` is the last event known to be committed. Announcing an older one changes nothing.
    pub fn announce(&self, seq: i64) {
        self.0.send_if_modified(|last| {
            let grows = seq > *last;
            *last = seq.max(*last);
            grows
        });
    }

    pub fn subscribe(&self) -> watch::Receiver<i64> {
        self.0.subscribe()
    }
}
