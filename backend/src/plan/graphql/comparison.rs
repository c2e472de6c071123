//! What differs between two moments of a plan.

use crate::api::enums::{PlanRowFate, PlanTextFate};
use crate::api::scalars::{GeoJson, Rupiah};
use async_graphql::{ID, SimpleObject};
use shared::plan::compare as domain;

/// What differs between two moments of a plan; nothing for what is equal.
#[derive(SimpleObject)]
pub struct PlanComparison {
    title: Vec<PlanTextHunk>,
    summary: Vec<PlanTextHunk>,
    /// Table by table; within a table what is there afterwards, in its order, then what is gone.
    rows: Vec<PlanRowChange>,
    budget_before: Rupiah,
    budget_after: Rupiah,
}

/// A piece of text that was kept, added or removed as a whole.
#[derive(SimpleObject)]
pub struct PlanTextHunk {
    fate: PlanTextFate,
    text: String,
}

/// A row of a plan that differs.
#[derive(SimpleObject)]
pub struct PlanRowChange {
    /// As in the document, such as `sections` or `budget`.
    table: &'static str,
    row_id: ID,
    /// What people call it: as it is afterwards, or as it last was. May be empty.
    name: String,
    fate: PlanRowFate,
    /// The fields that differ; all that are filled in where the row came or went.
    fields: Vec<PlanFieldChange>,
    /// Of a budget line, where it was and is there.
    total_before: Option<Rupiah>,
    total_after: Option<Rupiah>,
    /// Of a place on the map, where it was and is there.
    geometry_before: Option<GeoJson>,
    geometry_after: Option<GeoJson>,
}

/// A field that differs.
#[derive(SimpleObject)]
pub struct PlanFieldChange {
    /// As in the document, such as `heading` or `price`.
    field: String,
    /// As it is kept: a volume in thousandths, ids of rows with commas between. Null when empty, and of texts.
    before: Option<String>,
    after: Option<String>,
    /// Of a text, word by word.
    hunks: Vec<PlanTextHunk>,
}

pub fn hunks(hunks: Vec<domain::Hunk>) -> Vec<PlanTextHunk> {
    hunks.into_iter().map(|hunk| PlanTextHunk { fate: hunk.fate.into(), text: hunk.text }).collect()
}

impl From<domain::Comparison> for PlanComparison {
    fn from(comparison: domain::Comparison) -> Self {
        let domain::Comparison { title, summary, rows, budget_before, budget_after } = comparison;
        Self {
            title: hunks(title),
            summary: hunks(summary),
            rows: rows.into_iter().map(Into::into).collect(),
            budget_before: Rupiah(budget_before),
            budget_after: Rupiah(budget_after),
        }
    }
}

impl From<domain::RowChange> for PlanRowChange {
    fn from(row: domain::RowChange) -> Self {
        let field = |it: domain::FieldChange| PlanFieldChange {
            field: it.field,
            before: it.before,
            after: it.after,
            hunks: hunks(it.hunks),
        };
        Self {
            table: row.table.as_str(),
            row_id: row.id.into(),
            name: row.name,
            fate: row.fate.into(),
            fields: row.fields.into_iter().map(field).collect(),
            total_before: row.total_before.map(Rupiah),
            total_after: row.total_after.map(Rupiah),
            geometry_before: row.geometry_before.map(GeoJson),
            geometry_after: row.geometry_after.map(GeoJson),
        }
    }
}
