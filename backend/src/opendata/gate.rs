//! How many exports run at once: few of each, and not many together. The database is asked only while somebody takes what it
//! gives; but an export that nobody takes on must not keep its place from others.

use crate::api::budget::Payer;
use crate::error::AppError;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const OF_ALL: usize = 8;
/// A person who clicks two links, or two people behind one address.
const OF_ADDRESS: usize = 2;
/// A slow phone takes a portion in less.
const PATIENCE: Duration = Duration::from_secs(300);
/// What is worth waiting for: most exports are over by then.
const TRY_AGAIN: u64 = 30;

#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Running>>);

#[derive(Default)]
struct Running {
    last: u64,
    exports: HashMap<u64, (Payer, Instant)>,
}

/// A place among the running exports; it is free again when this is dropped.
pub struct Place {
    gate: Gate,
    number: u64,
}

impl Gate {
    /// # Errors
    /// `RATE_LIMITED` when this address, or all together, run as many as they may.
    pub fn enter(&self, from: IpAddr, now: Instant) -> Result<Place, AppError> {
        let of = Payer::address(from);
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.exports.retain(|_, (_, moved)| now.saturating_duration_since(*moved) < PATIENCE);
        let own = running.exports.values().filter(|(other, _)| *other == of).count();
        if own >= OF_ADDRESS || running.exports.len() >= OF_ALL {
            return Err(AppError::RateLimited { retry_after_seconds: TRY_AGAIN });
        }
        running.last += 1;
        let number = running.last;
        running.exports.insert(number, (of, now));
        Ok(Place { gate: self.clone(), number })
    }
}

impl Place {
    /// Says that it goes on.
    ///
    /// # Errors
    /// `RATE_LIMITED` when it stood still for so long that another has its place.
    pub fn keep(&self, now: Instant) -> Result<(), AppError> {
        let mut running = self.gate.0.lock().unwrap_or_else(PoisonError::into_inner);
        match running.exports.get_mut(&self.number) {
            Some((_, moved)) => {
                *moved = now;
                Ok(())
            }
            None => Err(AppError::RateLimited { retry_after_seconds: TRY_AGAIN }),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gate.0.lock().unwrap_or_else(PoisonError::into_inner).exports.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};

    fn from(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    #[test]
    fn few_of_each_not_many_together_and_a_place_comes_back() {
        let (gate, now) = (Gate::default(), SystemClock.monotonic());
        let places: Vec<_> = (0..OF_ADDRESS).map(|_| gate.enter(from(1), now).unwrap()).collect();
        assert!(matches!(gate.enter(from(1), now), Err(AppError::RateLimited { retry_after_seconds: TRY_AGAIN })));
        let others: Vec<_> = (2..).take(OF_ALL - OF_ADDRESS).map(|last| gate.enter(from(last), now).unwrap()).collect();
        assert!(gate.enter(from(99), now).is_err());
        drop(places);
        assert!(gate.enter(from(1), now).is_ok());
        assert!(others.iter().all(|place| place.keep(now).is_ok()));
    }

    #[test]
    fn what_stands_still_loses_its_place_and_what_moves_does_not() {
        let (gate, start) = (Gate::default(), SystemClock.monotonic());
        let (still, moving) = (gate.enter(from(1), start).unwrap(), gate.enter(from(1), start).unwrap());
        moving.keep(start + PATIENCE / 2).unwrap();
        let later = start + PATIENCE;
        let newcomer = gate.enter(from(1), later).unwrap();
        assert!(still.keep(later).is_err() && moving.keep(later).is_ok() && newcomer.keep(later).is_ok());
        drop(still);
        assert!(newcomer.keep(later).is_ok(), "who lost a place cannot give away another's");
    }
}
