//! The only place that reads the wall clock.

use chrono::{DateTime, SubsecRound, Utc};
use futures_util::future::BoxFuture;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Where the present comes from. Instants have millisecond precision, as the database keeps them.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;

    /// For measuring how long something took; unrelated to the calendar.
    fn monotonic(&self) -> Instant {
        Instant::now()
    }

    /// Waits for so long.
    fn wait(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(3)
    }
}

/// A clock that moves only when told: for tests, and for sample data whose histories lie in the past.
pub struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at.trunc_subsecs(3)))
    }

    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += by;
    }

    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at.trunc_subsecs(3);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
