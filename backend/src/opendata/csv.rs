//! Tables for every program: RFC 4180, in UTF-8.

use super::dataset::{Cell, Field, Record};
use super::file::{Encoder, in_words};
use crate::error::AppError;
use csv::{Terminator, WriterBuilder};
use shared::value::text::for_spreadsheet;

/// Without it Excel takes the letters for those of an old code page.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub struct Csv(pub Vec<&'static str>);

impl Csv {
    pub fn of(fields: &[&'static Field]) -> Self {
        Self(fields.iter().map(|field| field.name).collect())
    }
}

impl Encoder for Csv {
    fn begin(&mut self) -> Result<Vec<u8>, AppError> {
        Ok([BYTE_ORDER_MARK, &write(|csv| csv.write_record(&self.0))?].concat())
    }

    fn rows(&mut self, rows: &[Record]) -> Result<Vec<u8>, AppError> {
        write(|csv| rows.iter().try_for_each(|row| csv.write_record(row.cells.iter().map(text))))
    }

    fn end(&mut self) -> Result<Vec<u8>, AppError> {
        Ok(Vec::new())
    }
}

fn write(record: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Result<Vec<u8>, AppError> {
    let mut csv = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    record(&mut csv).map_err(AppError::internal)?;
    csv.into_inner().map_err(|error| AppError::internal(error.to_string()))
}

/// Numbers are ours and stay as they are.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => for_spreadsheet(text),
        _ => in_words(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text_and_numbers_stay_numbers() {
        assert_eq!(text(&"=1+1".into()), "'=1+1");
        assert_eq!(text(&(-7.25).into()), "-7.25");
        assert_eq!(text(&"a=b".into()), "a=b");
    }

    /// A line as a program reads it that divides it by this, whether it knows what quotes mean or not.
    fn cells(line: &str, separator: u8, quoting: bool) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(separator).quoting(quoting);
        let records = reader.from_reader(line.as_bytes()).into_records();
        records.flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    proptest::proptest! {
        #[test]
        fn however_a_file_is_divided_no_cell_begins_like_a_formula(
            rows in proptest::collection::vec(proptest::collection::vec("[ab=+@＝\"';, \t\r\n-]{0,12}", 3), 1..4),
        ) {
            let mut csv = Csv(vec!["id", "judul", "isi"]);
            let row = |texts: &Vec<String>| Record { cells: texts.iter().map(|text| text.as_str().into()).collect(), shape: None };
            let file = [csv.begin().unwrap(), csv.rows(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()].concat();
            let file = String::from_utf8(file).unwrap();
            for line in file.trim_start_matches('\u{feff}').split(['\r', '\n']) {
                for (separator, quoting) in [b',', b';', b'\t'].into_iter().flat_map(|each| [(each, true), (each, false)]) {
                    for cell in cells(line, separator, quoting) {
                        let begins = cell.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '"');
                        assert!(!begins.starts_with(['=', '+', '-', '@', '＝']), "{cell:?} of {line:?}, by {separator}");
                    }
                }
            }
        }
    }

    #[test]
    fn rows_are_those_of_rfc_4180() {
        let mut csv = Csv(vec!["id", "judul"]);
        let row = |text: &str| Record { cells: vec![1.into(), text.into()], shape: None };
        let file = [csv.begin().unwrap(), csv.rows(&[row("a \"b\", c"), row("d\ne")]).unwrap(), csv.end().unwrap()].concat();
        assert_eq!(String::from_utf8(file).unwrap(), "\u{feff}id,judul\r\n1,\"a \"\"b\"\", c\"\r\n1,\"d\ne\"\r\n");
    }
}
