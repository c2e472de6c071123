//! Slows guessing down by where it comes from, never by whom it is aimed at: nobody can be locked out by a stranger.
//! What needs an account is slowed down by account.

use crate::error::AppError;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};
use shared::value::{AccountId, TokenId};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// How often those who have been quiet are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// Limits for what strangers may do without an account, and for what one account may say or send.
pub struct Throttle {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    guess: DefaultKeyedRateLimiter<(IpAddr, String)>,
    sign_up: DefaultKeyedRateLimiter<IpAddr>,
    change: DefaultKeyedRateLimiter<AccountId>,
    comment: DefaultKeyedRateLimiter<AccountId>,
    photo: DefaultKeyedRateLimiter<AccountId>,
    document: DefaultKeyedRateLimiter<AccountId>,
    token_use: DefaultKeyedRateLimiter<TokenId>,
}

impl Default for Throttle {
    /// An office or a mobile operator may stand behind one address, so an address gets a generous burst;
    /// one address trying one account does not.
    fn default() -> Self {
        Self {
            sign_in: limiter(60, Duration::from_secs(1)),
            guess: limiter(10, Duration::from_secs(6)),
            sign_up: limiter(30, Duration::from_secs(20)),
            // The journal keeps every change for good: a day of desk work fits, a flood does not.
            change: limiter(300, Duration::from_secs(3)),
            // An official may answer a whole list in one go; nobody keeps that up.
            comment: limiter(20, Duration::from_secs(10)),
            photo: limiter(30, Duration::from_secs(10)),
            // Kept as it came, and ten times a photo.
            document: limiter(30, Duration::from_secs(60)),
            token_use: limiter(1, Duration::from_secs(60)),
        }
    }
}

impl Throttle {
    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn sign_in(&self, from: IpAddr, contact: &str) -> Result<(), AppError> {
        check(&self.sign_in, &from)?;
        check(&self.guess, &(from, contact.to_owned()))
    }

    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn visit(&self, from: IpAddr) -> Result<(), AppError> {
        check(&self.sign_in, &from)
    }

    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn sign_up(&self, from: IpAddr) -> Result<(), AppError> {
        check(&self.sign_up, &from)
    }

    /// So many changes of any kind in one request.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn changes(&self, by: AccountId, count: u32) -> Result<(), AppError> {
        let Some(count) = NonZeroU32::new(count) else { return Ok(()) };
        match self.change.check_key_n(&by, count) {
            Ok(outcome) => outcome.map_err(|not_until| wait(&not_until)),
            // More at once than ever: the limits of a query refuse that before.
            Err(_) => Err(AppError::RateLimited { retry_after_seconds: 1 }),
        }
    }

    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn comment(&self, account: AccountId) -> Result<(), AppError> {
        check(&self.comment, &account)
    }

    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn photo(&self, by: AccountId) -> Result<(), AppError> {
        check(&self.photo, &by)
    }

    /// # Errors
    /// `RATE_LIMITED` with the seconds to wait.
    pub fn document(&self, by: AccountId) -> Result<(), AppError> {
        check(&self.document, &by)
    }

    /// Whether it is time to note that the token is used.
    pub fn note_use(&self, token: TokenId) -> bool {
        check(&self.token_use, &token).is_ok()
    }

    /// Forgets whoever has been quiet, for as long as the server runs: so memory stays flat.
    pub async fn forget(&self) {
        loop {
            tokio::time::sleep(FORGET_EVERY).await;
            self.forget_quiet();
        }
    }

    fn forget_quiet(&self) {
        self.sign_in.retain_recent();
        self.guess.retain_recent();
        self.sign_up.retain_recent();
        self.change.retain_recent();
        self.comment.retain_recent();
        self.photo.retain_recent();
        self.document.retain_recent();
        self.token_use.retain_recent();
    }
}

fn limiter<K: std::hash::Hash + Eq + Clone>(burst: u32, refill: Duration) -> DefaultKeyedRateLimiter<K> {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(refill).unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN)).allow_burst(burst);
    RateLimiter::keyed(quota)
}

fn check<K: std::hash::Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), AppError> {
    limiter.check_key(key).map_err(|not_until| wait(&not_until))
}

fn wait(not_until: &NotUntil<<DefaultClock as Clock>::Instant>) -> AppError {
    AppError::RateLimited { retry_after_seconds: not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_one_account_is_slowed_without_locking_its_owner_out() {
        let throttle = Throttle::default();
        let (attacker, owner) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let refused = (0..20).find(|_| throttle.sign_in(attacker, "siti@demo.id").is_err());
        assert_eq!(refused, Some(10));
        assert!(throttle.sign_in(owner, "siti@demo.id").is_ok());
        assert!(throttle.sign_in(attacker, "budi@demo.id").is_ok());
    }

    #[test]
    fn who_has_been_quiet_is_forgotten_and_who_has_not_is_slowed_on() {
        let soon = Duration::from_millis(1);
        let throttle = Throttle { sign_up: limiter(1, soon), ..Throttle::default() };
        let (quiet, busy) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        assert!(throttle.sign_up(quiet).is_ok());
        (0..10).for_each(|_| throttle.sign_in(busy, "siti@demo.id").unwrap());
        std::thread::sleep(soon * 20);
        throttle.forget_quiet();
        assert_eq!((throttle.sign_up.len(), throttle.guess.len()), (0, 1));
        assert!(throttle.sign_in(busy, "siti@demo.id").is_err());
    }
}
