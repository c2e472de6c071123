//! How long a proposal has waited where it lies, and whether that is longer than its level may take.

use super::way::level_of;
use chrono::{DateTime, Utc};
use shared::operations::desk::Level;
use shared::proposal::Status;
use shared::value::time::days_between;

/// Whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Age {
    pub days: i64,
    /// Days beyond what the level may take; 0 when it is in time or no level is asked.
    pub late: i64,
}

impl Age {
    pub fn of(status: Status, since: DateTime<Utc>, now: DateTime<Utc>, levels: &[Level]) -> Self {
        let days = days_between(since, now);
        let late = level_of(levels, status).map_or(0, |level| (days - i64::from(level.expected_days)).max(0));
        Self { days, late }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn age(status: Status, days: i64) -> Age {
        let now = "2027-02-01T00:00:00Z".parse().unwrap();
        Age::of(status, now - chrono::Duration::days(days), now, &example::levels())
    }

    #[test]
    fn a_level_may_take_its_days_and_no_more() {
        assert_eq!(age(Status::DesaReview, 14), Age { days: 14, late: 0 });
        assert_eq!(age(Status::Submitted, 20), Age { days: 20, late: 6 });
    }

    #[test]
    fn what_lies_on_no_desk_is_never_late() {
        assert_eq!(age(Status::Rejected, 400), Age { days: 400, late: 0 });
    }
}
