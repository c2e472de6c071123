//! A made-up cost estimate (RAB) as a PDF of one page.

use crate::error::AppError;
use shared::i18n::{Lang, text};
use shared::proposal::ProposalForm;
use shared::value::{Quantity, Rupiah};

/// The page of a form that is complete; it says that it is made up.
///
/// # Errors
/// `INTERNAL` when the form has no quantity or cost.
pub fn draw(form: &ProposalForm) -> Result<Vec<u8>, AppError> {
    let missing = || AppError::damaged("a sample form without quantity or cost");
    let quantity = form.quantity.and_then(|number| Quantity::from_f64(number).ok()).ok_or_else(missing)?;
    let rupiah = |amount: Option<i64>| amount.and_then(|amount| Rupiah::new(amount).ok()).map(Rupiah::format);
    let unit = form.unit.map(|unit| text(Lang::Id, unit.message_key())).unwrap_or_default();
    let lines = [
        "CONTOH: bukan dokumen asli".to_owned(),
        "Rencana Anggaran Biaya (RAB)".to_owned(),
        form.title.clone().unwrap_or_default(),
        form.address.clone().unwrap_or_default(),
        format!("Volume: {} {unit}", quantity.format(Lang::Id)),
        format!("Harga satuan: {}", rupiah(form.unit_price).unwrap_or_default()),
        format!("Jumlah: {}", rupiah(form.estimated_cost).ok_or_else(missing)?),
    ];
    Ok(page(&lines))
}

/// Lines of text on one sheet of A4.
fn page(lines: &[String]) -> Vec<u8> {
    let mut shown = b"BT /F1 12 Tf 72 770 Td 24 TL\n".to_vec();
    for line in lines {
        shown.push(b'(');
        shown.extend(line.chars().flat_map(in_latin));
        shown.extend(b") Tj T*\n");
    }
    shown.extend(b"ET");
    let content = [format!("<</Length {}>>stream\n", shown.len()).as_bytes(), &shown, b"\nendstream"].concat();
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj").into_bytes());
        file.extend(object);
        file.extend(b"endobj\n");
    }
    let (count, start) = (objects.len() + 1, file.len());
    file.extend(format!("xref\n0 {count}\n{places}trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    file
}

/// A letter in the page's encoding, within brackets.
fn in_latin(letter: char) -> Vec<u8> {
    match u8::try_from(u32::from(letter)) {
        Ok(byte @ (b'(' | b')' | b'\\')) => vec![b'\\', byte],
        Ok(byte) => vec![byte],
        Err(_) => vec![b'?'],
    }
}
