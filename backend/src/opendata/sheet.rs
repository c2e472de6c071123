//! Rows as an Excel workbook, written as it is sent: a ZIP archive of XML whose directory comes last.
//!
//! `rust_xlsxwriter` keeps a workbook, or files on disk, until the last row is there; what is told here is gone at once.

use super::dataset::{Cell, Field, Record};
use super::file::{Encoder, in_words};
use crate::error::AppError;
use chrono::NaiveDate;
use shared::value::time::in_wib;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// As many rows as a sheet holds, its head among them; the next ones come on another sheet.
const MOST_ROWS: u32 = 1_048_576;
/// No sheet reaches the 4 GiB from which on archives need extensions that Excel warns of.
const MOST_BYTES: usize = 3 << 30;
/// Letters of a cell (UTF-16 units); Excel calls a file with more damaged.
const MOST_LETTERS: usize = 32_767;
/// Quick rather than small: it is written while somebody waits.
const EFFORT: i64 = 3;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Styles by number: 0 plain, 1 an instant, 2 a head.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs></styleSheet>";

/// What the archive has given and nobody has taken yet.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub struct Sheet {
    fields: Vec<&'static Field>,
    pipe: Pipe,
    /// Until its end is written.
    archive: Option<ZipWriter<StreamWriter<Pipe>>>,
    /// The names of the sheets so far.
    sheets: Vec<String>,
    /// Rows and bytes of the sheet that is being written.
    row: u32,
    bytes: usize,
}

impl Sheet {
    pub fn of(fields: &[&'static Field]) -> Self {
        let pipe = Pipe::default();
        let archive = Some(ZipWriter::new_stream(pipe.clone()));
        Self { fields: fields.to_vec(), pipe, archive, sheets: Vec::new(), row: 0, bytes: 0 }
    }

    fn part(&mut self, name: &str) -> Result<(), AppError> {
        let options = SimpleFileOptions::default().compression_level(Some(EFFORT));
        self.archive()?.start_file(name, options).map_err(AppError::internal)?;
        self.put(DECLARED)
    }

    fn put(&mut self, text: &str) -> Result<(), AppError> {
        self.bytes += text.len();
        Ok(self.archive()?.write_all(text.as_bytes())?)
    }

    fn archive(&mut self) -> Result<&mut ZipWriter<StreamWriter<Pipe>>, AppError> {
        self.archive.as_mut().ok_or_else(|| AppError::damaged("a workbook goes on after its end"))
    }

    fn open_sheet(&mut self, name: String, columns: usize) -> Result<(), AppError> {
        self.sheets.push(name);
        self.part(&format!("xl/worksheets/sheet{}.xml", self.sheets.len()))?;
        (self.row, self.bytes) = (0, 0);
        // The head stays in sight.
        self.put(&format!(
            "<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" \
             activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
             <cols><col min=\"1\" max=\"{columns}\" width=\"20\" customWidth=\"1\"/></cols><sheetData>"
        ))
    }

    fn open_rows(&mut self) -> Result<(), AppError> {
        let number = self.sheets.len() + 1;
        let name = if number == 1 { "data".to_owned() } else { format!("data {number}") };
        self.open_sheet(name, self.fields.len())?;
        let names: Vec<Cell> = self.fields.iter().map(|field| field.name.into()).collect();
        self.line(&names, true)
    }

    fn close_sheet(&mut self) -> Result<(), AppError> {
        self.put("</sheetData></worksheet>")
    }

    fn line(&mut self, cells: &[Cell], head: bool) -> Result<(), AppError> {
        self.row += 1;
        let mut xml = format!("<row r=\"{}\">", self.row);
        for (column, value) in cells.iter().enumerate() {
            cell(&mut xml, &format!("{}{}", letters(column), self.row), value, head);
        }
        xml += "</row>";
        self.put(&xml)
    }

    /// What the columns are, in both languages, so that the file explains itself.
    fn explain(&mut self) -> Result<(), AppError> {
        const HEAD: [&str; 7] = ["column", "unit", "unit_en", "judul", "arti", "title", "definition"];
        self.open_sheet("columns".into(), HEAD.len())?;
        self.line(&HEAD.map(Cell::from), true)?;
        for field in self.fields.clone() {
            let [unit, unit_en] = field.unit.unwrap_or_default();
            let ([title, title_en], [meaning, meaning_en]) = (field.title, field.definition);
            self.line(&[field.name, unit, unit_en, title, meaning, title_en, meaning_en].map(Cell::from), false)?;
        }
        self.close_sheet()
    }

    /// What holds the sheets together.
    fn bind(&mut self) -> Result<(), AppError> {
        let (mut types, mut list, mut related) = (String::new(), String::new(), String::new());
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        for (number, name) in (1..).zip(&self.sheets) {
            // Writing to a string does not fail.
            let _ = write!(types, "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{kind}.worksheet+xml\"/>");
            let _ = write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            let _ = write!(
                related,
                "<Relationship Id=\"rId{number}\" Type=\"{RELATED}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        let styles = format!("<Relationship Id=\"styles\" Type=\"{RELATED}/styles\" Target=\"styles.xml\"/>");
        let root = format!("<Relationship Id=\"book\" Type=\"{RELATED}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        let relations = |inner: &str| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inner}</Relationships>");
        let parts = [
            ("xl/styles.xml", STYLES.to_owned()),
            ("xl/workbook.xml", format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATED}\"><sheets>{list}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", relations(&(related + &styles))),
            ("_rels/.rels", relations(&root)),
            (
                "[Content_Types].xml",
                format!(
                    "<Types xmlns=\"{PACKAGE}/content-types\">\
                     <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                     <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                     <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
                     <Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>{types}</Types>"
                ),
            ),
        ];
        for (name, text) in parts {
            self.part(name)?;
            self.put(&text)?;
        }
        Ok(())
    }
}

impl Encoder for Sheet {
    fn begin(&mut self) -> Result<Vec<u8>, AppError> {
        self.open_rows()?;
        Ok(self.pipe.take())
    }

