//! Suggestions (saran): a section as somebody would have it, for those who write the plan to take or to leave.

use super::content::RowId;
use super::document::{Roots, is_gone};
use super::edit::retext;
use super::schema::{MAX_BODY, Table, long_text};
use crate::error::{ErrorCode, FieldError};
use crate::value::text;
use crate::wire::wire_enum;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, TransactionMut, Update};

/// The longest explanation, and the longest answer to it, in characters.
pub const MAX_NOTE: usize = 500;

wire_enum! {
    /// What became of a suggestion.
    SuggestionStatus, "suggestion_status" {
        Open = "OPEN",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        /// By who made it.
        Withdrawn = "WITHDRAWN",
        /// It breaks the rules: reason and office stand where its words were.
        Hidden = "HIDDEN",
    }
}

/// The words of a section as they are suggested, where `present` are those that it has. They may be empty: a section can
/// be suggested away.
///
/// # Errors
/// `NOTHING_CHANGED`, `TOO_LONG` or `INVALID_TEXT`, for the field `body`.
pub fn parse_body(raw: &str, present: &str) -> Result<String, FieldError> {
    let body = long_text("body", raw, MAX_BODY)?;
    if body == present {
        return Err(FieldError::new("body", ErrorCode::NothingChanged));
    }
    Ok(body)
}

/// Why it is suggested, or why it is declined; nothing when it is empty.
///
/// # Errors
/// `TOO_LONG` or `INVALID_TEXT`, for the field `note`.
pub fn parse_note(raw: Option<&str>) -> Result<Option<String>, FieldError> {
    text::optional_block("note", raw, MAX_NOTE)
}

/// Writes what is suggested into a copy of the plan.
///
/// # Errors
/// `UNKNOWN_SECTION`.
pub fn write(roots: &Roots, txn: &mut TransactionMut, section: RowId, body: &str) -> Result<(), ErrorCode> {
    check_section(roots, txn, section)?;
    let text = roots.body(txn, section).ok_or(ErrorCode::UnknownSection)?;
    retext(&text, txn, body);
    Ok(())
}

/// Takes over into the plan what was written into a copy of it, as the update that this gave. What was written around it
/// meanwhile stays; taking it twice changes nothing more.
///
/// # Errors
/// `UNKNOWN_SECTION` when the section has left the plan; `INTERNAL` when the update is none.
pub fn take(roots: &Roots, txn: &mut TransactionMut, section: RowId, update: &[u8]) -> Result<(), ErrorCode> {
    check_section(roots, txn, section)?;
    let update = Update::decode_v1(update).map_err(|_| ErrorCode::Internal)?;
    txn.apply_update(update).map_err(|_| ErrorCode::Internal)
}

fn check_section(roots: &Roots, txn: &impl ReadTxn, section: RowId) -> Result<(), ErrorCode> {
    let row = roots.row(txn, Table::Sections, section).filter(|row| !is_gone(txn, row));
    row.map(drop).ok_or(ErrorCode::UnknownSection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::document::{self, read};
    use crate::plan::edit::{Edit, TextOf, apply, encode};
    use crate::plan::{Content, Section};
    use uuid::Uuid;
    use yrs::{Doc, Transact};

    const SECTION: Uuid = Uuid::from_u128(1);

    fn copy(client: u64) -> (Doc, Roots) {
        let section = Section { id: SECTION, heading: "Latar".into(), body: "Jalan tani rusak.".into() };
        let content = Content { sections: vec![section], ..Content::default() };
        let doc = document::new(client);
        let roots = Roots::of(&doc);
        doc.transact_mut().apply_update(Update::decode_v1(&encode(&content, 1)).unwrap()).unwrap();
        (doc, roots)
    }

    fn suggested(body: &str) -> Vec<u8> {
        let (doc, roots) = copy(2);
        let mut txn = doc.transact_mut();
        write(&roots, &mut txn, SECTION, body).unwrap();
        txn.encode_update_v1()
    }

    #[test]
    fn what_was_written_around_a_suggestion_stays() {
        let (doc, roots) = copy(3);
        let update = suggested("Jalan usaha tani rusak berat.");
        let mut txn = doc.transact_mut();
        let splice = Edit::Splice { text: TextOf::Section(SECTION), at: 0, delete: 5, insert: "Jembatan".into() };
        apply(&roots, &mut txn, &splice);
        for _ in 0..2 {
            take(&roots, &mut txn, SECTION, &update).unwrap();
            assert_eq!(read(&roots, &txn).sections[0].body, "Jembatan usaha tani rusak berat.");
        }
    }

    #[test]
    fn what_replaces_the_last_word_stays_before_what_was_added_behind_it() {
        for client in [3, 1 << 40] {
            let (doc, roots) = copy(client);
            let update = suggested("Jalan tani rusak berat sejak Januari.");
            let mut txn = doc.transact_mut();
            let end = Edit::Splice { text: TextOf::Section(SECTION), at: 17, delete: 0, insert: " Panjangnya 300 meter.".into() };
            apply(&roots, &mut txn, &end);
            take(&roots, &mut txn, SECTION, &update).unwrap();
            assert_eq!(read(&roots, &txn).sections[0].body, "Jalan tani rusak berat sejak Januari. Panjangnya 300 meter.");
        }
    }

    #[test]
    fn a_section_that_is_gone_takes_no_suggestion() {
        let (doc, roots) = copy(3);
        let update = suggested("Sawah.");
        let mut txn = doc.transact_mut();
        apply(&roots, &mut txn, &Edit::Remove { table: Table::Sections, row: SECTION });
        assert_eq!(take(&roots, &mut txn, SECTION, &update), Err(ErrorCode::UnknownSection));
        assert_eq!(write(&roots, &mut txn, SECTION, "Sawah."), Err(ErrorCode::UnknownSection));
    }

    #[test]
    fn a_suggestion_changes_something_and_fits() {
        assert_eq!(parse_body("Sawah.\r\nKebun.", ""), Ok("Sawah.\nKebun.".into()));
        assert_eq!(parse_body("", "Sawah."), Ok(String::new()));
        assert_eq!(parse_body("Sawah.", "Sawah."), Err(FieldError::new("body", ErrorCode::NothingChanged)));
        assert_eq!(parse_body("a\u{202e}b", ""), Err(FieldError::new("body", ErrorCode::InvalidText)));
        let long = "x".repeat(MAX_BODY as usize + 1);
        assert_eq!(parse_body(&long, ""), Err(FieldError::with_limit("body", ErrorCode::TooLong, 40_000)));
        assert!(parse_body(&long[1..], "").is_ok());
    }
}
