//! Wakes the journal's followers after a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::watch;

/// Tells how far the journal has come. Cloning shares it.
#[derive(Clone)]
pub struct Announcer {
    last: Arc<watch::Sender<i64>>,
    hears_others: Arc<AtomicBool>,
}

impl Default for Announcer {
    fn default() -> Self {
        Self { last: Arc::new(watch::Sender::new(0)), hears_others: Arc::default() }
    }
}

impl Announcer {
    /// `seq` is the last event known to be committed. Announcing an older one changes nothing.
    pub fn announce(&self, seq: i64) {
        self.last.send_if_modified(|last| {
            let grows = seq > *last;
            *last = seq.max(*last);
            grows
        });
    }

    pub fn subscribe(&self) -> watch::Receiver<i64> {
        self.last.subscribe()
    }

    /// Whether what other processes commit is announced here too.
    pub fn hears_others(&self) -> bool {
        self.hears_others.load(Ordering::Relaxed)
    }

    /// Says that it is, until the answer is dropped.
    pub fn hearing(&self) -> Hearing {
        self.hears_others.store(true, Ordering::Relaxed);
        Hearing(Arc::clone(&self.hears_others))
    }
}

/// As long as it lives, other processes are heard.
pub struct Hearing(Arc<AtomicBool>);

impl Drop for Hearing {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
