//! What a change of the document touched, for checking it, and for telling people later who changed what.

use super::document::{self, Roots};
use super::edit::TextOf;
use super::schema::{BODY, GONE, MAX_BODY, MAX_SUMMARY, MAX_TITLE, SUMMARY, TITLE, Table};
use super::{RowId, edit};
use crate::ErrorCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use yrs::types::{Event, Events, PathSegment};
use yrs::{DeepObservable, Map, MapRef, Observable, Out, ReadTxn, Text, TransactionMut};

/// One thing in the document. Its text form is `title`, `budget/ROW` or `budget/ROW/price`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Touch {
    Title,
    Summary,
    /// A row came.
    Row(Table, RowId),
    /// A field changed; [`GONE`] where the row went.
    Field(Table, RowId, String),
}

impl Touch {
    /// The table and the row that it lies in.
    pub fn row(&self) -> Option<(Table, RowId)> {
        match self {
            Self::Title | Self::Summary => None,
            Self::Row(table, row) | Self::Field(table, row, _) => Some((*table, *row)),
        }
    }

    /// Whether two changes are about the same: the same field, or a row that one of them brought or took away.
    pub fn meets(&self, other: &Self) -> bool {
        let is_whole = |touch: &Self| match touch {
            Self::Row(..) => true,
            Self::Field(_, _, field) => field == GONE,
            Self::Title | Self::Summary => false,
        };
        let share_row = self.row().is_some() && self.row() == other.row();
        self == other || (share_row && (is_whole(self) || is_whole(other)))
    }
}

impl fmt::Display for Touch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => f.write_str(TITLE),
            Self::Summary => f.write_str(SUMMARY),
            Self::Row(table, row) => write!(f, "{table}/{row}"),
            Self::Field(table, row, field) => write!(f, "{table}/{row}/{field}"),
        }
    }
}

impl From<Touch> for String {
    fn from(touch: Touch) -> Self {
        touch.to_string()
    }
}

impl FromStr for Touch {
    type Err = ErrorCode;

    fn from_str(text: &str) -> Result<Self, ErrorCode> {
        let row = |row: &str| row.parse().map_err(|_| ErrorCode::InvalidId);
        match text.splitn(3, '/').collect::<Vec<_>>()[..] {
            [TITLE] => Ok(Self::Title),
            [SUMMARY] => Ok(Self::Summary),
            [table, id] => Ok(Self::Row(table.parse()?, row(id)?)),
            [table, id, field] => Ok(Self::Field(table.parse()?, row(id)?, field.to_owned())),
            _ => Err(ErrorCode::UnknownValue),
        }
    }
}

impl TryFrom<String> for Touch {
    type Error = ErrorCode;
    fn try_from(text: String) -> Result<Self, ErrorCode> {
        text.parse()
    }
}

/// Notes what every transaction on a document touches, until somebody asks.
#[derive(Clone, Default)]
pub struct Watch(Arc<Mutex<BTreeSet<Touch>>>);

impl Watch {
    /// Begins to watch. Once for each document; the document keeps it.
    pub fn over(roots: &Roots) -> Self {
        const KEY: &str = "watch";
        let watch = Self::default();
        for (text, touch) in [(&roots.title, Touch::Title), (&roots.summary, Touch::Summary)] {
            let watch = watch.clone();
            text.observe(KEY, move |_, _| watch.note(touch.clone()));
        }
        for table in Table::ALL {
            let watch = watch.clone();
            roots.table(*table).observe_deep(KEY, move |txn, events| touches(*table, txn, events, &watch));
        }
        watch
    }

    fn note(&self, touch: Touch) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(touch);
    }

    /// What was touched since the last time.
    pub fn take(&self) -> BTreeSet<Touch> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn touches(table: Table, txn: &TransactionMut, events: &Events, watch: &Watch) {
    let row_of = |segment: &PathSegment| match segment {
        PathSegment::Key(key) => key.parse::<RowId>().ok(),
        PathSegment::Index(_) => None,
    };
    for event in events.iter() {
        let path = event.path();
        match event {
            Event::Map(event) => {
                for key in event.keys(txn).keys() {
                    match path.front() {
                        None => key.parse().into_iter().for_each(|row| watch.note(Touch::Row(table, row))),
                        Some(row) if &**key == GONE && !document::is_gone(txn, event.target()) => {
                            row_of(row).into_iter().for_each(|row| watch.note(Touch::Row(table, row)));
                        }
                        Some(row) => row_of(row).into_iter().for_each(|row| watch.note(Touch::Field(table, row, key.to_string()))),
                    }
                }
            }
            _ => path.front().and_then(row_of).into_iter().for_each(|row| watch.note(Touch::Field(table, row, BODY.to_owned()))),
        }
    }
}

/// Whether what was touched is still as the schema wants it.
///
/// # Errors
/// `PLAN_FULL` where there is too much of something, or what is wrong with a field.
pub fn check(roots: &Roots, txn: &impl ReadTxn, touches: &BTreeSet<Touch>) -> Result<(), ErrorCode> {
    let mut rows = BTreeSet::new();
    for touch in touches {
        match touch {
            Touch::Title => fits(roots, txn, TextOf::Title, MAX_TITLE)?,
            Touch::Summary => fits(roots, txn, TextOf::Summary, MAX_SUMMARY)?,
            Touch::Row(table, row) => {
                let comes = roots.row(txn, *table, *row).is_some_and(|row| !document::is_gone(txn, &row));
                if comes && roots.rows(txn, *table).len() as u32 > table.max_rows() {
                    return Err(ErrorCode::PlanFull);
                }
                if roots.table(*table).len(txn) > 4 * table.max_rows() {
                    return Err(ErrorCode::PlanFull);
                }
                rows.insert((*table, *row));
            }
            Touch::Field(table, row, _) => {
                rows.insert((*table, *row));
            }
        }
    }
    rows.into_iter().try_for_each(|(table, row)| check_row(roots, txn, table, row))
}

fn fits(roots: &Roots, txn: &impl ReadTxn, text: TextOf, max: u32) -> Result<(), ErrorCode> {
    let length = edit::find_text(roots, txn, text).map_or(0, |text| text.len(txn));
    if length > max { Err(ErrorCode::PlanFull) } else { Ok(()) }
}

fn check_row(roots: &Roots, txn: &impl ReadTxn, table: Table, row: RowId) -> Result<(), ErrorCode> {
    let Some(found) = roots.table(table).get(txn, &row.to_string()) else { return Ok(()) };
    let map: MapRef = found.cast().map_err(|_| ErrorCode::UpdateMalformed)?;
    for (field, out) in map.iter(txn) {
        match (table.has_body() && field == BODY, out) {
            (true, Out::YText(_)) => fits(roots, txn, TextOf::Section(row), MAX_BODY)?,
            (true, _) => return Err(ErrorCode::UpdateMalformed),
            (false, out) => {
                let value = document::value(out).ok_or(ErrorCode::UpdateMalformed)?;
                table.kind(field).ok_or(ErrorCode::UpdateMalformed)?.check(&value)?;
            }
        }
    }
    if map.get(txn, super::schema::ORDER).is_some() { Ok(()) } else { Err(ErrorCode::UpdateMalformed) }
}
