//! Ending in order: what runs long is told first, and gets a moment to say goodbye.

use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Whether the application is ending, and what must end with it. Cloning shares it.
#[derive(Clone, Default)]
pub struct Lifecycle {
    stopping: CancellationToken,
    running: TaskTracker,
}

impl Lifecycle {
    /// Runs `task` as something that [`Lifecycle::stop`] waits for.
    pub fn track<F: Future>(&self, task: F) -> impl Future<Output = F::Output> + use<F> {
        self.running.track_future(task)
    }

    /// Completes once the application is to end.
    pub async fn stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Tells everything to end, and waits until it has, or until `patience` is over.
    pub async fn stop(&self, patience: Duration) {
        self.stopping.cancel();
        self.running.close();
        if tokio::time::timeout(patience, self.running.wait()).await.is_err() {
            tracing::warn!("{} connections did not end in time", self.running.len());
        }
    }
}
