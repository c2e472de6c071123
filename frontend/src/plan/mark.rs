//! What the toolbar puts around a selection. All positions are UTF-16 units.

use super::splice::Splice;

/// A mark of the small Markdown that sections are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Bold,
    Italic,
    Heading,
    List,
    Numbers,
    Link,
}

impl Mark {
    pub const ALL: [Self; 6] = [Self::Bold, Self::Italic, Self::Heading, Self::List, Self::Numbers, Self::Link];

    /// Puts the mark on the selection, or takes it off again: the changes, last first, and the selection afterwards.
    pub fn put(self, text: &str, start: u32, end: u32) -> (Vec<Splice>, (u32, u32)) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let end = (end as usize).min(units.len());
        let start = (start as usize).min(end);
        match self {
            Self::Bold => around(&units, start, end, "**"),
            Self::Italic => around(&units, start, end, "*"),
            Self::Heading => before_lines(&units, start, end, "## "),
            Self::List => before_lines(&units, start, end, "- "),
            Self::Numbers => before_lines(&units, start, end, "1. "),
            Self::Link => link(start, end),
        }
    }
}

fn insert(at: usize, text: &str) -> Splice {
    Splice { at: at as u32, delete: 0, insert: text.to_owned() }
}

fn delete(at: usize, length: usize) -> Splice {
    Splice { at: at as u32, delete: length as u32, insert: String::new() }
}

fn around(units: &[u16], start: usize, end: usize, mark: &str) -> (Vec<Splice>, (u32, u32)) {
    let mark_units: Vec<u16> = mark.encode_utf16().collect();
    let width = mark_units.len();
    let stars = |mut from: Box<dyn Iterator<Item = &u16>>| from.by_ref().take_while(|unit| **unit == u16::from(b'*')).count();
    let outside = (stars(Box::new(units[..start].iter().rev())), stars(Box::new(units[end..].iter())));
    // One star more or less is the other mark.
    let is_on = |count: usize| if width == 1 { count % 2 == 1 } else { count >= 2 };
    if start < end && is_on(outside.0) && is_on(outside.1) {
        let changes = vec![delete(end, width), delete(start - width, width)];
        return (changes, ((start - width) as u32, (end - width) as u32));
    }
    (vec![insert(end, mark), insert(start, mark)], ((start + width) as u32, (end + width) as u32))
}

fn before_lines(units: &[u16], start: usize, end: usize, mark: &str) -> (Vec<Splice>, (u32, u32)) {
    let newline = u16::from(b'\n');
    let first = units[..start].iter().rposition(|unit| *unit == newline).map_or(0, |at| at + 1);
    let further = (first..end).filter(|at| units[*at] == newline && at + 1 < end.max(first + 1)).map(|at| at + 1);
    let lines: Vec<usize> = [first].into_iter().chain(further).collect();
    let mark_units: Vec<u16> = mark.encode_utf16().collect();
    let width = mark_units.len();
    let takes_off = lines.iter().all(|at| units[*at..].starts_with(&mark_units));
    let change = |at: &usize| if takes_off { delete(*at, width) } else { insert(*at, mark) };
    let changes: Vec<_> = lines.iter().rev().map(change).collect();
    let all = lines.len() * width;
    let selection = if takes_off {
        (start.saturating_sub(width).max(first), end.saturating_sub(all).max(first))
    } else {
        (start + width, end + all)
    };
    (changes, (selection.0 as u32, selection.1 as u32))
}

/// The address is selected, ready to be typed over.
fn link(start: usize, end: usize) -> (Vec<Splice>, (u32, u32)) {
    const ADDRESS: &str = "https://";
    let from = (end + 3) as u32;
    (vec![insert(end, &format!("]({ADDRESS})")), insert(start, "[")], (from, from + ADDRESS.len() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` stands for the ends of the selection.
    fn press(mark: Mark, marked: &str) -> String {
        let parts: Vec<&str> = marked.split('|').collect();
        let length = |part: &str| part.encode_utf16().count() as u32;
        let (start, end) = (length(parts[0]), length(parts[0]) + if parts.len() == 3 { length(parts[1]) } else { 0 });
        let mut units: Vec<u16> = parts.concat().encode_utf16().collect();
        let (changes, (from, to)) = mark.put(&parts.concat(), start, end);
        for change in changes {
            let at = change.at as usize;
            units.splice(at..at + change.delete as usize, change.insert.encode_utf16());
        }
        let bar = u16::from(b'|');
        units.insert(to as usize, bar);
        if from != to {
            units.insert(from as usize, bar);
        }
        String::from_utf16(&units).unwrap()
    }

    #[test]
    fn marks_go_on_and_off() {
        for (mark, before, after) in [
            (Mark::Bold, "a |🌾| b", "a **|🌾|** b"),
            (Mark::Bold, "a **|🌾|** b", "a |🌾| b"),
            (Mark::Italic, "a **|kata|** b", "a ***|kata|*** b"),
            (Mark::Italic, "a *|kata|* b", "a |kata| b"),
            (Mark::Bold, "|", "**|**"),
            (Mark::Heading, "satu\ndu|a", "satu\n## du|a"),
            (Mark::Heading, "## du|a", "du|a"),
            (Mark::List, "|satu\ndua|", "- |satu\n- dua|"),
            (Mark::List, "- |satu\n- dua|", "|satu\ndua|"),
            (Mark::Numbers, "|satu\n|dua", "1. |satu\n|dua"),
            (Mark::Link, "|peta|", "[peta](|https://|)"),
        ] {
            assert_eq!(press(mark, before), after, "{mark:?} {before}");
        }
    }
}
