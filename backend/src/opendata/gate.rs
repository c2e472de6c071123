//! How many exports run at once: few of each, and not many together. The database is asked only while somebody takes what it
//! gives; but an export that nobody takes on, or that somebody draws out, must not keep its place from others.

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
/// So old an export may be as slow as it likes. From then on, where all places are taken, the slowest makes room for who comes
/// if it was slower than this, in bytes a second, for each time that it got so old: a phone with a weak signal gets megabytes,
/// and nobody keeps a place for a day.
const UNHURRIED: Duration = Duration::from_secs(600);
const LEAST_RATE: f64 = 8_192.0;
/// What is worth waiting for: most exports are over by then.
const TRY_AGAIN: u64 = 30;

#[derive(Clone, Default)]
pub struct Gate(Arc<Mutex<Running>>);

#[derive(Default)]
struct Running {
    last: u64,
    exports: HashMap<u64, Export>,
}

struct Export {
    of: Payer,
    began: Instant,
    /// When it was taken on last, and how many bytes had been taken then.
    moved: Instant,
    taken: u64,
}

impl Export {
    /// Bytes a second, of those that it should take for its age: below 1 it is drawn out. None while it is young.
    fn pace(&self, now: Instant) -> Option<f64> {
        let age = now.saturating_duration_since(self.began);
        let due = LEAST_RATE * age.as_secs_f64() * age.div_duration_f64(UNHURRIED);
        (age >= UNHURRIED).then(|| self.taken as f64 / due)
    }
}

impl Running {
    /// The place of the one that is drawn out most.
    fn make_room(&mut self, now: Instant) {
        let paces = self.exports.iter().filter_map(|(number, export)| Some((*number, export.pace(now)?)));
        let slowest = paces.filter(|(_, pace)| *pace < 1.0).min_by(|(_, one), (_, other)| one.total_cmp(other));
        if let Some((number, _)) = slowest {
            self.exports.remove(&number);
        }
    }
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
        running.exports.retain(|_, export| now.saturating_duration_since(export.moved) < PATIENCE);
        let has_own = running.exports.values().filter(|export| export.of == of).count() < OF_ADDRESS;
        if has_own && running.exports.len() >= OF_ALL {
            running.make_room(now);
        }
        if !has_own || running.exports.len() >= OF_ALL {
            return Err(AppError::RateLimited { retry_after_seconds: TRY_AGAIN });
        }
        running.last += 1;
        let number = running.last;
        running.exports.insert(number, Export { of, began: now, moved: now, taken: 0 });
        Ok(Place { gate: self.clone(), number })
    }
}

impl Place {
    /// Says that it goes on, after so many bytes.
    ///
    /// # Errors
    /// `RATE_LIMITED` when it stood still, or was drawn out, for so long that another has its place.
    pub fn keep(&self, taken: u64, now: Instant) -> Result<(), AppError> {
        let mut running = self.gate.0.lock().unwrap_or_else(PoisonError::into_inner);
        match running.exports.get_mut(&self.number) {
            Some(export) => {
                (export.moved, export.taken) = (now, taken);
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
        assert!(others.iter().all(|place| place.keep(0, now).is_ok()));
    }

    #[test]
    fn what_stands_still_loses_its_place_and_what_moves_does_not() {
        let (gate, start) = (Gate::default(), SystemClock.monotonic());
        let (still, moving) = (gate.enter(from(1), start).unwrap(), gate.enter(from(1), start).unwrap());
        moving.keep(0, start + PATIENCE / 2).unwrap();
        let later = start + PATIENCE;
        let newcomer = gate.enter(from(1), later).unwrap();
        assert!(still.keep(0, later).is_err() && moving.keep(0, later).is_ok() && newcomer.keep(0, later).is_ok());
        drop(still);
        assert!(newcomer.keep(0, later).is_ok(), "who lost a place cannot give away another's");
    }

    #[test]
    fn a_full_house_ends_what_is_drawn_out_and_nothing_else() {
        let (gate, start) = (Gate::default(), SystemClock.monotonic());
        let places: Vec<_> = (0..OF_ALL).map(|number| gate.enter(from(number as u8 / 2), start).unwrap()).collect();
        let at = |minutes: u64| start + Duration::from_secs(60 * minutes);
        // Two take the least that keeps a place, another a weak signal's share; the others keep up.
        let rates = |number: usize| [100, 200, 15_000].get(number).copied().unwrap_or(200_000);
        let take = |minutes: u64| {
            let took =
                places.iter().enumerate().map(|(number, place)| place.keep(rates(number) * 60 * minutes, at(minutes)).is_ok());
            took.collect::<Vec<_>>()
        };
        assert_eq!(take(4), [true; OF_ALL]);
        assert_eq!(take(8), [true; OF_ALL]);
        assert!(gate.enter(from(9), at(9)).is_err(), "young ones may be slow");
        assert_eq!(take(12), [true; OF_ALL]);
        assert!(gate.enter(from(0), at(12)).is_err(), "who has two makes no room for a third");
        let newcomer = gate.enter(from(9), at(12)).unwrap();
        assert_eq!(take(13), [false, true, true, true, true, true, true, true], "the slowest");
        let second = gate.enter(from(9), at(13)).unwrap();
        assert!(gate.enter(from(10), at(13)).is_err());
        assert_eq!(take(14), [false, false, true, true, true, true, true, true]);
        // The longer a place is held, the faster one must have been.
        assert!([16, 20, 24].into_iter().all(|minutes| take(minutes)[2] && newcomer.keep(9 << 30, at(minutes)).is_ok()));
        let third = gate.enter(from(11), at(24)).unwrap();
        assert!(second.keep(9 << 30, at(24)).is_err(), "it stood still");
        assert!(gate.enter(from(12), at(24)).is_ok() && third.keep(0, at(24)).is_ok());
        assert_eq!(take(24), [false, false, false, true, true, true, true, true]);
    }
}
