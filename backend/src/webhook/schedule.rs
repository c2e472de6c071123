//! When to try again, and when no more.

use chrono::Duration;

/// The pauses between the attempts at one event: nearly two days together.
const PAUSES: [Duration; 8] = [
    Duration::seconds(10),
    Duration::minutes(1),
    Duration::minutes(5),
    Duration::minutes(30),
    Duration::hours(2),
    Duration::hours(6),
    Duration::hours(12),
    Duration::hours(24),
];

/// However long a receiver asks us to wait.
const LONGEST: Duration = Duration::hours(24);

/// When nothing at all has arrived for so long, the webhook pauses.
pub const FAILS_FOR: Duration = Duration::days(5);

/// How long to wait after so many failures of one event; none when it is given up. Up to a fifth is added by `chance`, so that
/// those who failed together do not come back together.
pub fn pause_after(failures: u32, retry_after: Option<Duration>, chance: u8) -> Option<Duration> {
    let pause = *PAUSES.get(usize::try_from(failures).ok()?.checked_sub(1)?)?;
    let spread = pause + pause / 5 * i32::from(chance) / i32::from(u8::MAX);
    Some(spread.max(retry_after.unwrap_or_default().min(LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(pause_after(1, None, 0), Some(Duration::seconds(10)));
        assert_eq!(pause_after(1, None, u8::MAX), Some(Duration::seconds(12)));
        assert_eq!(pause_after(8, None, 0), Some(Duration::hours(24)));
        assert_eq!(pause_after(9, None, 0), None);
        assert!((1..8).all(|failures| pause_after(failures, None, u8::MAX) < pause_after(failures + 1, None, 0)));
    }

    #[test]
    fn a_receiver_is_given_the_time_that_it_asks_for_within_a_day() {
        assert_eq!(pause_after(1, Some(Duration::minutes(10)), 0), Some(Duration::minutes(10)));
        assert_eq!(pause_after(3, Some(Duration::seconds(1)), 0), Some(Duration::minutes(5)));
        assert_eq!(pause_after(1, Some(Duration::days(400)), 0), Some(LONGEST));
        assert_eq!(pause_after(9, Some(Duration::minutes(10)), 0), None);
    }
}
