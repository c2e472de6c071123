//! Clocks for tests that wait for nothing.

use backend::platform::clock::{Clock, SystemClock};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Whoever waits by it finds the time over at once.
#[derive(Default)]
pub struct Impatient(Mutex<Duration>);

impl Impatient {
    /// How long it was waited for, all in all.
    pub fn waited(&self) -> Duration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for Impatient {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now()
    }

    fn monotonic(&self) -> Instant {
        SystemClock.monotonic() + self.waited()
    }

    fn wait(&self, time: Duration) -> BoxFuture<'static, ()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += time;
        Box::pin(tokio::task::yield_now())
    }
}

/// It is late by so much: whatever has a time to run has as much less.
pub struct Late(pub Duration);

impl Clock for Late {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now()
    }

    fn monotonic(&self) -> Instant {
        SystemClock.monotonic().checked_sub(self.0).unwrap()
    }
}

/// It stands, far ahead: no purse fills, and nothing is over.
pub struct Stopped(Instant);

impl Stopped {
    pub fn ahead() -> Self {
        Self(SystemClock.monotonic() + Duration::from_secs(3_600))
    }
}

impl Clock for Stopped {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now()
    }

    fn monotonic(&self) -> Instant {
        self.0
    }
}