    fn rows(&mut self, rows: &[Record]) -> Result<Vec<u8>, AppError> {
        for row in rows {
            if self.row >= MOST_ROWS || self.bytes >= MOST_BYTES {
                self.close_sheet()?;
                self.open_rows()?;
            }
            self.line(&row.cells, false)?;
        }
        Ok(self.pipe.take())
    }

    fn end(&mut self) -> Result<Vec<u8>, AppError> {
        self.close_sheet()?;
        self.explain()?;
        self.bind()?;
        if let Some(archive) = self.archive.take() {
            archive.finish().map_err(AppError::internal)?;
        }
        Ok(self.pipe.take())
    }
}

/// A, B … Z, AA …
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// Text is written as text: whatever it begins with, no program takes it for a formula.
fn cell(xml: &mut String, place: &str, value: &Cell, head: bool) {
    // Writing to a string does not fail.
    let _ = match value {
        Cell::Empty => Ok(()),
        Cell::Text(text) if text.is_empty() => Ok(()),
        Cell::Text(text) => {
            let style = if head { " s=\"2\"" } else { "" };
            write!(xml, "<c r=\"{place}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escape(text))
        }
        Cell::Flag(flag) => write!(xml, "<c r=\"{place}\" t=\"b\"><v>{}</v></c>", i32::from(*flag)),
        Cell::Instant(at) => {
            // Spreadsheets know no zones: the clock on the wall, as a number of days.
            let days = in_wib(*at).naive_local().signed_duration_since(NaiveDate::default().into());
            write!(xml, "<c r=\"{place}\" s=\"1\"><v>{}</v></c>", EPOCH + days.num_milliseconds() as f64 / 86_400_000.0)
        }
        Cell::Whole(_) | Cell::Decimal(_) => write!(xml, "<c r=\"{place}\"><v>{}</v></c>", in_words(value)),
    };
}

/// The day 1970-01-01 of a spreadsheet, which counts from the end of 1899.
const EPOCH: f64 = 25_569.0;

/// As XML and Excel may hold it: no letters that XML does not know, no more of them than a cell takes, and nothing that Excel
/// reads as one of its own `_x000D_`.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = 0;
    for (at, letter) in text.char_indices() {
        letters += letter.len_utf16();
        if letters >= MOST_LETTERS {
            escaped.push('…');
            break;
        }
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '_' if is_excels_own(&text[at..]) => escaped += "_x005F_",
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() && !matches!(letter, '\t' | '\n') => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

fn is_excels_own(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes.starts_with(b"_x") && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn what_excel_may_not_hold_is_left_out() {
        assert_eq!(escape("a\u{1}<b>\u{ffff} & \"c\"\n"), "a&lt;b&gt; &amp; \"c\"\n");
        assert_eq!(escape("x_x000D_y _x _xyz1_"), "x_x005F_x000D_y _x _xyz1_");
        assert_eq!(escape(&"é".repeat(40_000)).chars().count(), MOST_LETTERS);
    }

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let mut sheet = Sheet::of(&[]);
        sheet.begin().unwrap();
        sheet.row = MOST_ROWS;
        let row = Record { cells: Vec::new(), shape: None };
        sheet.rows(&[row]).unwrap();
        assert_eq!((sheet.row, sheet.sheets.as_slice()), (2, ["data".to_owned(), "data 2".to_owned()].as_slice()));
        sheet.bytes = MOST_BYTES;
        sheet.rows(&[Record { cells: Vec::new(), shape: None }]).unwrap();
        assert_eq!(sheet.sheets.len(), 3);
    }
}
