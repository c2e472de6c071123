//! The little of WordprocessingML (ECMA-376) that a plan needs: headings, paragraphs, lists, links and tables.
//!
//! Written by hand: a library for it would weigh as much as the rest of the server's own code, and repeats no table's head.

use crate::error::AppError;
use chrono::{DateTime, SecondsFormat, Utc};
use shared::i18n::{self, Lang};
use shared::plan::markdown::{Block, Inline};
use std::fmt::Write;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The width of the text between the margins, in twentieths of a point.
pub const WIDTH: u32 = 9_638;
/// The first list of a document that has numbers; the one before has dots.
const FIRST_NUMBERED: usize = 2;

/// The file's parts as they are but for one place in braces each.
const TYPES: &str = include_str!("word/content_types.xml");
const PARTS: &str = include_str!("word/parts.xml");
const CORE: &str = include_str!("word/core.xml");
const DOCUMENT: &str = include_str!("word/document.xml");
const LINKS: &str = include_str!("word/links.xml");
const STYLES: &str = include_str!("word/styles.xml");
const SETTINGS: &str = include_str!("word/settings.xml");
const NUMBERING: &str = include_str!("word/numbering.xml");
const FOOTER: &str = include_str!("word/footer.xml");

/// A column of a table.
pub struct Column {
    pub name: &'static str,
    /// Its part of the width.
    pub share: u32,
    pub is_number: bool,
}

/// What stands around the text.
pub struct About<'a> {
    pub title: &'a str,
    pub lang: Lang,
    pub changed: DateTime<Utc>,
    /// At the foot of each page, before its number.
    pub foot: &'a str,
}

/// A document that grows from its beginning to its end.
#[derive(Default)]
pub struct Word {
    body: String,
    links: Vec<String>,
    numbered: usize,
}

impl Word {
    /// A paragraph in one of the styles of word/styles.xml.
    pub fn paragraph(&mut self, style: &str, text: &str) {
        self.styled(style, &[Inline::Text(text.to_owned())]);
    }

    /// A text in the plan's Markdown: its headings stand below those of the document.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(2, words) => self.styled("Heading2", words),
                Block::Heading(_, words) => self.styled("Heading3", words),
                Block::Paragraph(words) => self.styled("Normal", words),
                Block::List { numbered, items } => self.list(*numbered, items),
            }
        }
    }

    /// Each list with numbers begins at one.
    pub fn list(&mut self, numbered: bool, items: &[Vec<Inline>]) {
        self.numbered += usize::from(numbered);
        let list = if numbered { FIRST_NUMBERED + self.numbered - 1 } else { 1 };
        let of_list = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        for item in items {
            self.element(&format!("<w:pStyle w:val=\"ListParagraph\"/>{of_list}"), item);
        }
    }

    /// The head is repeated on each page; the last row is set off when it is a `sum`.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>], sum: bool) {
        let shares: u32 = columns.iter().map(|column| column.share).sum::<u32>().max(1);
        let widths: Vec<u32> = columns.iter().map(|column| WIDTH * column.share / shares).collect();
        let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        self.body += &format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Table\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        );
        let heads: Vec<String> = columns.iter().map(|column| column.name.to_owned()).collect();
        self.row(columns, &widths, &heads, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", true);
        for (at, row) in rows.iter().enumerate() {
            self.row(columns, &widths, row, "<w:trPr><w:cantSplit/></w:trPr>", sum && at + 1 == rows.len());
        }
        // Two tables would grow together without a paragraph between them.
        self.body += "</w:tbl><w:p/>";
    }

    fn row(&mut self, columns: &[Column], widths: &[u32], cells: &[String], properties: &str, is_head: bool) {
        let _ = write!(self.body, "<w:tr>{properties}");
        for ((column, width), cell) in columns.iter().zip(widths).zip(cells) {
            let shade = if is_head { "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E8ECF4\"/>" } else { "" };
            let align = if column.is_number { "<w:jc w:val=\"right\"/>" } else { "" };
            let _ = write!(self.body, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>");
            let text = Inline::Text(cell.clone());
            let words = if is_head { Inline::Bold(vec![text]) } else { text };
            self.element(&format!("<w:pStyle w:val=\"Cell\"/>{align}"), &[words]);
            self.body += "</w:tc>";
        }
        self.body += "</w:tr>";
    }

    fn styled(&mut self, style: &str, words: &[Inline]) {
        self.element(&format!("<w:pStyle w:val=\"{style}\"/>"), words);
    }

    fn element(&mut self, properties: &str, words: &[Inline]) {
        let _ = write!(self.body, "<w:p><w:pPr>{properties}</w:pPr>");
        self.inline(words, "");
        self.body += "</w:p>";
    }

    fn inline(&mut self, words: &[Inline], marks: &str) {
        for word in words {
            match word {
                Inline::Text(text) => self.body += &run(text, marks),
                Inline::Bold(inner) => self.inline(inner, &with(marks, "<w:b/>")),
                Inline::Italic(inner) => self.inline(inner, &with(marks, "<w:i/>")),
                Inline::Link { text, address } => {
                    self.links.push(address.clone());
                    let link = run(text, &format!("<w:rStyle w:val=\"Hyperlink\"/>{marks}"));
                    let _ = write!(self.body, "<w:hyperlink r:id=\"link{}\">{link}</w:hyperlink>", self.links.len());
                }
            }
        }
    }

    /// The whole as a file.
    ///
    /// # Errors
    /// `INTERNAL`; writing into memory does not fail.
    pub fn pack(self, about: &About<'_>) -> Result<Vec<u8>, AppError> {
        let tag = if about.lang == Lang::Id { "id-ID" } else { "en-GB" };
        let numbered: String = (0..self.numbered).map(|list| numbered_list(FIRST_NUMBERED + list)).collect();
        let links: String = (1..).zip(&self.links).map(|(number, address)| link(number, address)).collect();
        let parts = [
            ("[Content_Types].xml", TYPES.to_owned()),
            ("_rels/.rels", PARTS.to_owned()),
            ("docProps/core.xml", CORE.replace("{core}", &core(about, tag))),
            ("word/document.xml", DOCUMENT.replace("{body}", &self.body)),
            ("word/_rels/document.xml.rels", LINKS.replace("{links}", &links)),
            ("word/styles.xml", STYLES.replace("{lang}", tag)),
            ("word/settings.xml", SETTINGS.to_owned()),
            ("word/numbering.xml", NUMBERING.replace("{numbered}", &numbered)),
            ("word/footer.xml", FOOTER.replace("{foot}", &foot(about))),
        ];
        let mut file = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            file.start_file(name, SimpleFileOptions::default()).map_err(AppError::internal)?;
            file.write_all(text.as_bytes()).map_err(AppError::internal)?;
        }
        Ok(file.finish().map_err(AppError::internal)?.into_inner())
    }
}

