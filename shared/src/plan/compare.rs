//! What differs between two states of a plan, for people to read: row by row, field by field, word by word.

use super::content::{Content, RowId};
use super::edit::rows_of;
use super::schema::{BODY, Kind, Table, Value};
use crate::wire::wire_enum;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};
use std::collections::BTreeSet;
use std::time::Duration;

/// Long texts that have little in common are compared coarsely from then on. Browsers' code has no such clock, and compares
/// nothing that strangers send.
const PATIENCE: Option<Duration> = if cfg!(target_arch = "wasm32") { None } else { Some(Duration::from_millis(50)) };
/// However many sections were written anew, comparing them all takes no longer than so many of them would.
const AT_LENGTH: u32 = 10;

wire_enum! {
    /// What became of a piece of text.
    Fate, "fate" { Equal = "EQUAL", Added = "ADDED", Removed = "REMOVED" }
}

wire_enum! {
    /// What became of a row.
    RowFate, "row_fate" {
        Added = "ADDED",
        Removed = "REMOVED",
        Changed = "CHANGED",
        /// It says the same at another place.
        Moved = "MOVED",
    }
}

/// A piece of text that was kept, added or removed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hunk {
    pub fate: Fate,
    pub text: String,
}

/// Everything that differs; nothing for what is equal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    pub title: Vec<Hunk>,
    pub summary: Vec<Hunk>,
    /// Table by table; within a table what is there now, in its order, then what is gone.
    pub rows: Vec<RowChange>,
    /// Whole rupiah, at most 2^53; the same where the budget did not change.
    pub budget_before: i64,
    pub budget_after: i64,
}

/// A row that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RowChange {
    pub table: Table,
    pub id: RowId,
    /// What people call it: as it is now, or as it last was. May be empty.
    pub name: String,
    pub fate: RowFate,
    /// The fields that differ; all that are filled in where the row came or went.
    pub fields: Vec<FieldChange>,
    /// Of a budget line, in whole rupiah: its total, where it was and is there.
    pub total_before: Option<i64>,
    pub total_after: Option<i64>,
    /// Of a place on the map: its GeoJSON, where it was and is there.
    pub geometry_before: Option<serde_json::Value>,
    pub geometry_after: Option<serde_json::Value>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// As in the document, such as `heading` or `price`.
    pub field: String,
    /// As they are kept; a volume in thousandths, ids of rows with commas between. Of a text the hunks say all.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Of a text, word by word.
    pub hunks: Vec<Hunk>,
}

/// What differs between two states of a plan.
pub fn compare(before: &Content, after: &Content) -> Comparison {
    let tables = rows_of(before).into_iter().zip(rows_of(after));
    let patience = patience(before, after);
    Comparison {
        title: hunks(&before.title, &after.title),
        summary: hunks(&before.summary, &after.summary),
        rows: tables.flat_map(|((table, old), (_, new))| compare_table(table, &old, &new, before, after, patience)).collect(),
        budget_before: before.budget_total(),
        budget_after: after.budget_total(),
    }
}

/// For the text of one section.
fn patience(before: &Content, after: &Content) -> Option<Duration> {
    let ids: BTreeSet<RowId> = before.sections.iter().chain(&after.sections).map(|section| section.id).collect();
    let differing = ids.into_iter().filter(|id| body(before, *id) != body(after, *id)).count();
    PATIENCE.map(|patience| patience * AT_LENGTH / u32::try_from(differing).unwrap_or(u32::MAX).max(AT_LENGTH))
}

/// Two texts word by word; nothing when they are equal.
pub fn hunks(before: &str, after: &str) -> Vec<Hunk> {
    hunks_within(PATIENCE, before, after)
}

fn hunks_within(patience: Option<Duration>, before: &str, after: &str) -> Vec<Hunk> {
    if before == after {
        return Vec::new();
    }
    let diff = by_words_within(patience, before, after);
    let mut hunks: Vec<Hunk> = Vec::new();
    for change in diff.iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Equal,
            ChangeTag::Insert => Fate::Added,
            ChangeTag::Delete => Fate::Removed,
        };
        match hunks.last_mut().filter(|last| last.fate == fate) {
            Some(last) => last.text.push_str(change.value()),
            None => hunks.push(Hunk { fate, text: change.value().to_owned() }),
        }
    }
    hunks
}

/// What makes the one text of the other, word by word.
pub(super) fn by_words<'a>(before: &'a str, after: &'a str) -> TextDiff<'a, 'a, 'a, str> {
    by_words_within(PATIENCE, before, after)
}

fn by_words_within<'a>(patience: Option<Duration>, before: &'a str, after: &'a str) -> TextDiff<'a, 'a, 'a, str> {
    let mut config = TextDiff::configure();
    if let Some(patience) = patience {
        config.timeout(patience);
    }
    config.diff_words(before, after)
}

