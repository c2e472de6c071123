//! What each caller may still ask for: a purse that fills by itself, and out of which every query pays its cost.

use super::context::RequestContext;
use crate::access::Credential;
use crate::error::AppError;
use crate::platform::clock::Clock;
use serde_json::{Value, json};
use shared::value::AccountId;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Points that a full purse holds, and that come back in a second. A list of 50 proposals with their relations costs some
/// 2,000 of them, and two cores answer about a million a second.
#[derive(Clone, Copy)]
struct Rate {
    burst: u64,
    per_second: u64,
}

/// An office or a mobile operator may stand behind one address.
const ADDRESS: Rate = Rate { burst: 300_000, per_second: 10_000 };
const ACCOUNT: Rate = Rate { burst: 300_000, per_second: 10_000 };
/// Another system that keeps up with everything.
const TOKEN: Rate = Rate { burst: 1_000_000, per_second: 20_000 };

/// Nobody signed in, and a question of their own instead of one of the app's: so much dearer.
pub const SURCHARGE: u64 = 2;
/// For what is refused: it was read all the same, which takes some milliseconds at most.
pub const REFUSED: u64 = 100;
/// What is told by itself leaves so much of a full purse for what is asked.
const LEFT_FOR_QUESTIONS: f64 = 0.5;
/// Purses kept; whoever comes when all are in use shares one with everybody else who does.
const MAX_PURSES: usize = 100_000;

/// Whose purse pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Payer {
    /// Of IPv6 the network of one household.
    Address(IpAddr),
    Account(AccountId),
    /// An account by its tokens, all of them: another token is no further purse.
    Token(AccountId),
    /// Everybody who found no purse left.
    Crowd,
}

impl Payer {
    pub fn of(request: &RequestContext) -> Self {
        Self::who(request.credential, request.actor.account, request.from)
    }

    pub fn who(credential: Option<Credential>, account: Option<AccountId>, from: IpAddr) -> Self {
        match (credential, account) {
            (Some(Credential::Token(_)), Some(account)) => Self::Token(account),
            (_, Some(account)) => Self::Account(account),
            _ => Self::address(from),
        }
    }

    pub fn address(from: IpAddr) -> Self {
        Self::Address(match from.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                [a, b, c, d, 0, 0, 0, 0].into()
            }
            address => address,
        })
    }

    const fn rate(self) -> Rate {
        match self {
            Self::Address(_) | Self::Crowd => ADDRESS,
            Self::Account(_) => ACCOUNT,
            Self::Token(_) => TOKEN,
        }
    }
}

/// What is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// What somebody asks or says.
    Asked,
    /// What the server tells by itself, such as the answers of a subscription: it leaves something for what is asked.
    Told,
    /// A defence, which is paid for as far as there is something to pay with, and never refused.
    Defence,
}

/// What is left after paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub requested: u64,
    pub remaining: u64,
    pub limit: u64,
    /// Until the purse is full again.
    pub reset_seconds: u64,
}

impl Balance {
    pub fn to_json(self) -> Value {
        json!({
            "requested": self.requested, "remaining": self.remaining, "limit": self.limit, "resetSeconds": self.reset_seconds,
        })
    }
}

#[derive(Clone, Copy)]
struct Purse {
    points: f64,
    at: Instant,
}

impl Purse {
    fn fill(&mut self, rate: Rate, now: Instant) {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * rate.per_second as f64;
        *self = Self { points: (self.points + gained).min(rate.burst as f64), at: now };
    }
}

/// The purses of everyone who asked lately.
pub struct Budget {
    purses: Mutex<HashMap<Payer, Purse>>,
    times: u64,
}

impl Budget {
    /// Of purses so many `times` as large as usual.
    pub fn new(times: u32) -> Self {
        Self { purses: Mutex::default(), times: u64::from(times.max(1)) }
    }

    /// Pays `cost` at `now`.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the seconds after which there will be enough; nothing is paid then.
    pub fn pay(&self, payer: Payer, cost: u64, due: Due, now: Instant) -> (Balance, Result<(), AppError>) {
        let mut purses = self.purses.lock().unwrap_or_else(PoisonError::into_inner);
        let payer = self.known(&mut purses, payer, now);
        let rate = self.rate(payer);
        let purse = purses.entry(payer).or_insert(Purse { points: rate.burst as f64, at: now });
        purse.fill(rate, now);
        let left = if due == Due::Told { rate.burst as f64 * LEFT_FOR_QUESTIONS } else { 0.0 };
        let missing = cost as f64 + left - purse.points;
        let is_paid = missing <= 0.0 || due == Due::Defence;
        if is_paid {
            purse.points = (purse.points - cost as f64).max(0.0);
        }
        let seconds = |points: f64| (points / rate.per_second as f64).ceil() as u64;
        let balance = Balance {
            requested: cost,
            remaining: purse.points as u64,
            limit: rate.burst,
            reset_seconds: seconds(rate.burst as f64 - purse.points),
        };
        let paid = if is_paid { Ok(()) } else { Err(AppError::RateLimited { retry_after_seconds: seconds(missing).max(1) }) };
        (balance, paid)
    }

    /// Pays `cost` as soon as there is enough.
    pub async fn settle(&self, payer: Payer, cost: u64, due: Due, clock: &dyn Clock) -> Balance {
        loop {
            let (balance, paid) = self.pay(payer, cost, due, clock.monotonic());
            let Err(AppError::RateLimited { retry_after_seconds }) = paid else { return balance };
            clock.wait(Duration::from_secs(retry_after_seconds)).await;
        }
    }

