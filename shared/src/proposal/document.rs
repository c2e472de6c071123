//! Supporting documents: which there are, and what a file must be to pass as one. Browser and server say the same.

use crate::error::{ErrorCode, FieldError};
use crate::value::text::is_forbidden;
use crate::wire::wire_enum;

wire_enum! {
    /// The papers that come with a proposal. The form of the national planning system (SIPD) has one place for each
    /// (`file_pengantar`, `file_proposal`, `file_rab`), so a proposal has at most one of each kind.
    DocumentKind, "document_kind" {
        /// Surat pengantar.
        CoverLetter = "COVER_LETTER",
        /// The proposal as it was written and signed on paper.
        Proposal = "PROPOSAL",
        /// Rencana Anggaran Biaya (RAB).
        CostEstimate = "COST_ESTIMATE",
    }
}

pub const MAX_DOCUMENTS: usize = DocumentKind::ALL.len();
pub const MAX_MEGABYTES: usize = 5;
pub const MAX_BYTES: usize = MAX_MEGABYTES * 1024 * 1024;
/// Of a file's name without its ending, in characters.
const MAX_STEM: usize = 100;
/// How far from the end of a PDF readers look for its last line.
const TAIL: usize = 1024;

/// Whether these bytes can be kept as a document: a whole PDF that opens without a password.
///
/// What a PDF *does* no simple look tells: its scripts may lie in compressed parts. That is why documents are only ever
/// downloaded, never opened within the site.
///
/// # Errors
/// `FILE_TOO_LARGE`, `NOT_A_PDF`, `PDF_LOCKED`, on `documents`.
pub fn check_file(bytes: &[u8]) -> Result<(), FieldError> {
    if bytes.len() > MAX_BYTES {
        return Err(FieldError::with_limit("documents", ErrorCode::FileTooLarge, MAX_MEGABYTES as i64));
    }
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if !bytes.starts_with(b"%PDF-") || !holds(tail, b"startxref") || !holds(tail, b"%%EOF") {
        return Err(FieldError::new("documents", ErrorCode::NotAPdf));
    }
    // The trailer, which alone can say so, is never compressed.
    if holds(bytes, b"/Encrypt") {
        return Err(FieldError::new("documents", ErrorCode::PdfLocked));
    }
    Ok(())
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

/// The uploader's name for a file as it may be shown and saved under: without folders and without signs that some system
/// reads otherwise, of bounded length, ending in `.pdf`. Where nothing is left, the kind names it.
pub fn file_name(given: &str, kind: DocumentKind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match last.char_indices().nth_back(3) {
        Some((at, _)) if last[at..].eq_ignore_ascii_case(".pdf") => &last[..at],
        _ => last,
    };
    let allowed = |c: &char| !is_forbidden(*c) && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    let kept: String = stem.chars().filter(allowed).collect();
    let joined = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = joined.trim_matches(['.', ' ']).chars().take(MAX_STEM).collect();
    match short.trim_end() {
        "" => format!("{}.pdf", kind.as_str().to_lowercase().replace('_', "-")),
        stem => format!("{stem}.pdf"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &[u8] = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";

    fn code(bytes: &[u8]) -> Option<ErrorCode> {
        check_file(bytes).err().map(|error| error.code)
    }

    #[test]
    fn a_whole_pdf_without_a_password_is_taken() {
        assert_eq!(code(SMALL), None);
        for (what, bytes) in [
            ("nothing", &b""[..]),
            ("a page", b"<html>%PDF-1.7 startxref %%EOF"),
            ("half a file", &SMALL[..40]),
            ("without its end", &SMALL[..SMALL.len() - 6]),
        ] {
            assert_eq!(code(bytes), Some(ErrorCode::NotAPdf), "{what}");
        }
        let locked = SMALL.to_vec().iter().copied().chain(*b"trailer<</Encrypt 5 0 R>>startxref\n9\n%%EOF").collect::<Vec<_>>();
        assert_eq!(code(&locked), Some(ErrorCode::PdfLocked));
        let huge = [SMALL, &vec![b' '; MAX_BYTES], SMALL].concat();
        assert_eq!(check_file(&huge), Err(FieldError::with_limit("documents", ErrorCode::FileTooLarge, 5)));
    }

    #[test]
    fn a_name_keeps_its_words_and_loses_what_could_mislead() {
        for (given, kept) in [
            ("RAB Jalan Karanggude.pdf", "RAB Jalan Karanggude.pdf"),
            ("C:\\Users\\Siti\\Surat Pengantar.PDF", "Surat Pengantar.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("rab\r\nSet-Cookie: a=\"b\".pdf", "rab Set-Cookie a=b.pdf"),
            ("\u{202e}fdp.exe", "fdp.exe.pdf"),
            ("Usulan é ꦢꦺꦱ.pdf", "Usulan é ꦢꦺꦱ.pdf"),
            (" . .pdf", "cost-estimate.pdf"),
            ("", "cost-estimate.pdf"),
            (".pdf", "cost-estimate.pdf"),
        ] {
            assert_eq!(file_name(given, DocumentKind::CostEstimate), kept, "{given}");
        }
        assert_eq!(file_name(&"é".repeat(300), DocumentKind::Proposal).chars().count(), MAX_STEM + 4);
    }
}
