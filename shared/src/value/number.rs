//! Numbers as people of each language write them.

use crate::i18n::Lang;

/// `1234567` as `1.234.567` (Indonesian) or `1,234,567` (English).
pub fn group_thousands(number: i64, lang: Lang) -> String {
    let separator = if lang == Lang::Id { '.' } else { ',' };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 2);
    if number < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_by_language() {
        for (number, id, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (1_234_567, "1.234.567", "1,234,567"),
            (-45_000, "-45.000", "-45,000"),
        ] {
            assert_eq!(group_thousands(number, Lang::Id), id);
            assert_eq!(group_thousands(number, Lang::En), en);
        }
    }
}
