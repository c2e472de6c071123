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

/// The size of a file in KB, or in MB with one decimal: `340 KB`, `1,2 MB`. As in the limits, a MB has 1,024 KB.
pub fn file_size(bytes: i64, lang: Lang) -> String {
    const KB: i64 = 1024;
    let kilobytes = (bytes + KB - 1) / KB;
    if kilobytes < KB {
        return format!("{kilobytes} KB");
    }
    let tenths = (bytes * 10 + KB * KB / 2) / (KB * KB);
    let sign = if lang == Lang::Id { ',' } else { '.' };
    format!("{}{sign}{} MB", tenths / 10, tenths % 10)
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

    #[test]
    fn a_file_is_as_large_as_people_say() {
        for (bytes, id, en) in [
            (0, "0 KB", "0 KB"),
            (1, "1 KB", "1 KB"),
            (348_000, "340 KB", "340 KB"),
            (1024 * 1024, "1,0 MB", "1.0 MB"),
            (1_300_000, "1,2 MB", "1.2 MB"),
            (5 * 1024 * 1024, "5,0 MB", "5.0 MB"),
        ] {
            assert_eq!(file_size(bytes, Lang::Id), id);
            assert_eq!(file_size(bytes, Lang::En), en);
        }
    }
}