type Fields = Vec<(&'static str, Value)>;

fn compare_table(
    table: Table,
    old: &[(RowId, Fields)],
    new: &[(RowId, Fields)],
    before: &Content,
    after: &Content,
    patience: Option<Duration>,
) -> Vec<RowChange> {
    let moved = moved(old, new);
    let find = |rows: &[(RowId, Fields)], id| rows.iter().find(|(row, _)| *row == id).map(|(_, fields)| fields.clone());
    let gone = old.iter().filter(|(id, _)| !new.iter().any(|(row, _)| row == id));
    let ids = new.iter().chain(gone).map(|(id, _)| *id);
    let change = |id| {
        let (was, is) = (find(old, id), find(new, id));
        let fate = match (&was, &is) {
            (None, _) => RowFate::Added,
            (_, None) => RowFate::Removed,
            _ => RowFate::Changed,
        };
        let fields = compare_fields(table, id, was.unwrap_or_default(), is.unwrap_or_default(), before, after, patience);
        let fate = if fate == RowFate::Changed && fields.is_empty() { RowFate::Moved } else { fate };
        if fate == RowFate::Moved && !moved.contains(&id) {
            return None;
        }
        Some(RowChange {
            table,
            id,
            name: after.name_of(table, id).or_else(|| before.name_of(table, id)).unwrap_or_default().to_owned(),
            fate,
            fields,
            total_before: total(table, id, before),
            total_after: total(table, id, after),
            geometry_before: geometry(table, id, before),
            geometry_after: geometry(table, id, after),
        })
    };
    ids.filter_map(change).collect()
}

/// The rows that changed places with others: the fewest that explain the new order.
fn moved(old: &[(RowId, Fields)], new: &[(RowId, Fields)]) -> BTreeSet<RowId> {
    let ids = |rows: &[(RowId, Fields)], others: &[(RowId, Fields)]| -> Vec<RowId> {
        rows.iter().map(|(id, _)| *id).filter(|id| others.iter().any(|(other, _)| other == id)).collect()
    };
    let (old, new) = (ids(old, new), ids(new, old));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).flat_map(|op| new[op.new_range()].to_vec()).collect()
}

fn compare_fields(
    table: Table,
    id: RowId,
    was: Fields,
    is: Fields,
    before: &Content,
    after: &Content,
    patience: Option<Duration>,
) -> Vec<FieldChange> {
    let value = |fields: &Fields, name| fields.iter().find(|(field, _)| *field == name).and_then(|(_, value)| written(value));
    let mut changes = Vec::new();
    for (field, kind) in table.fields() {
        let (before, after) = (value(&was, *field), value(&is, *field));
        if before == after {
            continue;
        }
        let change = match kind {
            Kind::Line(_) | Kind::Block(_) => {
                let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
                text_change(field, hunks(&before, &after))
            }
            // The row has it as GeoJSON.
            Kind::Geometry => FieldChange { field: (*field).into(), before: None, after: None, hunks: Vec::new() },
            _ => FieldChange { field: (*field).into(), before, after, hunks: Vec::new() },
        };
        changes.push(change);
    }
    if table.has_body() {
        let (before, after) = (body(before, id), body(after, id));
        if before != after {
            changes.push(text_change(BODY, hunks_within(patience, before, after)));
        }
    }
    changes
}

fn text_change(field: &str, hunks: Vec<Hunk>) -> FieldChange {
    FieldChange { field: field.into(), before: None, after: None, hunks }
}

/// What is empty is not there.
fn written(value: &Value) -> Option<String> {
    let text = match value {
        Value::None | Value::Flag(_) => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Rows(rows) => rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    };
    (!text.is_empty()).then_some(text)
}

fn body(content: &Content, id: RowId) -> &str {
    content.sections.iter().find(|section| section.id == id).map_or("", |section| &section.body)
}

fn total(table: Table, id: RowId, content: &Content) -> Option<i64> {
    let line = content.budget.iter().find(|line| table == Table::Budget && line.id == id)?;
    Some(line.total())
}

fn geometry(table: Table, id: RowId, content: &Content) -> Option<serde_json::Value> {
    let feature = content.features.iter().find(|feature| table == Table::Features && feature.id == id)?;
    Some(feature.geometry.clone())
}

