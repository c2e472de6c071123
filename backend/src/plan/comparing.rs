//! Comparing texts word by word. It may take hundredths of a second for each, so it is done beside the threads that serve
//! everybody, few at a time, and for nobody whose time is over.

use crate::error::AppError;
use crate::platform::database;
use shared::plan::Content;
use shared::plan::compare::{self, Comparison, Hunk};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout_at;

const AT_ONCE: usize = 2;

/// Whose turn it is. Cloning shares it.
#[derive(Clone)]
pub struct Comparing(Arc<Semaphore>);

impl Default for Comparing {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Comparing {
    /// What differs between two texts.
    ///
    /// # Errors
    /// As [`Comparing::turn`].
    pub async fn texts(&self, before: &str, after: &str) -> Result<Vec<Hunk>, AppError> {
        let turn = self.turn().await?;
        // Not before its turn: many may wait.
        let (before, after) = (before.to_owned(), after.to_owned());
        work(turn, move || compare::hunks(&before, &after)).await
    }

    /// What differs between two states of a plan, which may be long: they are read once it is their turn.
    ///
    /// # Errors
    /// As [`Comparing::turn`], and as reading them.
    pub async fn states(&self, both: impl Future<Output = Result<(Content, Content), AppError>>) -> Result<Comparison, AppError> {
        let turn = self.turn().await?;
        let (before, after) = both.await?;
        work(turn, move || compare::compare(&before, &after)).await
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// `TOO_COMPLEX` when the request's time is over before it comes.
    pub async fn turn(&self) -> Result<OwnedSemaphorePermit, AppError> {
        let turn = Arc::clone(&self.0).acquire_owned();
        let turn = match database::deadline() {
            Some(end) => timeout_at(end.into(), turn).await.map_err(|_| AppError::TimedOut)?,
            None => turn.await,
        };
        turn.map_err(AppError::internal)
    }
}

/// The turn lasts as long as the work, also when whoever asked has gone.
async fn work<T: Send + 'static>(turn: OwnedSemaphorePermit, compare: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let compare = move || {
        let _turn = turn;
        compare()
    };
    spawn_blocking(compare).await.map_err(AppError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};
    use futures_util::FutureExt;
    use std::time::Duration;

    #[tokio::test]
    async fn nothing_is_compared_for_whom_the_time_is_over() {
        let comparing = Comparing::default();
        let within = |time| database::until(SystemClock.monotonic() + time, comparing.texts("Sawah", "Kebun"));
        let held = [comparing.turn().await.unwrap(), comparing.turn().await.unwrap()];
        assert!(matches!(within(Duration::from_millis(20)).await, Err(AppError::TimedOut)));
        drop(held);
        assert_eq!(within(Duration::from_secs(600)).await.unwrap().len(), 2);
        assert_eq!(comparing.texts("Sawah", "Sawah").await.unwrap(), Vec::new());
    }

    #[tokio::test]
    async fn few_are_compared_at_once_and_each_gives_its_turn_back() {
        let comparing = Comparing::default();
        let held = [comparing.turn().await.unwrap(), comparing.turn().await.unwrap()];
        let mut waiting = Box::pin(comparing.states(async { Ok((Content::default(), Content::default())) }));
        assert!((&mut waiting).now_or_never().is_none());
        drop(held);
        assert_eq!(waiting.await.unwrap(), Comparison::default());
        assert_eq!(comparing.0.available_permits(), AT_ONCE);
    }
}
