//! Changing the live document: one edit at a time, or as a whole towards another content.

use super::compare::by_words;
use super::content::{Content, RowId};
use super::document::{self, Roots, Row};
use super::schema::{BODY, GONE, ORDER, Table, Value};
use fractional_index::FractionalIndex;
use similar::DiffOp;
use yrs::types::GetString;
use yrs::{Any, Map, MapPrelim, MapRef, ReadTxn, StateVector, Text, TextPrelim, TextRef, Transact, TransactionMut};

/// A text of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextOf {
    Title,
    Summary,
    Section(RowId),
}

/// What a person does to a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Takes `delete` UTF-16 units away at `at`, and puts `insert` there.
    Splice {
        text: TextOf,
        at: u32,
        delete: u32,
        insert: String,
    },
    Set {
        table: Table,
        row: RowId,
        field: &'static str,
        value: Value,
    },
    /// Puts a new row behind another; at the beginning when there is no other.
    Add {
        table: Table,
        row: RowId,
        after: Option<RowId>,
        fields: Vec<(&'static str, Value)>,
    },
    Move {
        table: Table,
        row: RowId,
        after: Option<RowId>,
    },
    Remove {
        table: Table,
        row: RowId,
    },
}

/// Makes the edit. One that concerns what somebody else has removed meanwhile changes nothing.
pub fn apply(roots: &Roots, txn: &mut TransactionMut, edit: &Edit) {
    match edit {
        Edit::Splice { text, at, delete, insert } => {
            if let Some(text) = find_text(roots, txn, *text) {
                splice(&text, txn, *at, *delete, insert);
            }
        }
        Edit::Set { table, row, field, value } => {
            if let Some(row) = roots.row(txn, *table, *row) {
                set(&row, txn, field, value);
            }
        }
        Edit::Add { table, row, after, fields } => {
            let order = place(&roots.rows(txn, *table), *after, Some(*row));
            let map = begin_row(roots, txn, *table, *row);
            map.insert(txn, ORDER, order);
            set(&map, txn, GONE, &Value::Flag(false));
            fields.iter().for_each(|(field, value)| set(&map, txn, field, value));
        }
        Edit::Move { table, row, after } => {
            if let Some(map) = roots.row(txn, *table, *row) {
                let order = place(&roots.rows(txn, *table), *after, Some(*row));
                map.insert(txn, ORDER, order);
            }
        }
        Edit::Remove { table, row } => {
            if let Some(row) = roots.row(txn, *table, *row) {
                set(&row, txn, GONE, &Value::Flag(true));
            }
        }
    }
}

/// The row itself, before it says anything; the one that is there already, if there is one.
pub fn begin_row(roots: &Roots, txn: &mut TransactionMut, table: Table, row: RowId) -> MapRef {
    if let Some(known) = roots.row(txn, table, row) {
        return known;
    }
    let map = roots.table(table).insert(txn, row.to_string(), MapPrelim::default());
    map.insert(txn, ORDER, FractionalIndex::default().to_string());
    set(&map, txn, GONE, &Value::Flag(true));
    if table.has_body() {
        map.insert(txn, BODY, TextPrelim::new(""));
    }
    map
}

pub fn find_text(roots: &Roots, txn: &impl ReadTxn, text: TextOf) -> Option<TextRef> {
    match text {
        TextOf::Title => Some(roots.title.clone()),
        TextOf::Summary => Some(roots.summary.clone()),
        TextOf::Section(section) => roots.body(txn, section),
    }
}

/// What lies outside of the text is left alone. The new comes before the old goes: so it takes the old one's place, whatever
/// others put behind that meanwhile.
fn splice(text: &TextRef, txn: &mut TransactionMut, at: u32, delete: u32, insert: &str) {
    let length = text.len(txn);
    let at = at.min(length);
    let delete = delete.min(length - at);
    if !insert.is_empty() {
        text.insert(txn, at, insert);
    }
    if delete > 0 {
        text.remove_range(txn, at + insert.encode_utf16().count() as u32, delete);
    }
}

fn set(row: &MapRef, txn: &mut TransactionMut, field: &str, value: &Value) {
    let any = match value {
        Value::None => Any::Null,
        Value::Text(text) => Any::from(text.as_str()),
        Value::Number(number) => Any::from(*number),
        Value::Flag(flag) => Any::from(*flag),
        Value::Rows(rows) => Any::from(rows.iter().map(|row| Any::from(row.to_string())).collect::<Vec<_>>()),
    };
    row.insert(txn, field, any);
}

/// The order that puts a row behind `after`, or first. `but` is the row itself, when it only moves.
fn place(rows: &[Row], after: Option<RowId>, but: Option<RowId>) -> String {
    let others: Vec<_> = rows.iter().filter(|row| Some(row.id) != but).collect();
    let behind = after.and_then(|after| others.iter().position(|row| row.id == after));
    let next = match (after, behind) {
        (_, Some(at)) => at + 1,
        // Behind what is gone: at the end.
        (Some(_), None) => others.len(),
        (None, None) => 0,
    };
    let read = |row: &&&Row| FractionalIndex::from_string(&row.order).ok();
    let before = next.checked_sub(1).and_then(|at| others.get(at)).as_ref().and_then(read);
    let mut following = others.get(next).as_ref().and_then(read);
    // Two rows of equal order leave no room between them.
    if before.is_some() && before >= following {
        following = others[next..].iter().filter_map(|row| read(&row)).find(|order| Some(order) > before.as_ref());
    }
    let index = FractionalIndex::new(before.as_ref(), following.as_ref()).unwrap_or_default();
    index.to_string()
}