impl Content {
    /// What people call a row: its heading, name or label. None when it is not there, or is a proposal.
    pub fn name_of(&self, table: Table, id: RowId) -> Option<&str> {
        match table {
            Table::Sections => self.sections.iter().find(|row| row.id == id).map(|row| &row.heading[..]),
            Table::Objectives => self.objectives.iter().find(|row| row.id == id).map(|row| &row.text[..]),
            Table::Indicators => self.indicators.iter().find(|row| row.id == id).map(|row| &row.name[..]),
            Table::Budget => self.budget.iter().find(|row| row.id == id).map(|row| &row.item[..]),
            Table::Activities => self.activities.iter().find(|row| row.id == id).map(|row| &row.name[..]),
            Table::Features => self.features.iter().find(|row| row.id == id).map(|row| &row.label[..]),
            Table::Proposals => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{BudgetLine, Feature, FeatureKind, Section};
    use serde_json::json;
    use uuid::Uuid;

    fn section(n: u128, heading: &str, body: &str) -> Section {
        Section { id: Uuid::from_u128(n), heading: heading.into(), body: body.into() }
    }

    fn fates(comparison: &Comparison) -> Vec<(u128, RowFate)> {
        comparison.rows.iter().map(|row| (row.id.as_u128(), row.fate)).collect()
    }

    #[test]
    fn equal_plans_differ_in_nothing() {
        let content = Content { sections: vec![section(1, "Latar", "Sawah")], ..Content::default() };
        assert_eq!(compare(&content, &content), Comparison::default());
    }

    #[test]
    fn texts_are_compared_by_words() {
        let found = hunks("Jalan usaha tani rusak", "Jalan desa tani rusak berat");
        let joined = |fate: Fate| -> String {
            found.iter().filter(|hunk| hunk.fate == fate || hunk.fate == Fate::Equal).map(|hunk| &hunk.text[..]).collect()
        };
        assert_eq!(joined(Fate::Removed), "Jalan usaha tani rusak");
        assert_eq!(joined(Fate::Added), "Jalan desa tani rusak berat");
        assert!(found.contains(&Hunk { fate: Fate::Removed, text: "usaha".into() }));
    }

    #[test]
    fn many_sections_take_no_longer_than_a_few() {
        let of = |count: u128, body: &str| Content {
            sections: (0..count).map(|n| section(n, "Bab", body)).collect(),
            ..Content::default()
        };
        let each = |count| patience(&of(count, "Sawah"), &of(count, "Kebun")).unwrap();
        assert_eq!((each(1), each(10)), (PATIENCE.unwrap(), PATIENCE.unwrap()));
        assert_eq!(50 * each(50), 10 * PATIENCE.unwrap());
        // What says the same takes no time, and what came or went is a text as well.
        assert_eq!(patience(&of(50, "Sawah"), &of(50, "Sawah")), PATIENCE);
        assert_eq!(patience(&of(0, ""), &of(50, "Sawah")), Some(each(50)));
    }

    #[test]
    fn rows_come_go_change_and_move() {
        let before = vec![section(1, "A", "satu"), section(2, "B", ""), section(3, "C", ""), section(4, "D", "")];
        let after = vec![section(2, "B", ""), section(3, "C", ""), section(1, "A", "satu"), section(5, "E", "lima")];
        let of = |sections| Content { sections, ..Content::default() };
        let comparison = compare(&of(before), &of(after));
        assert_eq!(fates(&comparison), [(1, RowFate::Moved), (5, RowFate::Added), (4, RowFate::Removed)]);
        assert_eq!(comparison.rows[1].fields.iter().map(|field| &field.field[..]).collect::<Vec<_>>(), ["heading", "body"]);
        assert_eq!(comparison.rows[2].name, "D");
    }

    #[test]
    fn budget_lines_tell_their_totals_and_features_their_shapes() {
        let line = |price| BudgetLine { item: "Batu".into(), volume: Some(2_000), price: Some(price), ..BudgetLine::default() };
        let feature = |x: f64| Feature {
            id: Uuid::from_u128(9),
            label: "Talud".into(),
            kind: FeatureKind::Planned,
            note: String::new(),
            geometry: json!({ "type": "Point", "coordinates": [x, -7.3] }),
        };
        let of = |price, x| Content { budget: vec![line(price)], features: vec![feature(x)], ..Content::default() };
        let comparison = compare(&of(100, 109.1), &of(150, 109.2));
        let (budget, map) = (&comparison.rows[0], &comparison.rows[1]);
        assert_eq!((budget.total_before, budget.total_after), (Some(200), Some(300)));
        assert_eq!((budget.fields[0].before.as_deref(), budget.fields[0].after.as_deref()), (Some("100"), Some("150")));
        assert_eq!((comparison.budget_before, comparison.budget_after), (200, 300));
        assert_eq!(map.geometry_before.as_ref().unwrap()["coordinates"][0], json!(109.1));
        assert_eq!(map.geometry_after.as_ref().unwrap()["coordinates"][0], json!(109.2));
        assert_eq!(map.fields.len(), 1);
    }
}
