//! A dataset on its way out as a file: read, written and sent a portion at a time, no faster than it is taken.

use super::csv::Csv;
use super::dataset::{Cell, Record, Table};
use super::gate::Place;
use super::json::{Frame, Json};
use super::sheet::Sheet;
use super::source::Reading;
use crate::app::SharedApp;
use crate::error::AppError;
use bytes::Bytes;
use futures_util::stream::{BoxStream, try_unfold};
use futures_util::{Stream, TryStreamExt};
use shared::value::time::in_wib;

/// In what form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Json,
    JsonLines,
    GeoJson,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Csv, Self::Xlsx, Self::Json, Self::JsonLines, Self::GeoJson];

    pub fn of(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// Those that a table has.
    pub fn all_of(table: &Table) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|format| format.fits(table))
    }

    pub fn fits(self, table: &Table) -> bool {
        table.is_map || self != Self::GeoJson
    }

    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::GeoJson => "geojson",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "Excel (XLSX)",
            Self::Json => "JSON",
            Self::JsonLines => "JSON Lines",
            Self::GeoJson => "GeoJSON",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::JsonLines => "application/jsonl",
            Self::GeoJson => "application/geo+json",
        }
    }

    /// Whether the world's list of media types has its own.
    pub fn is_registered(self) -> bool {
        self != Self::JsonLines
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
            Self::Xlsx | Self::GeoJson => self.media_type(),
        }
    }

    /// `credit` is whom a map must name.
    fn encoder(self, table: &Table, credit: Option<String>) -> Box<dyn Encoder> {
        match self {
            Self::Csv => Box::new(Csv::of(&table.fields)),
            Self::Xlsx => Box::new(Sheet::of(&table.fields)),
            Self::Json => Box::new(Json::of(&table.fields, Frame::List)),
            Self::JsonLines => Box::new(Json::of(&table.fields, Frame::Lines)),
            Self::GeoJson => Box::new(Json::of(&table.fields, Frame::Features).crediting(credit)),
        }
    }
}

/// Writes rows in one format. What it gives, one after the other, is the file.
pub trait Encoder: Send {
    /// # Errors
    /// `INTERNAL` when the format cannot hold what it is given.
    fn begin(&mut self) -> Result<Vec<u8>, AppError>;

    /// # Errors
    /// As [`Encoder::begin`].
    fn rows(&mut self, rows: &[Record]) -> Result<Vec<u8>, AppError>;

    /// # Errors
    /// As [`Encoder::begin`].
    fn end(&mut self) -> Result<Vec<u8>, AppError>;
}

/// A value in letters, the same in every format that has nothing else for it. Instants are in local time, and say so.
pub fn in_words(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Decimal(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Instant(at) => in_wib(*at).to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
    }
}

struct Writing {
    app: SharedApp,
    encoder: Box<dyn Encoder>,
    rows: BoxStream<'static, Result<Vec<Record>, AppError>>,
    place: Place,
    /// Bytes so far.
    taken: u64,
    step: Step,
}

enum Step {
    Begin,
    Rows,
    End,
}

/// The file in pieces. It ends with an error where it cannot be told to its end, so that nobody takes a part for the whole.
pub fn write(table: &Table, format: Format, reading: Reading, place: Place) -> impl Stream<Item = Result<Bytes, AppError>> + use<> {
    let app = SharedApp::clone(&reading.app);
    let source = reading.catalogue.region().ok().map(|region| region.attribution.clone());
    let encoder = format.encoder(table, source.filter(|source| !table.about.is_own && !source.is_empty()));
    let writing = Writing { app, encoder, rows: table.rows(reading), place, taken: 0, step: Step::Begin };
    try_unfold(writing, next)
}

async fn next(mut writing: Writing) -> Result<Option<(Bytes, Writing)>, AppError> {
    writing.place.keep(writing.taken, writing.app.clock.monotonic())?;
    let piece = match writing.step {
        Step::Begin => {
            writing.step = Step::Rows;
            writing.encoder.begin()?
        }
        Step::Rows => match writing.rows.try_next().await? {
            Some(rows) => return encode(writing, rows).await.map(Some),
            None => {
                writing.step = Step::End;
                writing.encoder.end()?
            }
        },
        Step::End => return Ok(None),
    };
    Ok(Some(count(piece, writing)))
}

/// Writing and compressing is work: others are served meanwhile.
async fn encode(mut writing: Writing, rows: Vec<Record>) -> Result<(Bytes, Writing), AppError> {
    let work = move || writing.encoder.rows(&rows).map(|piece| count(piece, writing));
    tokio::task::spawn_blocking(work).await.map_err(AppError::internal)?
}

fn count(piece: Vec<u8>, mut writing: Writing) -> (Bytes, Writing) {
    writing.taken += piece.len() as u64;
    (piece.into(), writing)
}
