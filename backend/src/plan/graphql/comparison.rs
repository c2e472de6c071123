//! What differs between two moments of a plan.

use crate::api::answer::Long;
use crate::api::enums::{PlanRowFate, PlanTextFate};
use crate::api::scalars::{GeoJson, Rupiah};
use async_graphql::{ID, SimpleObject};
use shared::plan::compare as domain;

/// What differs between two moments of a plan (perbandingan); nothing for what is equal.
#[derive(SimpleObject)]
pub struct PlanComparison {
    /// The title, word by word (judul).
    title: Long<Vec<PlanTextHunk>>,
    /// The summary, word by word (ringkasan).
    summary: Long<Vec<PlanTextHunk>>,
    /// Table by table (baris yang berubah); within a table what is there afterwards, in its order, then what is gone.
    rows: Long<Vec<PlanRowChange>>,
    /// What the cost estimate came to before (anggaran sebelum), in rupiah.
    budget_before: Rupiah,
    /// What the cost estimate comes to afterwards (anggaran sesudah), in rupiah.
    budget_after: Rupiah,
}

/// A piece of text that was kept, added or removed as a whole (potongan teks).
#[derive(SimpleObject)]
pub struct PlanTextHunk {
    /// What became of it (perubahan).
    fate: PlanTextFate,
    /// The words (isi).
    text: Long<String>,
}

/// A row of a plan that differs (baris yang berubah).
#[derive(SimpleObject)]
pub struct PlanRowChange {
    /// As in the document (tabel), such as `sections` or `budget`.
    table: &'static str,
    /// Of the row (nomor baris).
    row_id: ID,
    /// What people call it (nama baris): as it is afterwards, or as it last was. May be empty.
    name: Long<String>,
    /// What became of it (perubahan).
    fate: PlanRowFate,
    /// The fields that differ (isian yang berubah); all that are filled in where the row came or went.
    fields: Vec<PlanFieldChange>,
    /// Of a budget line, what it came to (jumlah sebelum), in rupiah.
    total_before: Option<Rupiah>,
    /// Of a budget line, what it comes to afterwards (jumlah sesudah), in rupiah.
    total_after: Option<Rupiah>,
    /// Of a place on the map, where it was (sebelum).
    geometry_before: Option<Long<GeoJson>>,
    /// Of a place on the map, where it is afterwards (sesudah).
    geometry_after: Option<Long<GeoJson>>,
}

/// A field that differs (isian yang berubah).
#[derive(SimpleObject)]
pub struct PlanFieldChange {
    /// As in the document (isian), such as `heading` or `price`.
    field: String,
    /// As it was kept (sebelum): a volume in thousandths, ids of rows with commas between. Null when empty, and of texts.
    before: Option<Long<String>>,
    /// As `before`, but afterwards (sesudah).
    after: Option<Long<String>>,
    /// Of a text, word by word (potongan teks).
    hunks: Long<Vec<PlanTextHunk>>,
}

pub fn hunks(hunks: Vec<domain::Hunk>) -> Vec<PlanTextHunk> {
    hunks.into_iter().map(|hunk| PlanTextHunk { fate: hunk.fate.into(), text: Long(hunk.text) }).collect()
}

impl From<domain::Comparison> for PlanComparison {
    fn from(comparison: domain::Comparison) -> Self {
        let domain::Comparison { title, summary, rows, budget_before, budget_after } = comparison;
        Self {
            title: Long(hunks(title)),
            summary: Long(hunks(summary)),
            rows: Long(rows.into_iter().map(Into::into).collect()),
            budget_before: Rupiah(budget_before),
            budget_after: Rupiah(budget_after),
        }
    }
}

impl From<domain::RowChange> for PlanRowChange {
    fn from(row: domain::RowChange) -> Self {
        let field = |it: domain::FieldChange| PlanFieldChange {
            field: it.field,
            before: it.before.map(Long),
            after: it.after.map(Long),
            hunks: Long(hunks(it.hunks)),
        };
        Self {
            table: row.table.as_str(),
            row_id: row.id.into(),
            name: Long(row.name),
            fate: row.fate.into(),
            fields: row.fields.into_iter().map(field).collect(),
            total_before: row.total_before.map(Rupiah),
            total_after: row.total_after.map(Rupiah),
            geometry_before: row.geometry_before.map(GeoJson).map(Long),
            geometry_after: row.geometry_after.map(GeoJson).map(Long),
        }
    }
}