/// A new document with this content, as one update.
pub fn encode(content: &Content, client: u64) -> Vec<u8> {
    let doc = document::new(client);
    let roots = Roots::of(&doc);
    bring_to(&roots, &mut doc.transact_mut(), content);
    doc.transact().encode_diff_v1(&StateVector::default())
}

/// Changes what differs, and only that, until the document says this.
pub fn bring_to(roots: &Roots, txn: &mut TransactionMut, content: &Content) {
    retext(&roots.title, txn, &content.title);
    retext(&roots.summary, txn, &content.summary);
    for (table, wanted) in rows_of(content) {
        bring_table(roots, txn, table, &wanted);
    }
    for section in &content.sections {
        if let Some(body) = roots.body(txn, section.id) {
            retext(&body, txn, &section.body);
        }
    }
}

/// Changes a text word by word, so that what others write into it meanwhile stays where it belongs.
pub fn retext(text: &TextRef, txn: &mut TransactionMut, wanted: &str) {
    let present = text.get_string(txn);
    if present == wanted {
        return;
    }
    let diff = by_words(&present, wanted);
    let width = |slices: &[&str]| slices.iter().map(|slice| slice.encode_utf16().count() as u32).sum::<u32>();
    let mut at = 0;
    for op in diff.ops() {
        let (old, new) = (&diff.old_slices()[op.old_range()], &diff.new_slices()[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => at += width(new),
            _ => {
                splice(text, txn, at, width(old), &new.concat());
                at += width(new);
            }
        }
    }
}

type Fields = Vec<(&'static str, Value)>;

fn bring_table(roots: &Roots, txn: &mut TransactionMut, table: Table, wanted: &[(RowId, Fields)]) {
    let present: Vec<RowId> = roots.rows(txn, table).iter().map(|row| row.id).collect();
    for gone in present.iter().filter(|id| !wanted.iter().any(|(row, _)| row == *id)) {
        apply(roots, txn, &Edit::Remove { table, row: *gone });
    }
    let kept: Vec<RowId> = roots.rows(txn, table).iter().map(|row| row.id).collect();
    let in_place = kept.iter().eq(wanted.iter().map(|(id, _)| id));
    let mut last: Option<FractionalIndex> = None;
    for (id, fields) in wanted {
        let order = FractionalIndex::new(last.as_ref(), None).unwrap_or_default();
        let map = begin_row(roots, txn, table, *id);
        let returns = document::is_gone(txn, &map);
        if returns {
            set(&map, txn, GONE, &Value::Flag(false));
        }
        if returns || !in_place {
            map.insert(txn, ORDER, order.to_string());
        }
        last = Some(order);
        for (field, value) in fields {
            if map.get(txn, field).and_then(document::value).unwrap_or(Value::None) != *value {
                set(&map, txn, field, value);
            }
        }
    }
}

/// Every table with its rows and their fields.
pub(super) fn rows_of(content: &Content) -> Vec<(Table, Vec<(RowId, Fields)>)> {
    let text = |text: &str| Value::from(text);
    let word = |word: Option<String>| word.map_or(Value::None, Value::Text);
    let sections = content.sections.iter().map(|it| (it.id, vec![("heading", text(&it.heading))]));
    let objectives = content.objectives.iter().map(|it| (it.id, vec![("text", text(&it.text))]));
    let indicators = content.indicators.iter().map(|it| {
        let fields =
            [("name", &it.name), ("unit", &it.unit), ("baseline", &it.baseline), ("target", &it.target), ("source", &it.source)];
        (it.id, fields.map(|(field, value)| (field, text(value))).to_vec())
    });
    let budget = content.budget.iter().map(|it| {
        let source = word(it.source.map(|source| source.to_string()));
        let (volume, price) = (Value::from(it.volume), Value::from(it.price));
        (it.id, vec![("item", text(&it.item)), ("volume", volume), ("unit", text(&it.unit)), ("price", price), ("source", source)])
    });
    let activities = content.activities.iter().map(|it| {
        let day = |day: Option<chrono::NaiveDate>| word(day.map(|day| day.to_string()));
        let after = if it.after.is_empty() { Value::None } else { Value::Rows(it.after.clone()) };
        let (start, end) = (day(it.start), day(it.end));
        (it.id, vec![("name", text(&it.name)), ("start", start), ("end", end), ("partner", text(&it.partner)), ("after", after)])
    });
    let features = content.features.iter().map(|it| {
        let (kind, geometry) = (text(it.kind.as_str()), Value::Text(it.geometry.to_string()));
        (it.id, vec![("label", text(&it.label)), ("kind", kind), ("note", text(&it.note)), ("geometry", geometry)])
    });
    vec![
        (Table::Sections, sections.collect()),
        (Table::Objectives, objectives.collect()),
        (Table::Indicators, indicators.collect()),
        (Table::Budget, budget.collect()),
        (Table::Activities, activities.collect()),
        (Table::Features, features.collect()),
        (Table::Proposals, content.proposals.iter().map(|id| (*id, Vec::new())).collect()),
    ]
}
