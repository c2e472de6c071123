//! What a program wants a plan to say: a text, or a row with its fields and its place, whatever stood there before.
//!
//! A wish becomes edits where the plan says something else, and nothing where it says that already: to wish twice changes
//! nothing more.

mod conflict;
mod form;
mod fulfilment;

pub use conflict::{Said, conflict};
pub use form::{MAX_WISHES, PutForm, Raw, WishForm, Wishes, parse};
pub use fulfilment::fulfil;

use super::content::RowId;
use super::edit::TextOf;
use super::schema::{Table, Value};
use crate::error::{ErrorCode, FieldError};
use crate::value::ProposalId;

/// One thing that a plan is to say, or to say no more.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    Text { text: TextOf, wanted: String },
    Put(Put),
    Remove { table: Table, row: RowId },
}

/// A row that is to be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Put {
    pub table: Table,
    pub row: RowId,
    /// Those that are named; the others stay as they are.
    pub fields: Vec<(&'static str, Value)>,
    /// Of a section, where it is named.
    pub body: Option<String>,
    /// The row behind which it is to stand, or none before it. Where nothing is said it stays, and a new one comes last.
    pub behind: Option<Option<RowId>>,
}

/// The row that a text names; none for what names nothing.
fn row_of(table: Table, id: &str) -> Option<RowId> {
    let row = if table == Table::Proposals { id.parse::<ProposalId>().ok()?.0 } else { id.parse().ok()? };
    (!RowId::is_nil(&row)).then_some(row)
}

/// What is wrong with naming a row that never was.
const fn unknown(table: Table) -> ErrorCode {
    match table {
        Table::Sections => ErrorCode::UnknownSection,
        Table::Proposals => ErrorCode::UnknownProposal,
        _ => ErrorCode::UnknownRow,
    }
}

/// What is wrong with a wish, told of the list that it stands in: `edits.3`, or `edits.3.price`.
pub fn placed(at: usize, error: FieldError) -> FieldError {
    let field = error.field.as_ref().map_or_else(|| format!("edits.{at}"), |field| format!("edits.{at}.{field}"));
    FieldError { field: Some(field), ..error }
}
