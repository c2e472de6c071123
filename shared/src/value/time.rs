//! Instants as people of western Indonesia read them. Stored in UTC, shown in WIB (UTC+7).

use crate::i18n::Lang;
use crate::wire::wire_enum;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};

const MONTHS: [[&str; 12]; 2] = [
    ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
];

/// On the clocks of western Indonesia.
pub fn in_wib(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    // Seven hours east is always a valid offset; the fallback only satisfies the type.
    FixedOffset::east_opt(7 * 3600).map_or_else(|| at.fixed_offset(), |wib| at.with_timezone(&wib))
}

wire_enum! {
    /// How a list is ordered by time.
    Chronology, "order" { Newest = "NEWEST", Oldest = "OLDEST" }
}

/// `25 Maret 2025`.
pub fn format_date(at: DateTime<Utc>, lang: Lang) -> String {
    format_day(in_wib(at).date_naive(), lang)
}

/// A day of the calendar: `25 Maret 2025`.
pub fn format_day(day: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", day.day(), MONTHS[lang as usize][day.month0() as usize], day.year())
}

/// `25 Maret 2025, 09.00 WIB` (English: `25 March 2025, 09:00 WIB`).
pub fn format_instant(at: DateTime<Utc>, lang: Lang) -> String {
    let local = in_wib(at);
    let dot = if lang == Lang::Id { '.' } else { ':' };
    format!("{}, {:02}{dot}{:02} WIB", format_date(at, lang), local.hour(), local.minute())
}

/// Whole days from `from` to `to`, never negative.
pub fn days_between(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_days().max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_wib() {
        let at: DateTime<Utc> = "2025-03-24T18:05:00Z".parse().unwrap();
        assert_eq!(format_instant(at, Lang::Id), "25 Maret 2025, 01.05 WIB");
        assert_eq!(format_instant(at, Lang::En), "25 March 2025, 01:05 WIB");
    }
}
