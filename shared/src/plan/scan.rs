//! A first look at an update before the document library decodes it: its size, its shape, and whose device made it.
//!
//! The library would decode content nested without end, and reserve whatever length it is told. Here only what a plan can
//! hold gets through: texts, maps, plain values and lists of texts.

use super::bytes::{Malformed, Reader};
use super::schema::{SUMMARY, TITLE, Table};
use crate::ErrorCode;
use std::collections::HashSet;
use std::str::FromStr;

/// The most bytes of an update. A whole plan that was written offline fits.
pub const MAX_UPDATE: usize = 1 << 20;
/// The most pieces in an update.
const MAX_BLOCKS: usize = 50_000;
/// The most units that one device ever writes. Far beyond what people do, and far from where the library's numbers end.
const MAX_CLOCK: u32 = 1 << 26;

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_PARENT_SUB: u8 = 0x20;

/// A run of pieces that one device made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub client: u64,
    /// The number of its first unit, and of the one after its last.
    pub start: u32,
    pub end: u32,
}

/// Whose pieces the update contains.
///
/// # Errors
/// `UPDATE_TOO_LARGE`, `UPDATE_INCOMPLETE` where it leaves something out, `UPDATE_MALFORMED`.
pub fn scan(update: &[u8]) -> Result<Vec<Run>, ErrorCode> {
    if update.len() > MAX_UPDATE {
        return Err(ErrorCode::UpdateTooLarge);
    }
    let mut reader = Reader::new(update);
    let runs = runs(&mut reader).map_err(|problem| match problem {
        Problem::Malformed(_) => ErrorCode::UpdateMalformed,
        Problem::Refused(code) => code,
    })?;
    match deletions(&mut reader) {
        Ok(()) if reader.is_at_end() => Ok(runs),
        _ => Err(ErrorCode::UpdateMalformed),
    }
}

enum Problem {
    Malformed(Malformed),
    Refused(ErrorCode),
}

impl From<Malformed> for Problem {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

fn runs(reader: &mut Reader<'_>) -> Result<Vec<Run>, Problem> {
    let clients = reader.count()?;
    let (mut runs, mut known, mut blocks) = (Vec::new(), HashSet::new(), 0);
    for _ in 0..clients {
        let count = reader.count()?;
        blocks += count;
        if blocks > MAX_BLOCKS {
            return Err(Problem::Refused(ErrorCode::UpdateTooLarge));
        }
        let client = reader.number()?;
        // The library takes pieces of one device for a sequence, and goes astray where it is told two stories of it.
        if count == 0 || !known.insert(client) {
            return Err(Malformed.into());
        }
        let start = reader.number32()?;
        let mut end = start;
        for _ in 0..count {
            end = clock(u64::from(end) + u64::from(block(reader)?))?;
        }
        runs.push(Run { client, start, end });
    }
    Ok(runs)
}

/// How many units the block is long.
fn block(reader: &mut Reader<'_>) -> Result<u32, Problem> {
    let info = reader.byte()?;
    match info {
        // What was collected as garbage, and what is left out.
        0 => return Ok(length(reader)?),
        10 => return Err(Problem::Refused(ErrorCode::UpdateIncomplete)),
        _ => {}
    }
    for flag in [HAS_ORIGIN, HAS_RIGHT_ORIGIN] {
        if info & flag != 0 {
            id(reader)?;
        }
    }
    let (kind, keyed) = (info & 0x1f, info & HAS_PARENT_SUB != 0);
    if info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN) == 0 {
        // Letters stand in a text without a key, everything else under the key of a field.
        if kind != 1 && keyed == (kind == 4) {
            return Err(Malformed.into());
        }
        parent(reader, keyed)?;
    }
    Ok(content(reader, kind)?)
}

fn clock(number: u64) -> Result<u32, Malformed> {
    u32::try_from(number).ok().filter(|clock| *clock <= MAX_CLOCK).ok_or(Malformed)
}

fn length(reader: &mut Reader<'_>) -> Result<u32, Malformed> {
    reader.number32().and_then(|length| if length == 0 { Err(Malformed) } else { Ok(length) })
}

fn id(reader: &mut Reader<'_>) -> Result<(), Malformed> {
    reader.number()?;
    clock(reader.number()?).map(drop)
}

/// The roots are those of the schema: rows by their id in a table, letters in a text.
fn parent(reader: &mut Reader<'_>, keyed: bool) -> Result<(), Malformed> {
    let root = match reader.number()? {
        1 => Some(reader.text()?),
        0 => None,
        _ => return Err(Malformed),
    };
    if root.is_none() {
        id(reader)?;
    }
    let key = if keyed { Some(reader.text()?) } else { None };
    let fits = match (root, key) {
        (Some(TITLE | SUMMARY), None) | (None, None) => true,
        (Some(table), Some(key)) => Table::from_str(table).is_ok() && is_row_id(key),
        (None, Some(key)) => key.len() <= 20,
        (Some(_), None) => false,
    };
    if fits { Ok(()) } else { Err(Malformed) }
}

/// Written one way only, so that a row has one name.
fn is_row_id(key: &str) -> bool {
    key.len() == 36 && key.parse::<uuid::Uuid>().is_ok() && key.bytes().all(|byte| !byte.is_ascii_uppercase())
}

