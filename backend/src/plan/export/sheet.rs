//! The budget of a plan as a spreadsheet that goes on calculating.

use super::Export;
use crate::error::AppError;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use shared::i18n::{self, Lang};
use shared::plan::{BudgetLine, words};
use shared::value::time::format_date;

/// The table's head, counted from nought; above it stand what plan it is and how it was when.
const HEAD: u32 = 4;
/// The width of each column, in letters.
const WIDTHS: [f64; 7] = [5.0, 44.0, 12.0, 12.0, 18.0, 20.0, 32.0];
const HEADINGS: [&str; 7] =
    ["plan.number", "plan.item", "plan.volume", "plan.unit", "plan.price", "plan.line_total", "plan.source"];

/// # Errors
/// `INTERNAL` when the library refuses what the schema of plans allows.
pub fn budget(export: &Export, lang: Lang) -> Result<Vec<u8>, AppError> {
    let mut book = Workbook::new();
    let at = ExcelDateTime::from_timestamp(export.plan.changed_at.timestamp()).map_err(AppError::internal)?;
    book.set_properties(&DocProperties::new().set_title(export.title(lang)).set_author("Rembug").set_creation_datetime(&at));
    write(book.add_worksheet(), export, lang).map_err(AppError::internal)?;
    book.save_to_buffer().map_err(AppError::internal)
}

/// Cells that people wrote are written as strings: whatever they begin with, no program takes them for a formula.
fn write(sheet: &mut Worksheet, export: &Export, lang: Lang) -> Result<(), XlsxError> {
    let say = |key| i18n::text(lang, key);
    let styles = Styles::new();
    sheet.set_name(say("plan.sheet"))?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?.set_freeze_panes(HEAD + 1, 0)?.set_footer("&L&F&R&P / &N");
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let stage = i18n::text(lang, export.plan.stage.message_key());
    let changed = format!("{stage} · {} {}", say("plan.changed"), format_date(export.plan.changed_at, lang));
    sheet.write_string_with_format(0, 0, export.title(lang), &styles.title)?;
    sheet.write_string(1, 0, format!("{} · {}", say("plan.budget"), export.area))?;
    sheet.write_string(2, 0, format!("{changed} · {}", export.address))?;
    for (column, key) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(HEAD, column, say(key), &styles.head)?;
    }
    let lines = &export.content.budget;
    for (number, line) in (1..).zip(lines) {
        write_line(sheet, &styles, number, line, lang)?;
    }
    let first = HEAD + 1;
    // A sum over no lines would be a formula over its own cell.
    let last = first + u32::try_from(lines.len()).unwrap_or(0).max(1) - 1;
    let mut row = last + 1;
    let total = sum(format!("=SUM(F{}:F{})", first + 1, last + 1), export.content.budget_total());
    total_line(sheet, &styles, row, say("plan.total"), total)?;
    row += 2;
    sheet.write_string_with_format(row, 1, say("plan.by_source"), &styles.bold)?;
    for (source, amount) in export.content.budget_by_source() {
        row += 1;
        let (from, until) = (first + 1, last + 1);
        sheet.write_string_with_format(row, 1, words::source(source, lang), &styles.text)?;
        let share = sum(format!("=SUMIF($G${from}:$G${until},B{},$F${from}:$F${until})", row + 1), amount);
        sheet.write_formula_with_format(row, 5, share, &styles.money)?;
    }
    Ok(())
}

fn write_line(sheet: &mut Worksheet, styles: &Styles, number: u32, line: &BudgetLine, lang: Lang) -> Result<(), XlsxError> {
    let row = HEAD + number;
    sheet.write_number_with_format(row, 0, number, &styles.whole)?;
    sheet.write_string_with_format(row, 1, &line.item, &styles.text)?;
    match line.quantity().map(|quantity| quantity.as_f64()) {
        Some(volume) if volume.fract() == 0.0 => sheet.write_number_with_format(row, 2, volume, &styles.whole)?,
        Some(volume) => sheet.write_number_with_format(row, 2, volume, &styles.decimal)?,
        None => sheet.write_blank(row, 2, &styles.whole)?,
    };
    sheet.write_string_with_format(row, 3, &line.unit, &styles.text)?;
    match line.price {
        Some(price) => sheet.write_number_with_format(row, 4, price as f64, &styles.money)?,
        None => sheet.write_blank(row, 4, &styles.money)?,
    };
    let product = sum(format!("=ROUND(C{0}*E{0},0)", row + 1), line.total());
    sheet.write_formula_with_format(row, 5, product, &styles.money)?;
    sheet.write_string_with_format(row, 6, words::source(line.source, lang), &styles.text)?;
    Ok(())
}

/// A formula with the result that it has here, for programs that only look.
fn sum(formula: String, result: i64) -> Formula {
    Formula::new(formula).set_result(result.to_string())
}

fn total_line(sheet: &mut Worksheet, styles: &Styles, row: u32, name: &str, total: Formula) -> Result<(), XlsxError> {
    for column in 0..7 {
        sheet.write_blank(row, column, &styles.total)?;
    }
    sheet.write_string_with_format(row, 1, name, &styles.total)?;
    sheet.write_formula_with_format(row, 5, total, &styles.total)?;
    Ok(())
}

struct Styles {
    title: Format,
    bold: Format,
    head: Format,
    text: Format,
    whole: Format,
    decimal: Format,
    money: Format,
    total: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::Gray).set_align(FormatAlign::Top);
        let head = cell.clone().set_bold().set_text_wrap().set_background_color(Color::RGB(0xE8_EC_F4));
        Self {
            title: Format::new().set_bold().set_font_size(16),
            bold: Format::new().set_bold(),
            text: cell.clone().set_text_wrap(),
            whole: cell.clone().set_num_format("#,##0"),
            decimal: cell.clone().set_num_format("#,##0.0##"),
            money: cell.set_num_format("#,##0"),
            total: head.clone().set_num_format("#,##0"),
            head,
        }
    }
}
