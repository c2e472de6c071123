//! What a dataset is: what it is about, its columns, and where its rows come from.

use super::source::{Portion, Reading, Source};
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt, try_unfold};
use shared::i18n::Lang;
use shared::value::{Quantity, Rupiah};

/// The same in Indonesian and in English.
pub type Words = [&'static str; 2];

/// A row's shape as GeoJSON.
pub type Shape<R> = fn(&R) -> Option<String>;

/// A noun's declaration. Only what the public record shows to anybody may come out of it.
pub trait Dataset: 'static {
    type Source: Source;

    const ABOUT: About;
    /// In their order; the first names the row.
    const COLUMNS: &'static [Column<<Self::Source as Source>::Row>];
    /// A row's shape on the map as GeoJSON, where rows have one.
    const SHAPE: Option<Shape<<Self::Source as Source>::Row>> = None;

    /// Where the rows come from.
    fn source(reading: &Reading) -> Self::Source;
}

/// What a dataset is about, after Indonesia's standard of metadata (Satu Data).
pub struct About {
    /// In addresses and names of files.
    pub name: &'static str,
    pub title: Words,
    /// Definisi.
    pub definition: Words,
    /// Satuan: what one row is.
    pub row: Words,
    /// Sumber: where the data come from.
    pub source: Words,
    /// Metode: how they come about.
    pub method: Words,
    /// The list of GraphQL that shows the same.
    pub field: &'static str,
    /// Whether the data came about here, and are the operator's to give away.
    pub is_own: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    /// One of a closed list of words, or several between blanks.
    Code,
    Whole,
    Decimal,
    Flag,
    Instant,
}

/// What a column is, whatever it is of.
pub struct Field {
    pub name: &'static str,
    pub kind: Type,
    /// Satuan.
    pub unit: Option<Words>,
    pub title: Words,
    pub definition: Words,
    pub codes: Option<fn(Lang) -> Vec<Code>>,
}

/// A word of a closed list, and what it means.
pub type Code = (&'static str, &'static str);

/// A column of rows of one kind.
pub struct Column<R> {
    field: Field,
    value: fn(&R, &Catalogue) -> Cell,
}

impl<R> Column<R> {
    pub const fn new(name: &'static str, kind: Type, title: Words, definition: Words, value: fn(&R, &Catalogue) -> Cell) -> Self {
        Self { field: Field { name, kind, unit: None, title, definition, codes: None }, value }
    }

    /// Its numbers count these.
    #[must_use]
    pub const fn unit(mut self, unit: Words) -> Self {
        self.field.unit = Some(unit);
        self
    }

    /// Its words are these.
    #[must_use]
    pub const fn codes(mut self, codes: fn(Lang) -> Vec<Code>) -> Self {
        self.field.codes = Some(codes);
        self
    }
}

/// The words of an enum that travels, for [`Column::codes`].
macro_rules! codes {
    ($($kind:ty),+) => { |lang| {
        let mut codes = Vec::new();
        $(codes.extend(<$kind>::ALL.iter().map(|value| (value.as_str(), shared::i18n::text(lang, value.message_key()))));)+
        codes
    } };
}
pub(crate) use codes;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Whole(i64),
    Decimal(f64),
    Flag(bool),
    Instant(DateTime<Utc>),
}

impl Cell {
    /// Several of a closed list, between blanks.
    pub fn several(words: impl Iterator<Item = &'static str>) -> Self {
        let words: Vec<&str> = words.collect();
        (!words.is_empty()).then(|| words.join(" ")).into()
    }
}

macro_rules! cells {
    ($($from:ty => $make:expr),+ $(,)?) => { $(impl From<$from> for Cell {
        fn from(value: $from) -> Self { ($make)(value) }
    })+ };
}

cells! {
    String => Self::Text,
    &str => |text: &str| Self::Text(text.to_owned()),
    i64 => Self::Whole,
    i32 => |number: i32| Self::Whole(number.into()),
    f64 => Self::Decimal,
    bool => Self::Flag,
    DateTime<Utc> => Self::Instant,
    Rupiah => |amount: Rupiah| Self::Whole(amount.get()),
    Quantity => |volume: Quantity| Self::Decimal(volume.as_f64()),
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A row as files have it.
pub struct Record {
    pub cells: Vec<Cell>,
    pub shape: Option<String>,
}

/// All rows, a portion at a time.
pub type Records = BoxStream<'static, Result<Vec<Record>, AppError>>;

/// How many there are and since when, once that is known.
type Counting<'a> = BoxFuture<'a, Result<Extent, AppError>>;

/// How far a dataset reaches.
#[derive(Clone, Copy, Default)]
pub struct Extent {
    /// `None` where rows are not counted.
    pub rows: Option<u64>,
    pub since: Option<DateTime<Utc>>,
}

/// A declared dataset, whatever its rows are.
pub struct Table {
    pub about: &'static About,
    pub fields: Vec<&'static Field>,
    /// Whether its rows have shapes.
    pub is_map: bool,
    rows: fn(Reading) -> Records,
    extent: fn(&Reading) -> Counting<'_>,
}

impl Table {
    pub fn of<D: Dataset>() -> Self {
        Self {
            about: const { &D::ABOUT },
            fields: D::COLUMNS.iter().map(|column| &column.field).collect(),
            is_map: D::SHAPE.is_some(),
            rows: rows_of::<D>,
            extent: |reading| extent_of::<D>(reading).boxed(),
        }
    }

    /// Every row, a portion at a time; each is read when it is asked for.
    pub fn rows(&self, reading: Reading) -> Records {
        (self.rows)(reading)
    }

    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn extent(&self, reading: &Reading) -> Result<Extent, AppError> {
        (self.extent)(reading).await
    }
}

async fn extent_of<D: Dataset>(reading: &Reading) -> Result<Extent, AppError> {
    let source = D::source(reading);
    Ok(Extent { rows: source.count(reading).await?, since: source.since(reading).await? })
}

fn rows_of<D: Dataset>(reading: Reading) -> Records {
    let source = D::source(&reading);
    try_unfold(Some((source, reading, None)), |state| async move {
        let Some((source, reading, from)) = state else { return Ok::<_, AppError>(None) };
        let Portion { rows, next } = source.portion(&reading, from).await?;
        let records = rows.iter().map(|row| record::<D>(row, &reading.catalogue)).collect();
        Ok(Some((records, next.map(|next| (source, reading, Some(next))))))
    })
    .boxed()
}

fn record<D: Dataset>(row: &<D::Source as Source>::Row, catalogue: &Catalogue) -> Record {
    Record {
        cells: D::COLUMNS.iter().map(|column| (column.value)(row, catalogue)).collect(),
        shape: D::SHAPE.and_then(|shape| shape(row)),
    }
}
