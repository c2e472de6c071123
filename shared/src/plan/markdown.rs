//! The small subset of Markdown in which the sections of a plan are written. It is read into plain values, which a screen
//! shows as text: whatever somebody writes, there is no way to markup of their own.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Level 2 or 3.
    Heading(u8, Vec<Inline>),
    /// Its line breaks are kept.
    Paragraph(Vec<Inline>),
    List {
        numbered: bool,
        items: Vec<Vec<Inline>>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Bold(Vec<Inline>),
    Italic(Vec<Inline>),
    /// The address begins with `https:`, `http:` or `mailto:`.
    Link {
        text: String,
        address: String,
    },
}

/// How deep marks may lie within each other; what is deeper stays as it was written.
const MAX_DEPTH: usize = 4;
/// How far the end of a mark or a link is looked for, in bytes: reading stays fast whatever is written.
const MAX_REACH: usize = 2_000;

/// Reads a text.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut list: Option<(bool, Vec<Vec<Inline>>)> = None;
    for line in text.lines() {
        let (trimmed, item) = (line.trim(), item_of(line));
        if item.is_none() || list.as_ref().is_some_and(|(numbered, _)| item.is_some_and(|(now, _)| now != *numbered)) {
            close_list(&mut blocks, &mut list);
        }
        if item.is_some() || trimmed.is_empty() || heading_of(trimmed).is_some() {
            close_paragraph(&mut blocks, &mut paragraph);
        }
        match (heading_of(trimmed), item) {
            (Some((level, words)), _) => blocks.push(Block::Heading(level, inline(words, 0))),
            (None, Some((numbered, words))) => list.get_or_insert_with(|| (numbered, Vec::new())).1.push(inline(words, 0)),
            (None, None) if trimmed.is_empty() => {}
            (None, None) => paragraph.push(trimmed),
        }
    }
    close_list(&mut blocks, &mut list);
    close_paragraph(&mut blocks, &mut paragraph);
    blocks
}

fn close_paragraph(blocks: &mut Vec<Block>, lines: &mut Vec<&str>) {
    if !lines.is_empty() {
        blocks.push(Block::Paragraph(inline(&std::mem::take(lines).join("\n"), 0)));
    }
}

fn close_list(blocks: &mut Vec<Block>, list: &mut Option<(bool, Vec<Vec<Inline>>)>) {
    if let Some((numbered, items)) = list.take() {
        blocks.push(Block::List { numbered, items });
    }
}

fn heading_of(line: &str) -> Option<(u8, &str)> {
    let (level, words) = line.strip_prefix("### ").map(|words| (3, words)).or_else(|| Some((2, line.strip_prefix("## ")?)))?;
    Some((level, words.trim()))
}

/// Whether it is numbered, and its words.
fn item_of(line: &str) -> Option<(bool, &str)> {
    let line = line.trim();
    if let Some(words) = line.strip_prefix("- ") {
        return Some((false, words.trim()));
    }
    let (number, words) = line.split_once(". ")?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some((true, words.trim()))
}

