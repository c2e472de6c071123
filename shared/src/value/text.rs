//! Text that people type: trimmed, in composed lines, without control characters, of bounded length.

use crate::error::{ErrorCode, FieldError};

/// One line of required text with at most `max` characters.
///
/// # Errors
/// `REQUIRED`, `TOO_LONG` (with the limit) or `INVALID_TEXT`.
pub fn line(field: &str, raw: Option<&str>, max: usize) -> Result<String, FieldError> {
    optional_line(field, raw, max)?.ok_or_else(|| FieldError::new(field, ErrorCode::Required))
}

/// One line of text that may be left empty.
///
/// # Errors
/// As [`line`], without `REQUIRED`.
pub fn optional_line(field: &str, raw: Option<&str>, max: usize) -> Result<Option<String>, FieldError> {
    let joined = raw.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    bounded(field, joined, max)
}

/// Required text of several lines with at most `max` characters.
///
/// # Errors
/// As [`line`].
pub fn block(field: &str, raw: Option<&str>, max: usize) -> Result<String, FieldError> {
    optional_block(field, raw, max)?.ok_or_else(|| FieldError::new(field, ErrorCode::Required))
}

/// Text of several lines that may be left empty.
///
/// # Errors
/// As [`line`], without `REQUIRED`.
pub fn optional_block(field: &str, raw: Option<&str>, max: usize) -> Result<Option<String>, FieldError> {
    let tidy = raw.map(|text| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned());
    bounded(field, tidy, max)
}

fn bounded(field: &str, text: Option<String>, max: usize) -> Result<Option<String>, FieldError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().any(is_forbidden) {
        return Err(FieldError::new(field, ErrorCode::InvalidText));
    }
    if text.chars().count() > max {
        return Err(FieldError::with_limit(field, ErrorCode::TooLong, max as i64));
    }
    Ok(Some(text))
}

/// The text for a cell of a CSV file: a spreadsheet would reckon what begins like a formula, and an apostrophe makes it text.
/// Not every one divides a file where it was meant to be: one of Indonesia expects semicolons, another breaks at every line. So
/// what follows a separator or a line break within the text counts as a beginning too, blanks and quotes before it or not.
pub fn for_spreadsheet(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    if text.starts_with(['\t', '\r', '\n']) {
        safe.push('\'');
    }
    let mut begins = true;
    for letter in text.chars() {
        if begins && FORMULA_SIGNS.contains(&letter) {
            safe.push('\'');
        }
        begins = CELL_ENDS.contains(&letter) || begins && (letter.is_whitespace() || letter == '"');
        safe.push(letter);
    }
    safe
}

/// The wide ones are those of East Asian keyboards, which some spreadsheets take for the others.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
const CELL_ENDS: [char; 5] = [';', ',', '\t', '\r', '\n'];

/// Control characters break logs and exports; direction overrides let text lie about its order.
pub(crate) fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_its_spaces_joined() {
        assert_eq!(line("title", Some("  Jalan \n rusak  "), 255), Ok("Jalan rusak".into()));
    }

    #[test]
    fn empty_long_and_treacherous_text_is_refused() {
        assert_eq!(line("title", Some("  "), 10).unwrap_err().code, ErrorCode::Required);
        assert_eq!(line("title", None, 10).unwrap_err().code, ErrorCode::Required);
        assert_eq!(line("title", Some("ééééé"), 4).unwrap_err(), FieldError::with_limit("title", ErrorCode::TooLong, 4));
        assert_eq!(line("title", Some("a\u{0}b"), 10).unwrap_err().code, ErrorCode::InvalidText);
        assert_eq!(line("title", Some("a\u{202e}b"), 10).unwrap_err().code, ErrorCode::InvalidText);
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(block("problem", Some("satu\r\ndua\n"), 100), Ok("satu\ndua".into()));
        assert_eq!(optional_block("note", Some(" "), 100), Ok(None));
    }

    #[test]
    fn what_a_spreadsheet_would_run_becomes_text() {
        for hostile in ["=1+1", "+62", "-1", "@SUM(A1)", "＝1+1", "＋62", "－1", "＠SUM(A1)"] {
            assert_eq!(for_spreadsheet(hostile), format!("'{hostile}"));
            for before in ["a;", "a,", "a\t", "a\r", "a\n", "a\r\n", "a; ", "a;\"", "a\n \u{a0}\"\"", " ", "\""] {
                assert_eq!(for_spreadsheet(&format!("{before}{hostile};b")), format!("{before}'{hostile};b"));
            }
        }
        assert_eq!(for_spreadsheet("\tx"), "'\tx");
        assert_eq!(for_spreadsheet("\n=1"), "'\n'=1");
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for prose in ["a=b", "Jalan RT-03, RW-05", "3 - 4 meter; 5 = lima", "siti@contoh.id", "A/C; B\n\nC, \"D\""] {
            assert_eq!(for_spreadsheet(prose), prose);
        }
        // What it costs: the dashes of a list, and of amounts.
        assert_eq!(for_spreadsheet("Perlu:\n- batu\n- pasir, Rp5.000,-"), "Perlu:\n'- batu\n'- pasir, Rp5.000,'-");
    }
}