/// A mark within others; said once, however often it was made.
fn with(marks: &str, mark: &str) -> String {
    match (marks.contains(mark), mark) {
        (true, _) => marks.to_owned(),
        // The schema wants bold before italic.
        (false, "<w:b/>") => format!("{mark}{marks}"),
        (false, _) => format!("{marks}{mark}"),
    }
}

fn run(text: &str, marks: &str) -> String {
    let marks = if marks.is_empty() { String::new() } else { format!("<w:rPr>{marks}</w:rPr>") };
    let lines: Vec<String> = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line))).collect();
    format!("<w:r>{marks}{}</w:r>", lines.join("<w:br/>"))
}

fn numbered_list(number: usize) -> String {
    format!(
        "<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"1\"/>\
         <w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
    )
}

fn link(number: usize, address: &str) -> String {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
    format!("<Relationship Id=\"link{number}\" Type=\"{kind}\" Target=\"{}\" TargetMode=\"External\"/>", escape(address))
}

fn core(about: &About<'_>, tag: &str) -> String {
    let at = about.changed.to_rfc3339_opts(SecondsFormat::Secs, true);
    let stamp = |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:{name}>");
    let title = format!("<dc:title>{}</dc:title><dc:language>{tag}</dc:language>", escape(about.title));
    title + &stamp("created") + &stamp("modified")
}

/// What stands at the foot, the page's number and how many there are.
fn foot(about: &About<'_>) -> String {
    let field = |name: &str| format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    let words = i18n::text(about.lang, "plan.page_of");
    let (before, rest) = words.split_once("{page}").unwrap_or((words, ""));
    let between = rest.trim_end_matches("{pages}");
    let own = run(about.foot, "") + "<w:r><w:tab/></w:r>";
    own + &run(before, "") + &field("PAGE") + &run(between, "") + &field("NUMPAGES")
}

/// Text as XML may hold it; what it may not hold at all is left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() && letter != '\t' => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::plan::markdown::parse;

    #[test]
    fn marks_links_and_lists_become_what_office_programs_know() {
        let mut word = Word::default();
        word.blocks(&parse(
            "## Latar\n**Sawah *basah*** & <b>\nbaris dua\n\n1. satu\n- titik\n1. lagi\n\n[peta](https://a.id/?x=1&y=\"2)",
        ));
        assert!(word.body.contains("<w:pStyle w:val=\"Heading2\"/>"));
        assert!(word.body.contains("<w:rPr><w:b/><w:i/></w:rPr><w:t xml:space=\"preserve\">basah</w:t>"), "{}", word.body);
        assert!(word.body.contains(" &amp; &lt;b&gt;</w:t><w:br/>"), "{}", word.body);
        for list in ["<w:numId w:val=\"2\"/>", "<w:numId w:val=\"1\"/>", "<w:numId w:val=\"3\"/>"] {
            assert!(word.body.contains(list), "{list} in {}", word.body);
        }
        assert!(word.body.contains("<w:hyperlink r:id=\"link1\">"));
        assert_eq!(word.links, ["https://a.id/?x=1&y=\"2"]);
        assert_eq!(escape("a\u{1}\u{ffff}\"<"), "a&quot;&lt;");
    }
}
