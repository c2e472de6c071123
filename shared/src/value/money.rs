//! Money: whole rupiah, never a float.

use crate::error::ErrorCode;
use crate::i18n::Lang;
use crate::value::number::group_thousands;
use serde::{Deserialize, Serialize};

/// An amount in whole rupiah, from 0 to 2^53, so that every JSON reader keeps it exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Rupiah(i64);

impl Rupiah {
    pub const MAX: i64 = 1 << 53;
    /// The most that one amount may be where people fill it in: beyond any regency's whole budget, so that a slip of the finger
    /// is found, and sums keep their digits. What was filled in before it was so may be more, and reads as it did.
    pub const MOST: i64 = 10_000_000_000_000;

    /// # Errors
    /// `NEGATIVE` below zero, `OUT_OF_RANGE` above 2^53.
    pub const fn new(amount: i64) -> Result<Self, ErrorCode> {
        if amount < 0 {
            Err(ErrorCode::Negative)
        } else if amount > Self::MAX {
            Err(ErrorCode::OutOfRange)
        } else {
            Ok(Self(amount))
        }
    }

    /// An amount that somebody fills in.
    ///
    /// # Errors
    /// `NEGATIVE` below zero, `OUT_OF_RANGE` above [`Self::MOST`].
    pub const fn filled_in(amount: i64) -> Result<Self, ErrorCode> {
        if amount > Self::MOST { Err(ErrorCode::OutOfRange) } else { Self::new(amount) }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads what people type: `1250000`, `1.250.000`, `Rp 1.250.000`, `Rp1.250.000,00`.
    ///
    /// # Errors
    /// `INVALID_NUMBER` when it is no whole amount, else as [`Rupiah::new`].
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let text = text.trim();
        let text =
            text.strip_prefix("Rp").or_else(|| text.strip_prefix("rp")).unwrap_or(text).trim_start_matches(['.', ' ', '\u{a0}']);
        let text = text.strip_suffix(",00").or_else(|| text.strip_suffix(",-")).unwrap_or(text);
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let compact: String = digits.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}')).collect();
        if compact.is_empty() || !compact.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ErrorCode::InvalidNumber);
        }
        if negative {
            return Err(ErrorCode::Negative);
        }
        compact.parse().map_or(Err(ErrorCode::OutOfRange), Self::new)
    }

    /// `Rp1.250.000` in both languages: the currency is Indonesian, so is its form.
    pub fn format(self) -> String {
        format!("Rp{}", group_thousands(self.0, Lang::Id))
    }

    /// The amount in a few letters for lists and map labels: `Rp185 jt`, `Rp1,2 M`, `Rp1.2 bn`.
    pub fn format_short(self, lang: Lang) -> String {
        let (divisor, unit) = match (self.0, lang) {
            (1_000_000_000.., Lang::Id) => (1_000_000_000, " M"),
            (1_000_000_000.., Lang::En) => (1_000_000_000, " bn"),
            (1_000_000.., Lang::Id) => (1_000_000, " jt"),
            (1_000_000.., Lang::En) => (1_000_000, " m"),
            _ => return self.format(),
        };
        let tenths = self.0 / (divisor / 10);
        let (whole, tenth) = (group_thousands(tenths / 10, lang), tenths % 10);
        let comma = if lang == Lang::Id { ',' } else { '.' };
        if tenth == 0 || tenths >= 1000 { format!("Rp{whole}{unit}") } else { format!("Rp{whole}{comma}{tenth}{unit}") }
    }
}

impl TryFrom<i64> for Rupiah {
    type Error = String;
    fn try_from(amount: i64) -> Result<Self, String> {
        Self::new(amount).map_err(|code| format!("{amount} is not an amount in rupiah: {code}"))
    }
}

impl From<Rupiah> for i64 {
    fn from(amount: Rupiah) -> Self {
        amount.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, amount) in [
            ("1250000", 1_250_000),
            ("1.250.000", 1_250_000),
            ("Rp1.250.000", 1_250_000),
            ("Rp 1.250.000,00", 1_250_000),
            (" rp. 500 ", 500),
            ("0", 0),
        ] {
            assert_eq!(Rupiah::parse(text).map(Rupiah::get), Ok(amount), "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_amount_is_refused_with_its_reason() {
        for (text, code) in [
            ("", ErrorCode::InvalidNumber),
            ("12,5", ErrorCode::InvalidNumber),
            ("lima", ErrorCode::InvalidNumber),
            ("-1", ErrorCode::Negative),
            ("9007199254740993", ErrorCode::OutOfRange),
            ("99999999999999999999999", ErrorCode::OutOfRange),
        ] {
            assert_eq!(Rupiah::parse(text), Err(code), "{text}");
        }
    }

    #[test]
    fn what_is_filled_in_is_bounded_closer_than_what_reads() {
        assert_eq!(Rupiah::filled_in(Rupiah::MOST).map(Rupiah::get), Ok(Rupiah::MOST));
        assert_eq!(Rupiah::filled_in(Rupiah::MOST + 1), Err(ErrorCode::OutOfRange));
        assert_eq!(Rupiah::filled_in(-1), Err(ErrorCode::Negative));
        assert_eq!(Rupiah::new(Rupiah::MAX).map(Rupiah::get), Ok(Rupiah::MAX));
    }

    #[test]
    fn amounts_are_shown_in_full_and_in_short() {
        let amount = |n| Rupiah::new(n).unwrap();
        assert_eq!(amount(1_250_000).format(), "Rp1.250.000");
        assert_eq!(amount(185_000_000).format_short(Lang::Id), "Rp185 jt");
        assert_eq!(amount(1_250_000_000).format_short(Lang::Id), "Rp1,2 M");
        assert_eq!(amount(1_250_000_000).format_short(Lang::En), "Rp1.2 bn");
        assert_eq!(amount(950_000).format_short(Lang::Id), "Rp950.000");
    }
}
