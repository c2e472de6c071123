//! How a plan lies in its live document: two texts and seven tables, and what each field may hold.
//!
//! A table is a map of rows by their id; a row is a map of fields; a row's place is its `order`, a fractional index, so
//! that two people who insert at once both keep their row. The body of a section is a text of its own.

use super::content::FeatureKind;
use crate::error::{ErrorCode, FieldError};
use crate::proposal::FundingSource;
use crate::value::text::is_forbidden;
use crate::value::{Quantity, Rupiah, Shape};
use crate::wire::wire_enum;
use chrono::NaiveDate;

pub const TITLE: &str = "title";
pub const SUMMARY: &str = "summary";
/// The field of a section that is a text.
pub const BODY: &str = "body";
/// The field of every row that says where it stands.
pub const ORDER: &str = "order";
/// The field that says that a row was removed. The row itself stays: taking its removal back must bring back all of it, and
/// the document library forgets fields of what it has to make again.
pub const GONE: &str = "gone";

/// In UTF-16 units, as the document counts.
pub const MAX_TITLE: u32 = 200;
pub const MAX_SUMMARY: u32 = 2_000;
pub const MAX_BODY: u32 = 40_000;
/// The longest a GeoJSON text may be: 500 vertices with room to spare.
const MAX_GEOMETRY: usize = 40_000;
/// How many rows a row may name.
pub const MAX_AFTER: usize = 20;
const MAX_ORDER: usize = 200;

wire_enum! {
    /// The tables, by the names they have in the document.
    Table, "plan_table" {
        Sections = "sections",
        Objectives = "objectives",
        Indicators = "indicators",
        Budget = "budget",
        Activities = "activities",
        Features = "features",
        Proposals = "proposals",
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of at most so many characters; empty is allowed.
    Line(usize),
    /// Several lines of at most so many characters.
    Block(usize),
    /// Thousandths, as [`Quantity`], or nothing.
    Quantity,
    /// Whole rupiah, at most [`Rupiah::MOST`], or nothing.
    Money,
    /// `2028-03-25`, or nothing.
    Date,
    Source,
    FeatureKind,
    /// GeoJSON as text.
    Geometry,
    /// Ids of rows of the same table.
    Rows,
    /// Hexadecimal digits of a fractional index.
    Order,
    Flag,
}

/// A field's value, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    None,
    Text(String),
    Number(i64),
    Flag(bool),
    Rows(Vec<uuid::Uuid>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::None, Self::Number)
    }
}

impl Table {
    /// Its fields beside [`ORDER`], [`GONE`] and [`BODY`].
    pub const fn fields(self) -> &'static [(&'static str, Kind)] {
        match self {
            Self::Sections => &[("heading", Kind::Line(200))],
            Self::Objectives => &[("text", Kind::Block(500))],
            Self::Indicators => &[
                ("name", Kind::Line(200)),
                ("unit", Kind::Line(50)),
                ("baseline", Kind::Line(50)),
                ("target", Kind::Line(50)),
                ("source", Kind::Line(200)),
            ],
            Self::Budget => &[
                ("item", Kind::Line(200)),
                ("volume", Kind::Quantity),
                ("unit", Kind::Line(50)),
                ("price", Kind::Money),
                ("source", Kind::Source),
            ],
            Self::Activities => &[
                ("name", Kind::Line(200)),
                ("start", Kind::Date),
                ("end", Kind::Date),
                ("partner", Kind::Line(200)),
                ("after", Kind::Rows),
            ],
            Self::Features => {
                &[("label", Kind::Line(120)), ("kind", Kind::FeatureKind), ("note", Kind::Block(500)), ("geometry", Kind::Geometry)]
            }
            Self::Proposals => &[],
        }
    }

    /// How many rows it may have that are not gone; of all together, four times as many.
    pub const fn max_rows(self) -> u32 {
        match self {
            Self::Sections => 60,
            Self::Objectives | Self::Indicators => 50,
            Self::Budget | Self::Features => 300,
            Self::Activities => 150,
            Self::Proposals => 30,
        }
    }

    /// What a field of it holds; `None` when it has no such field.
    pub fn kind(self, field: &str) -> Option<Kind> {
        match field {
            ORDER => return Some(Kind::Order),
            GONE => return Some(Kind::Flag),
            _ => {}
        }
        self.fields().iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind)
    }

    pub fn has_body(self) -> bool {
        self == Self::Sections
    }
}

