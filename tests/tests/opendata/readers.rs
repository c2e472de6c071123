//! Reading files as other programs do.

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::{Map, Value};
use shared::value::text::for_spreadsheet;
use std::io::Cursor;

pub type Row = Map<String, Value>;
pub type Rows = Vec<Row>;

/// The head and the rows.
pub fn csv(file: &[u8]) -> Vec<Vec<String>> {
    let text = file.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let records = csv::ReaderBuilder::new().has_headers(false).from_reader(text).into_records();
    records.map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

pub fn sheet(file: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(file)).unwrap();
    assert_eq!(book.sheet_names(), ["data", "columns"]);
    let explained = book.worksheet_range("columns").unwrap();
    let data = book.worksheet_range("data").unwrap();
    let rows: Vec<Vec<Data>> = data.rows().map(<[Data]>::to_vec).collect();
    let names: Vec<String> = explained.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(rows[0].iter().map(ToString::to_string).collect::<Vec<_>>(), names, "every column is explained");
    rows
}

pub fn agrees_with_csv(file: &[u8], rows: &Rows) {
    let table = csv(file);
    assert_eq!(table.len(), rows.len() + 1);
    for (cells, row) in table[1..].iter().zip(rows) {
        assert_eq!(cells.len(), row.len());
        for (name, cell) in table[0].iter().zip(cells) {
            let fits = match &row[name] {
                Value::Null => cell.is_empty(),
                Value::Number(number) => cell.parse().ok() == number.as_f64(),
                Value::Bool(flag) => cell.parse() == Ok(*flag),
                Value::String(text) => *cell == for_spreadsheet(text),
                other => panic!("{other}"),
            };
            assert!(fits, "{name}: '{cell}' is not {}", row[name]);
        }
    }
}

pub fn agrees_with_sheet(file: Vec<u8>, rows: &Rows) {
    let table = sheet(file);
    assert_eq!(table.len(), rows.len() + 1);
    for (cells, row) in table[1..].iter().zip(rows) {
        for (name, cell) in table[0].iter().zip(cells) {
            let value = &row[&name.to_string()];
            let fits = match (value, cell) {
                (Value::Null, Data::Empty) => true,
                (Value::String(text), Data::Empty) => text.is_empty(),
                (Value::Number(number), Data::Float(cell)) => number.as_f64() == Some(*cell),
                (Value::Number(number), Data::Int(cell)) => number.as_i64() == Some(*cell),
                (Value::Bool(flag), Data::Bool(cell)) => flag == cell,
                (Value::String(text), Data::String(cell)) => text == cell,
                (Value::String(text), Data::DateTime(cell)) => (days(text) - cell.as_f64()).abs() < 1e-6,
                _ => false,
            };
            assert!(fits, "{name}: {cell:?} is not {value}");
        }
    }
}

/// A time as spreadsheets count it: days on the wall's clock since the end of 1899.
fn days(text: &str) -> f64 {
    let at: DateTime<FixedOffset> = text.parse().unwrap();
    let since = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_hms_opt(0, 0, 0).unwrap();
    (at.naive_local() - since).num_milliseconds() as f64 / 86_400_000.0
}