fn content(reader: &mut Reader<'_>, kind: u8) -> Result<u32, Malformed> {
    match kind {
        1 => length(reader),
        4 => {
            let length = reader.text()?.encode_utf16().count();
            u32::try_from(length).ok().filter(|length| *length > 0).ok_or(Malformed)
        }
        // A map or a text.
        7 => match reader.byte()? {
            1 | 2 => Ok(1),
            _ => Err(Malformed),
        },
        8 => {
            let count = reader.count()?;
            for _ in 0..count {
                value(reader, true)?;
            }
            u32::try_from(count).ok().filter(|count| *count > 0).ok_or(Malformed)
        }
        _ => Err(Malformed),
    }
}

fn value(reader: &mut Reader<'_>, may_be_list: bool) -> Result<(), Malformed> {
    match reader.byte()? {
        120 | 121 | 126 | 127 => Ok(()),
        125 => reader.skip_signed(),
        124 => reader.bytes(4).map(drop),
        122 | 123 => reader.bytes(8).map(drop),
        119 => reader.text().map(drop),
        117 if may_be_list => {
            for _ in 0..reader.count()? {
                value(reader, false)?;
            }
            Ok(())
        }
        _ => Err(Malformed),
    }
}

fn deletions(reader: &mut Reader<'_>) -> Result<(), Malformed> {
    for _ in 0..reader.count()? {
        reader.number()?;
        for _ in 0..reader.count()? {
            let start = clock(reader.number()?)?;
            clock(u64::from(start) + u64::from(length(reader)?))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::bytes::Writer;
    use super::super::document::{self, Roots};
    use super::super::edit::{Edit, TextOf, apply};
    use super::*;
    use yrs::{Any, Array, ArrayPrelim, Map, ReadTxn, StateVector, Text, Transact};

    fn written(write: impl FnOnce(&yrs::Doc, &Roots)) -> Vec<u8> {
        let doc = document::new(7);
        write(&doc, &Roots::of(&doc));
        doc.transact().encode_diff_v1(&StateVector::default())
    }

    #[test]
    fn what_people_write_gets_through_with_their_device() {
        let row = uuid::Uuid::from_u128(5);
        let update = written(|doc, roots| {
            let mut txn = doc.transact_mut();
            roots.title.insert(&mut txn, 0, "Jalan 🛣 baru");
            apply(roots, &mut txn, &Edit::Add { table: Table::Sections, row, after: None, fields: vec![("heading", "A".into())] });
            let splice = Edit::Splice { text: TextOf::Section(row), at: 0, delete: 0, insert: "isi".into() };
            apply(roots, &mut txn, &splice);
            roots.title.remove_range(&mut txn, 0, 3);
        });
        assert_eq!(scan(&update), Ok(vec![Run { client: 7, start: 0, end: 23 }]));
    }

    #[test]
    fn what_no_plan_holds_is_refused_before_it_is_decoded() {
        let other_root = written(|doc, _| {
            doc.get_or_insert_map("lain").insert(&mut doc.transact_mut(), "a", 1);
        });
        let no_row = written(|doc, roots| {
            roots.table(Table::Budget).insert(&mut doc.transact_mut(), "a", 1);
        });
        let list = written(|doc, roots| {
            let key = uuid::Uuid::nil().to_string();
            roots.table(Table::Budget).insert(&mut doc.transact_mut(), key, ArrayPrelim::default());
        });
        let pushed = written(|doc, _| {
            doc.get_or_insert_array("budget").push_back(&mut doc.transact_mut(), 1);
        });
        let map = written(|doc, roots| {
            let any = Any::from_json(r#"{"a":{"b":1}}"#).unwrap();
            roots.table(Table::Budget).insert(&mut doc.transact_mut(), uuid::Uuid::nil().to_string(), any);
        });
        let format = written(|doc, roots| {
            let mut txn = doc.transact_mut();
            roots.title.insert(&mut txn, 0, "abc");
            roots.title.format(&mut txn, 0, 2, [("bold".into(), true.into())].into());
        });
        for (name, update) in
            [("root", other_root), ("key", no_row), ("list", list), ("pushed", pushed), ("map", map), ("format", format)]
        {
            assert_eq!(scan(&update), Err(ErrorCode::UpdateMalformed), "{name}");
        }
    }

    #[test]
    fn nesting_without_end_and_lengths_without_content_are_refused() {
        let mut nested = Writer::default().number(1).number(1).number(7).number(0).finish();
        nested.extend([8 | HAS_PARENT_SUB]);
        nested.extend(Writer::default().number(1).text("budget").text(&uuid::Uuid::nil().to_string()).number(1).finish());
        nested.extend([117, 1].repeat(100_000));
        nested.extend([126, 0]);
        assert_eq!(scan(&nested), Err(ErrorCode::UpdateMalformed));
        for bytes in [&[][..], &[0], &[0, 0, 0], &[0xff, 0xff, 0xff, 0xff, 0x0f], &[1, 1, 7, 0, 10, 5, 0]] {
            assert!(scan(bytes).is_err(), "{bytes:?}");
        }
        // One device told of twice.
        let piece = |client| [[1, client, 0].as_slice(), &[4, 1, 5], b"title", &[1, b'a']].concat();
        let twice = |first, second| [&[2], &piece(first)[..], &piece(second)[..], &[0]].concat();
        assert_eq!(scan(&twice(7, 8)).map(|runs| runs.len()), Ok(2));
        assert_eq!(scan(&twice(7, 7)), Err(ErrorCode::UpdateMalformed));
        assert_eq!(scan(&[0, 0]), Ok(vec![]));
        assert_eq!(scan(&vec![0; MAX_UPDATE + 1]), Err(ErrorCode::UpdateTooLarge));
    }
}