    /// Whether there are so many points at `now`.
    pub fn holds(&self, payer: Payer, points: u64, now: Instant) -> bool {
        let purses = self.purses.lock().unwrap_or_else(PoisonError::into_inner);
        let rate = self.rate(payer);
        purses.get(&payer).copied().is_none_or(|mut purse| {
            purse.fill(rate, now);
            purse.points >= points as f64
        })
    }

    fn rate(&self, payer: Payer) -> Rate {
        let Rate { burst, per_second } = payer.rate();
        Rate { burst: burst * self.times, per_second: per_second * self.times }
    }

    /// Makes room by forgetting who has a full purse again; where that gives none, the newcomer joins the crowd.
    fn known(&self, purses: &mut HashMap<Payer, Purse>, payer: Payer, now: Instant) -> Payer {
        if purses.len() < MAX_PURSES || purses.contains_key(&payer) {
            return payer;
        }
        // Looking at all of them is worth it once in a while only, or a flood of newcomers would pay with our time.
        let crowd = purses.get(&Payer::Crowd).map(|purse| now.saturating_duration_since(purse.at));
        if crowd.is_none_or(|quiet| quiet >= Duration::from_secs(1)) || purses.len() == MAX_PURSES {
            purses.retain(|payer, purse| {
                let rate = self.rate(*payer);
                purse.fill(rate, now);
                purse.points < rate.burst as f64
            });
        }
        if purses.len() < MAX_PURSES { payer } else { Payer::Crowd }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};

    fn address(last: u32) -> Payer {
        Payer::address(IpAddr::from(last.to_be_bytes()))
    }

    #[test]
    fn a_purse_empties_fills_and_is_nobody_elses() {
        let (budget, start) = (Budget::new(1), SystemClock.monotonic());
        let (balance, paid) = budget.pay(address(1), ADDRESS.burst, Due::Asked, start);
        assert!(paid.is_ok());
        assert_eq!(balance, Balance { requested: 300_000, remaining: 0, limit: 300_000, reset_seconds: 30 });
        let (_, refused) = budget.pay(address(1), 25_000, Due::Asked, start);
        assert!(matches!(refused, Err(AppError::RateLimited { retry_after_seconds: 3 })), "{refused:?}");
        assert!(budget.pay(address(2), 25_000, Due::Asked, start).1.is_ok());
        assert!(budget.pay(address(1), 25_000, Due::Defence, start).1.is_ok());
        let later = start + Duration::from_secs(3);
        assert!(budget.pay(address(1), 25_000, Due::Asked, later).1.is_ok());
        let (balance, _) = budget.pay(address(1), 0, Due::Asked, later + Duration::from_secs(3_600));
        assert_eq!((balance.remaining, balance.reset_seconds), (300_000, 0));
    }

    #[test]
    fn what_is_told_leaves_half_for_what_is_asked() {
        let (budget, start) = (Budget::new(1), SystemClock.monotonic());
        assert!(budget.pay(address(1), ADDRESS.burst / 2, Due::Told, start).1.is_ok());
        let (_, told) = budget.pay(address(1), 25_000, Due::Told, start);
        assert!(matches!(told, Err(AppError::RateLimited { retry_after_seconds: 3 })), "{told:?}");
        assert!(budget.pay(address(1), ADDRESS.burst / 2, Due::Asked, start).1.is_ok());
        assert!(!budget.holds(address(1), 1, start) && budget.holds(address(1), 1, start + Duration::from_secs(1)));
        assert!(budget.holds(address(2), ADDRESS.burst, start));
    }

    #[test]
    fn all_tokens_of_an_account_have_one_purse() {
        let (siti, budi) = (AccountId(uuid::Uuid::from_u128(1)), AccountId(uuid::Uuid::from_u128(2)));
        let payer =
            |secret: u8, account| Payer::who(Some(Credential::Token([secret; 32])), Some(account), IpAddr::from([10, 0, 0, 1]));
        assert_eq!(payer(1, siti), payer(2, siti));
        assert_ne!(payer(1, siti), payer(1, budi));
        let session = Payer::who(Some(Credential::Session([1; 32])), Some(siti), IpAddr::from([10, 0, 0, 1]));
        assert_ne!(payer(1, siti), session);
    }

    #[test]
    fn a_household_with_many_addresses_has_one_purse() {
        let payer = |text: &str| Payer::address(text.parse().unwrap());
        assert_eq!(payer("2001:db8:1:2::1"), payer("2001:db8:1:2:ffff::9"));
        assert_ne!(payer("2001:db8:1:2::1"), payer("2001:db8:1:3::1"));
        assert_eq!(payer("::ffff:10.0.0.1"), payer("10.0.0.1"));
    }

    #[test]
    fn purses_do_not_grow_without_end() {
        let (budget, start) = (Budget::new(1), SystemClock.monotonic());
        for number in 0..MAX_PURSES as u32 + 5_000 {
            let _ = budget.pay(address(number), 100_000, Due::Asked, start);
        }
        let count = || budget.purses.lock().unwrap().len();
        assert!(count() <= MAX_PURSES + 1, "{}", count());
        // The crowd shares one purse, those who were there before have their own.
        assert!(budget.pay(address(u32::MAX), 100_000, Due::Asked, start).1.is_err());
        assert!(budget.pay(address(1), 100_000, Due::Asked, start).1.is_ok());
        // Once the purses are full again there is room.
        assert!(budget.pay(address(u32::MAX), 100_000, Due::Asked, start + Duration::from_secs(60)).1.is_ok());
        assert!(count() < 10, "{}", count());
    }
}