fn inline(text: &str, depth: usize) -> Vec<Inline> {
    let mut found = Vec::new();
    let (mut rest, mut plain) = (text, String::new());
    while let Some(first) = rest.chars().next() {
        let mark = match first {
            '*' if depth < MAX_DEPTH => marked(rest, depth),
            '[' => link(rest),
            _ => None,
        };
        match mark {
            Some((inline, after)) => {
                if !plain.is_empty() {
                    found.push(Inline::Text(std::mem::take(&mut plain)));
                }
                found.push(inline);
                rest = after;
            }
            None => {
                plain.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    if !plain.is_empty() {
        found.push(Inline::Text(plain));
    }
    found
}

/// As much of the text as is looked at for the end of a mark.
fn within_reach(text: &str) -> &str {
    let end = (0..=text.len().min(MAX_REACH)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Bold or italic words at the beginning, and what follows them.
fn marked(text: &str, depth: usize) -> Option<(Inline, &str)> {
    let (mark, make): (&str, fn(Vec<Inline>) -> Inline) =
        if text.starts_with("**") { ("**", Inline::Bold) } else { ("*", Inline::Italic) };
    let inside = &text[mark.len()..];
    let reach = within_reach(inside);
    // A mark touches its words; a star alone is a star.
    if reach.starts_with(char::is_whitespace) || reach.starts_with('*') && mark == "*" {
        return None;
    }
    let ends = reach.match_indices(mark).map(|(at, _)| at).find(|at| {
        let is_longer = mark == "*" && (reach[at + 1..].starts_with('*') || reach[..*at].ends_with('*'));
        *at > 0 && !is_longer && !reach[..*at].ends_with(char::is_whitespace)
    })?;
    // Of `***` the last two end the bold words.
    let ends = if mark == "**" && reach[ends..].starts_with("***") { ends + 1 } else { ends };
    Some((make(inline(&inside[..ends], depth + 1)), &inside[ends + mark.len()..]))
}

/// A link at the beginning, and what follows it.
fn link(text: &str) -> Option<(Inline, &str)> {
    let reach = within_reach(text);
    let middle = reach.find("](")?;
    let words = &text[1..middle];
    let address_at = middle + 2;
    let length = reach[address_at..].find(')')?;
    let address = text[address_at..address_at + length].trim();
    let is_plain = !words.trim().is_empty() && !words.contains(['[', '\n']);
    (is_plain && is_safe(address))
        .then(|| (Inline::Link { text: words.to_owned(), address: address.to_owned() }, &text[address_at + length + 1..]))
}

/// Only what opens a page or writes a letter.
fn is_safe(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let is_known = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.len() > scheme.len() && lower.starts_with(scheme));
    is_known && !address.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn blocks_are_told_apart() {
        let text = "## Latar\nSawah\nbasah.\n\n- satu\n- dua\n1. tiga\n### Kecil\n#bukan";
        let list = |numbered, items: &[&str]| Block::List { numbered, items: items.iter().map(|item| vec![words(item)]).collect() };
        assert_eq!(
            parse(text),
            [
                Block::Heading(2, vec![words("Latar")]),
                Block::Paragraph(vec![words("Sawah\nbasah.")]),
                list(false, &["satu", "dua"]),
                list(true, &["tiga"]),
                Block::Heading(3, vec![words("Kecil")]),
                Block::Paragraph(vec![words("#bukan")]),
            ]
        );
        assert!(parse(" \n\n").is_empty());
    }

    #[test]
    fn marks_are_read_and_stars_stay_stars() {
        for (text, expected) in [
            ("a **b** c", vec![words("a "), Inline::Bold(vec![words("b")]), words(" c")]),
            ("*b*", vec![Inline::Italic(vec![words("b")])]),
            ("***b***", vec![Inline::Bold(vec![Inline::Italic(vec![words("b")])])]),
            ("**a *b* c**", vec![Inline::Bold(vec![words("a "), Inline::Italic(vec![words("b")]), words(" c")])]),
            ("2 * 3 * 4", vec![words("2 * 3 * 4")]),
            ("**belum", vec![words("**belum")]),
        ] {
            assert_eq!(inline(text, 0), expected, "{text}");
        }
    }

    #[test]
    fn links_lead_nowhere_dangerous() {
        let link = |text: &str, address: &str| vec![Inline::Link { text: text.into(), address: address.into() }];
        assert_eq!(inline("[peta](https://a.id/x?y=1)", 0), link("peta", "https://a.id/x?y=1"));
        assert_eq!(inline("[surel](mailto:a@b.id)", 0), link("surel", "mailto:a@b.id"));
        for hostile in [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt://a)",
            "[x](data:text/html,a)",
            "[x](//a.id)",
            "[x](https://)",
            "[x](https://a b)",
            "[](https://a.id)",
            "[x](java\u{1}script:a)",
            "<script>a</script>",
            "![x](https://a.id",
            "[x](https:a)",
        ] {
            let read = inline(hostile, 0);
            assert!(read.iter().all(|part| matches!(part, Inline::Text(_))), "{hostile}: {read:?}");
        }
    }

    #[test]
    fn hostile_length_is_read_quickly() {
        for piece in ["*", "**", "[", "[a](", "*a ", "- ", "**a*"] {
            assert!(!parse(&piece.repeat(40_000 / piece.len())).is_empty());
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-c*\\[\\]() \n#.1-]{0,60}") {
            fn say(parts: &[Inline]) -> String {
                parts.iter().map(|part| match part {
                    Inline::Text(text) => text.clone(),
                    Inline::Bold(parts) | Inline::Italic(parts) => say(parts),
                    Inline::Link { text, .. } => text.clone(),
                }).collect()
            }
            let said: String = parse(&text).iter().map(|block| match block {
                Block::Heading(_, parts) | Block::Paragraph(parts) => say(parts),
                Block::List { items, .. } => items.iter().map(|item| say(item)).collect(),
            }).collect();
            let letters = |text: &str| text.chars().filter(|c| c.is_ascii_lowercase()).collect::<String>();
            proptest::prop_assert_eq!(letters(&said), letters(&text));
        }
    }
}
