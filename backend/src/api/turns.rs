//! Few questions of one payer run at once, and the others wait their turn: nobody's many keep the database from everybody
//! else. Of statistics even fewer do, however many one question asks for: each holds a connection and reads all rows.

use super::budget::Payer;
use crate::app::SharedApp;
use crate::error::AppError;
use crate::platform::database;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Of eight that the database answers at once. An office stands behind one address, and a question takes milliseconds.
const QUESTIONS: usize = 6;
/// Statistics take their turns within the question's own. Whoever has one waits for nobody else's, so all of them come to an end.
const STATISTICS: usize = 2;

/// Who asks how much at this moment. Cloning shares it.
#[derive(Clone)]
pub struct Turns {
    at_once: usize,
    queues: Arc<Mutex<HashMap<Payer, Queue>>>,
}

struct Queue {
    turns: Arc<Semaphore>,
    /// Those whose turn it is, and those who wait.
    standing: usize,
}

/// One turn; the next begins when this is dropped.
pub struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
    _standing: Standing,
}

struct Standing {
    turns: Turns,
    of: Payer,
}

impl Turns {
    pub fn of_questions() -> Self {
        Self::new(QUESTIONS)
    }

    pub fn of_statistics() -> Self {
        Self::new(STATISTICS)
    }

    fn new(at_once: usize) -> Self {
        Self { at_once, queues: Arc::default() }
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<Payer, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn.
    pub async fn take(&self, of: Payer) -> Turn {
        let (standing, turns) = self.stand(of);
        // Nobody closes them.
        Turn { _permit: turns.acquire_owned().await.ok(), _standing: standing }
    }

    /// How many of this payer run or wait.
    pub fn standing(&self, of: Payer) -> usize {
        self.queues().get(&of).map_or(0, |queue| queue.standing)
    }

    fn stand(&self, of: Payer) -> (Standing, Arc<Semaphore>) {
        let mut queues = self.queues();
        let queue = queues.entry(of).or_insert_with(|| Queue { turns: Arc::new(Semaphore::new(self.at_once)), standing: 0 });
        queue.standing += 1;
        (Standing { turns: self.clone(), of }, Arc::clone(&queue.turns))
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        let mut queues = self.turns.queues();
        if let Some(queue) = queues.get_mut(&self.of) {
            queue.standing -= 1;
            if queue.standing == 0 {
                queues.remove(&self.of);
            }
        }
    }
}

/// Does what somebody asks for, in their turn if they have to take turns. It has so long, waiting included, and then the
/// database stops by itself. The turn lasts as long also when whoever asked has gone: their question still runs.
///
/// # Errors
/// `TOO_COMPLEX` when its time is over.
pub async fn run<T: Send + 'static>(
    app: &SharedApp,
    of: Option<Payer>,
    within: Duration,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, AppError> {
    let (deadline, turns) = (app.clock.monotonic() + within, app.turns.clone());
    let in_turn = async move {
        let _turn = match of {
            Some(of) => Some(turns.take(of).await),
            None => None,
        };
        work.await
    };
    match tokio::spawn(database::until(deadline, timeout(within, in_turn))).await {
        Ok(done) => done.map_err(|_| AppError::TimedOut),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => Err(AppError::internal(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::net::IpAddr;

    fn address(number: u32) -> Payer {
        Payer::address(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn one_payers_many_wait_for_each_other_and_for_nobody_else() {
        for (turns, at_once) in [(Turns::of_questions(), QUESTIONS), (Turns::of_statistics(), STATISTICS)] {
            let take = |number| turns.take(address(number)).now_or_never();
            let mut running: Vec<_> = (0..at_once).map(|_| take(1).unwrap()).collect();
            let mut next = Box::pin(turns.take(address(1)));
            assert!((&mut next).now_or_never().is_none());
            assert_eq!(turns.standing(address(1)), at_once + 1);
            assert!(take(2).is_some());
            // Who gives up waiting stands in nobody's way.
            assert!(take(1).is_none());
            running.pop();
            let next = next.now_or_never();
            assert!(next.is_some() && take(1).is_none());
            drop((running, next));
            assert!(turns.queues().is_empty());
        }
    }
}
