//! The only place that draws random numbers.

use super::clock::Clock;
use chrono::{DateTime, Utc};
use rand::rngs::{OsRng, StdRng};
use rand::{RngCore, SeedableRng, TryRngCore};
use std::sync::Mutex;
use uuid::{Builder, Uuid};

/// Where identifiers and secrets come from.
pub trait IdSource: Send + Sync {
    /// Fills `bytes` with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A UUIDv7: ordered by the clock, then random.
    fn uuid(&self, clock: &dyn Clock) -> Uuid {
        self.uuid_at(clock.now())
    }

    /// As [`IdSource::uuid`], for what happened at a certain time.
    fn uuid_at(&self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// The name of a device that writes documents: 53 bits, which every client can count, and never 0.
    fn device(&self) -> u64 {
        let mut random = [0; 8];
        self.fill(&mut random);
        (u64::from_le_bytes(random) >> 11).max(1)
    }

    /// A secret of 256 bits.
    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        self.fill(&mut secret);
        secret
    }
}

/// The operating system's randomness.
pub struct SystemIds;

impl IdSource for SystemIds {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no secret is safe: a process that cannot get any must not go on.
        if let Err(error) = OsRng.try_fill_bytes(bytes) {
            tracing::error!(%error, "the operating system gives no random numbers");
            std::process::abort();
        }
    }
}

/// Repeatable randomness from a seed: for tests and for sample data. Never for secrets.
pub struct SeededIds(Mutex<StdRng>);

impl SeededIds {
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl IdSource for SeededIds {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
    }
}
