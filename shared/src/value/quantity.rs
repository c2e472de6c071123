//! How much: a positive decimal with at most three places, kept as whole thousandths.

use crate::error::ErrorCode;
use crate::i18n::Lang;
use crate::value::number::group_thousands;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A volume such as `125.5` (m). Positive, at most one thousand million, exact to a thousandth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

impl Quantity {
    pub const MAX_THOUSANDTHS: i64 = 1_000_000_000_000;

    /// # Errors
    /// `NEGATIVE` below zero, `OUT_OF_RANGE` for zero or above the maximum.
    pub const fn from_thousandths(thousandths: i64) -> Result<Self, ErrorCode> {
        if thousandths < 0 {
            Err(ErrorCode::Negative)
        } else if thousandths == 0 || thousandths > Self::MAX_THOUSANDTHS {
            Err(ErrorCode::OutOfRange)
        } else {
            Ok(Self(thousandths))
        }
    }

    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// From a JSON number. A fourth decimal is refused rather than dropped.
    ///
    /// # Errors
    /// `INVALID_NUMBER` when it is not finite or too fine, else as [`Quantity::from_thousandths`].
    pub fn from_f64(number: f64) -> Result<Self, ErrorCode> {
        let scaled = number * 1000.0;
        if !scaled.is_finite() {
            return Err(ErrorCode::InvalidNumber);
        }
        if scaled.abs() > Self::MAX_THOUSANDTHS as f64 {
            return Err(ErrorCode::OutOfRange);
        }
        if (scaled - scaled.round()).abs() > 1e-4 {
            return Err(ErrorCode::InvalidNumber);
        }
        Self::from_thousandths(scaled.round() as i64)
    }

    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Reads what people type: `125`, `12,5`, `12.5`, `1.250` (Indonesian thousands), `1.250,75`.
    ///
    /// # Errors
    /// As [`Quantity::from_f64`].
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let text = text.trim().replace([' ', '\u{a0}'], "");
        let plain = match (text.rfind(','), text.rfind('.')) {
            (Some(comma), Some(dot)) if comma > dot => text.replace('.', "").replace(',', "."),
            (Some(_), Some(_)) => text.replace(',', ""),
            (Some(_), None) => text.replace(',', "."),
            (None, Some(dot)) if text.matches('.').count() > 1 || text.len() - dot == 4 => text.replace('.', ""),
            _ => text,
        };
        if plain.is_empty() || !plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')) {
            return Err(ErrorCode::InvalidNumber);
        }
        plain.parse().map_or(Err(ErrorCode::InvalidNumber), Self::from_f64)
    }

    /// `1.250,5` in Indonesian, `1,250.5` in English.
    pub fn format(self, lang: Lang) -> String {
        let whole = group_thousands(self.0 / 1000, lang);
        let rest = self.0 % 1000;
        if rest == 0 {
            return whole;
        }
        let comma = if lang == Lang::Id { ',' } else { '.' };
        format!("{whole}{comma}{}", format!("{rest:03}").trim_end_matches('0'))
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1000 == 0 { serializer.serialize_i64(self.0 / 1000) } else { serializer.serialize_f64(self.as_f64()) }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::from_f64(number).map_err(|code| serde::de::Error::custom(format!("{number} is not a quantity: {code}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (text, thousandths) in [
            ("125", 125_000),
            ("12,5", 12_500),
            ("12.5", 12_500),
            ("1.250", 1_250_000),
            ("1.250,75", 1_250_750),
            ("1,250.75", 1_250_750),
            ("0,125", 125),
        ] {
            assert_eq!(Quantity::parse(text).map(Quantity::thousandths), Ok(thousandths), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused_with_its_reason() {
        for (text, code) in [
            ("", ErrorCode::InvalidNumber),
            ("abc", ErrorCode::InvalidNumber),
            ("-3", ErrorCode::Negative),
            ("0", ErrorCode::OutOfRange),
            ("1,23456", ErrorCode::InvalidNumber),
            ("9999999999999", ErrorCode::OutOfRange),
        ] {
            assert_eq!(Quantity::parse(text), Err(code), "{text}");
        }
        assert_eq!(Quantity::from_f64(f64::NAN), Err(ErrorCode::InvalidNumber));
        assert_eq!(Quantity::from_f64(f64::INFINITY), Err(ErrorCode::InvalidNumber));
    }

    #[test]
    fn quantities_are_shown_by_language() {
        let quantity = Quantity::from_thousandths(1_250_500).unwrap();
        assert_eq!(quantity.format(Lang::Id), "1.250,5");
        assert_eq!(quantity.format(Lang::En), "1,250.5");
    }

    proptest::proptest! {
        #[test]
        fn json_keeps_every_thousandth(thousandths in 1..=Quantity::MAX_THOUSANDTHS) {
            let quantity = Quantity::from_thousandths(thousandths).unwrap();
            let json = serde_json::to_string(&quantity).unwrap();
            assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), quantity);
        }
    }
}
