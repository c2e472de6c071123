//! A table as a file for a spreadsheet.

use super::sheet::Sheet;
use crate::device::to_file;
use shared::value::text::for_spreadsheet;
use wasm_bindgen::JsCast;

/// Spreadsheets take UTF-8 for something older without it.
const MARK: &str = "\u{feff}";

/// Comma-separated values: numbers as programs read them, words as they stand.
pub fn csv(sheet: &Sheet) -> String {
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let heads = line(sheet.heads.iter().map(|head| field(head)).collect());
    let rows = sheet.rows.iter().chain(&sheet.total).map(|row| {
        let figures = row.cells.iter().map(|cell| cell.raw());
        line(std::iter::once(field(&row.name)).chain(figures).collect())
    });
    std::iter::once(MARK.to_owned()).chain([heads]).chain(rows).collect()
}

fn field(text: &str) -> String {
    let text = for_spreadsheet(text);
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Gives the table to the person as a file; whether that could be done.
pub fn save(sheet: &Sheet, name: &str) -> bool {
    let give = || {
        let file = to_file(csv(sheet).as_bytes(), "text/csv;charset=utf-8")?.dyn_into::<web_sys::Blob>().ok()?;
        let address = web_sys::Url::create_object_url_with_blob(&file).ok()?;
        let link = web_sys::window()?.document()?.create_element("a").ok()?;
        link.set_attribute("href", &address).and_then(|()| link.set_attribute("download", name)).ok()?;
        link.dyn_into::<web_sys::HtmlElement>().ok()?.click();
        web_sys::Url::revoke_object_url(&address).ok()
    };
    give().is_some()
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Cell, Row};
    use super::*;

    #[test]
    fn words_stay_words_and_numbers_numbers() {
        let row = |name: &str, cell| Row::new(name, [cell]);
        let sheet = Sheet {
            word: "",
            title: String::new(),
            heads: vec!["Wilayah".into(), "Biaya, Rp".into()],
            rows: vec![row("=1+1", Cell::Rupiah(5)), row("Desa \"Baru\"", Cell::Nothing), row("@x,y", Cell::Share(0.5))],
            total: Some(row("Jumlah", Cell::Count(1_234))),
        };
        let lines = "Wilayah,\"Biaya, Rp\"\r\n'=1+1,5\r\n\"Desa \"\"Baru\"\"\",\r\n\"'@x,y\",0.5000\r\nJumlah,1234\r\n";
        assert_eq!(csv(&sheet), format!("\u{feff}{lines}"));
    }
}