impl Kind {
    /// Whether a field of this kind may hold the value.
    ///
    /// # Errors
    /// What a person has to mend.
    pub fn check(self, value: &Value) -> Result<(), ErrorCode> {
        match (self, value) {
            (Self::Line(max), Value::Text(text)) => bounded(text, max, |c| is_forbidden(c) || c == '\n'),
            (Self::Block(max), Value::Text(text)) => bounded(text, max, is_forbidden),
            (Self::Quantity | Self::Money | Self::Date | Self::Source | Self::Rows, Value::None) => Ok(()),
            (Self::Quantity, Value::Number(number)) => Quantity::from_thousandths(*number).map(drop),
            (Self::Money, Value::Number(number)) => Rupiah::filled_in(*number).map(drop),
            (Self::Date, Value::Text(text)) => text.parse::<NaiveDate>().map(drop).map_err(|_| ErrorCode::OutOfRange),
            (Self::Source, Value::Text(text)) => text.parse::<FundingSource>().map(drop),
            (Self::FeatureKind, Value::Text(text)) => text.parse::<FeatureKind>().map(drop),
            (Self::Geometry, Value::Text(text)) if text.len() <= MAX_GEOMETRY => {
                let geometry = serde_json::from_str(text).map_err(|_| ErrorCode::InvalidGeometry)?;
                Shape::from_geojson(&geometry).map(drop)
            }
            (Self::Rows, Value::Rows(rows)) if rows.len() <= MAX_AFTER => Ok(()),
            (Self::Order, Value::Text(text)) if (1..=MAX_ORDER).contains(&text.len()) && text.bytes().all(is_digit) => Ok(()),
            (Self::Flag, Value::Flag(_)) => Ok(()),
            (Self::Geometry | Self::Rows, _) => Err(ErrorCode::TooLarge),
            _ => Err(ErrorCode::UpdateMalformed),
        }
    }

    /// What fills the `{limit}` of the message about a field of this kind, where it has one.
    pub fn limit(self, code: ErrorCode) -> Option<i64> {
        match (self, code) {
            (Self::Line(max) | Self::Block(max), ErrorCode::TooLong) => Some(max as i64),
            (Self::Geometry, ErrorCode::TooManyVertices) => Some(Shape::MAX_VERTICES as i64),
            (Self::Geometry, ErrorCode::TooLarge) => Some((Shape::MAX_EXTENT_METERS / 1000.0) as i64),
            _ => None,
        }
    }
}

/// A text of the document, with its lines as the document has them.
///
/// # Errors
/// `INVALID_TEXT`, or `TOO_LONG` for more than `max` UTF-16 units.
pub fn long_text(field: &str, raw: &str, max: u32) -> Result<String, FieldError> {
    let text = raw.replace("\r\n", "\n");
    if text.chars().any(is_forbidden) {
        return Err(FieldError::new(field, ErrorCode::InvalidText));
    }
    if text.encode_utf16().count() > max as usize {
        return Err(FieldError::with_limit(field, ErrorCode::TooLong, i64::from(max)));
    }
    Ok(text)
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

fn bounded(text: &str, max: usize, forbidden: fn(char) -> bool) -> Result<(), ErrorCode> {
    match text.chars().try_fold(0, |n, c| if forbidden(c) { Err(ErrorCode::InvalidText) } else { Ok(n + 1) })? {
        n if n > max => Err(ErrorCode::TooLong),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_takes_its_own_values_only() {
        use ErrorCode::*;
        let text = |text: &str| Value::from(text);
        for (kind, value, expected) in [
            (Kind::Line(3), text("abc"), Ok(())),
            (Kind::Line(3), text("abcd"), Err(TooLong)),
            (Kind::Line(9), text("a\nb"), Err(InvalidText)),
            (Kind::Block(9), text("a\nb"), Ok(())),
            (Kind::Block(9), text("a\u{202e}b"), Err(InvalidText)),
            (Kind::Line(9), Value::Number(1), Err(UpdateMalformed)),
            (Kind::Quantity, Value::None, Ok(())),
            (Kind::Quantity, Value::Number(-1), Err(Negative)),
            (Kind::Money, Value::Number(0), Ok(())),
            (Kind::Money, Value::Number(Rupiah::MOST), Ok(())),
            (Kind::Money, Value::Number(Rupiah::MOST + 1), Err(OutOfRange)),
            (Kind::Money, text("5"), Err(UpdateMalformed)),
            (Kind::Date, text("2028-02-29"), Ok(())),
            (Kind::Date, text("2027-02-29"), Err(OutOfRange)),
            (Kind::Source, text("APBDES_DD"), Ok(())),
            (Kind::Source, text("KAS"), Err(UnknownValue)),
            (Kind::FeatureKind, Value::None, Err(UpdateMalformed)),
            (Kind::Geometry, text(r#"{"type":"Point","coordinates":[109.1,-7.4]}"#), Ok(())),
            (Kind::Geometry, text("{"), Err(InvalidGeometry)),
            (Kind::Rows, Value::Rows(vec![uuid::Uuid::nil(); 21]), Err(TooLarge)),
            (Kind::Order, text("80"), Ok(())),
            (Kind::Order, text("Z"), Err(UpdateMalformed)),
        ] {
            assert_eq!(kind.check(&value), expected, "{kind:?} {value:?}");
        }
    }
}
