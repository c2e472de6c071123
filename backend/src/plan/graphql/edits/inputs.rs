//! The edits of a plan, as they are sent. A field that is left out stays as it is, `null` empties it; which fields a row has
//! says `shared::plan::schema`, and a test compares the two.

use crate::api::enums::{FundingSource, PlanFeatureKind};
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};
use chrono::NaiveDate;
use shared::plan::schema::Table;
use shared::plan::wish::{PutForm, Raw, WishForm};

/// One edit of a plan (suntingan): exactly one of these. A row that is put comes to be there, whether it was or not, and says
/// what is named of it.
#[derive(OneofObject)]
pub enum PlanEditInput {
    /// What to call the plan (judul): one line of at most 200 UTF-16 units.
    SetTitle(String),
    /// In a few sentences (ringkasan): at most 2,000 UTF-16 units.
    SetSummary(String),
    /// A chapter of the text (bagian).
    PutSection(PlanSectionInput),
    /// The section that goes (bagian).
    RemoveSection(ID),
    /// What is to be reached (tujuan).
    PutObjective(PlanObjectiveInput),
    /// The objective that goes (tujuan).
    RemoveObjective(ID),
    /// What is to be measured (indikator).
    PutIndicator(PlanIndicatorInput),
    /// The indicator that goes (indikator).
    RemoveIndicator(ID),
    /// A line of the cost estimate (RAB).
    PutBudgetLine(PlanBudgetLineInput),
    /// The line of the cost estimate that goes (RAB).
    RemoveBudgetLine(ID),
    /// Something to be done (kegiatan).
    PutActivity(PlanActivityInput),
    /// The activity that goes (kegiatan).
    RemoveActivity(ID),
    /// Something on the map (objek peta).
    PutFeature(PlanFeatureInput),
    /// What goes from the map (objek peta).
    RemoveFeature(ID),
    /// A proposal that the plan answers (usulan terkait).
    LinkProposal(PlanProposalInput),
    /// The proposal that it answers no more (usulan terkait).
    UnlinkProposal(ID),
}

/// A chapter of a plan's text (bagian).
#[derive(InputObject)]
pub struct PlanSectionInput {
    /// Of the section (nomor bagian), a UUID; a new one when left out.
    id: Option<ID>,
    /// The section behind which it stands (di bawah bagian), null for the beginning; left out, it stays, or comes last.
    behind: MaybeUndefined<ID>,
    /// What it is called (judul bagian): at most 200 characters.
    heading: MaybeUndefined<String>,
    /// Its text (isi), in the Markdown of plans: at most 40,000 UTF-16 units. Only the words that differ are changed.
    body: MaybeUndefined<String>,
}

/// What a plan is to reach (tujuan).
#[derive(InputObject)]
pub struct PlanObjectiveInput {
    /// Of the row (nomor baris), a UUID; a new one when left out.
    id: Option<ID>,
    /// The objective behind which it stands (di bawah baris), null for the beginning; left out, it stays, or comes last.
    behind: MaybeUndefined<ID>,
    /// In a sentence (isi): at most 500 characters.
    text: MaybeUndefined<String>,
}

/// What is measured, from where to where (indikator).
#[derive(InputObject)]
pub struct PlanIndicatorInput {
    /// Of the row (nomor baris), a UUID; a new one when left out.
    id: Option<ID>,
    /// The indicator behind which it stands (di bawah baris), null for the beginning; left out, it stays, or comes last.
    behind: MaybeUndefined<ID>,
    /// What is measured (yang diukur): at most 200 characters.
    name: MaybeUndefined<String>,
    /// What it is measured in (satuan): at most 50 characters.
    unit: MaybeUndefined<String>,
    /// The value now (sekarang), as people write it: at most 50 characters.
    baseline: MaybeUndefined<String>,
    /// The value to reach (target), as people write it: at most 50 characters.
    target: MaybeUndefined<String>,
    /// Where the number comes from (sumber data): at most 200 characters.
    source: MaybeUndefined<String>,
}

/// A line of the cost estimate (RAB).
#[derive(InputObject)]
pub struct PlanBudgetLineInput {
    /// Of the row (nomor baris), a UUID; a new one when left out.
    id: Option<ID>,
    /// The line behind which it stands (di bawah baris), null for the beginning; left out, it stays, or comes last.
    behind: MaybeUndefined<ID>,
    /// What is bought or paid (uraian): at most 200 characters.
    item: MaybeUndefined<String>,
    /// How much of it (volume).
    volume: MaybeUndefined<Quantity>,
    /// What the volume is measured in (satuan): at most 50 characters.
    unit: MaybeUndefined<String>,
    /// For one unit (harga satuan), in rupiah.
    price: MaybeUndefined<Rupiah>,
    /// Who pays (sumber dana).
    source: MaybeUndefined<FundingSource>,
}

/// Something to be done between two days (kegiatan).
#[derive(InputObject)]
pub struct PlanActivityInput {
    /// Of the row (nomor baris), a UUID; a new one when left out.
    id: Option<ID>,
    /// The activity behind which it stands in the list (di bawah baris), null for the beginning; left out, it stays, or comes
    /// last.
    behind: MaybeUndefined<ID>,
    /// What is done (kegiatan): at most 200 characters.
    name: MaybeUndefined<String>,
    /// The first day of it (mulai).
    start: MaybeUndefined<NaiveDate>,
    /// The last day of it (selesai).
    end: MaybeUndefined<NaiveDate>,
    /// Who is responsible (penanggung jawab): at most 200 characters.
    partner: MaybeUndefined<String>,
    /// The activities that must end before this one begins (menunggu): at most 20.
    after: MaybeUndefined<Vec<ID>>,
}

/// A point, line or polygon on a plan's map (objek peta).
#[derive(InputObject)]
pub struct PlanFeatureInput {
    /// Of the row (nomor baris), a UUID; a new one when left out.
    id: Option<ID>,
    /// What it stands behind in the list (di bawah baris), null for the beginning; left out, it stays, or comes last.
    behind: MaybeUndefined<ID>,
    /// What it is called (nama): at most 120 characters.
    label: MaybeUndefined<String>,
    /// What it stands for (jenis); `PLANNED` while nothing is said.
    kind: MaybeUndefined<PlanFeatureKind>,
    /// What else there is to say (catatan): at most 500 characters.
    note: MaybeUndefined<String>,
    /// Where it is (geometri): at most 500 vertices; required of a new one.
    geometry: MaybeUndefined<GeoJson>,
}

/// A proposal that a plan answers (usulan terkait).
#[derive(InputObject)]
pub struct PlanProposalInput {
    /// Of the public record (nomor usulan).
    proposal_id: ID,
    /// The proposal behind which it stands (di bawah usulan), null for the beginning; left out, it stays, or comes last.
    behind: MaybeUndefined<ID>,
}

type Field = Option<(&'static str, Raw)>;

impl From<PlanEditInput> for WishForm {
    fn from(edit: PlanEditInput) -> Self {
        match edit {
            PlanEditInput::SetTitle(text) => Self::Title(text),
            PlanEditInput::SetSummary(text) => Self::Summary(text),
            PlanEditInput::PutSection(row) => {
                put(Table::Sections, row.id, row.behind, [text("heading", row.heading), text("body", row.body)])
            }
            PlanEditInput::PutObjective(row) => put(Table::Objectives, row.id, row.behind, [text("text", row.text)]),
            PlanEditInput::PutIndicator(row) => {
                let (name, unit, source) = (text("name", row.name), text("unit", row.unit), text("source", row.source));
                let (baseline, target) = (text("baseline", row.baseline), text("target", row.target));
                put(Table::Indicators, row.id, row.behind, [name, unit, baseline, target, source])
            }
            PlanEditInput::PutBudgetLine(row) => {
                let (item, unit) = (text("item", row.item), text("unit", row.unit));
                let volume = field("volume", row.volume, |volume| Raw::Decimal(volume.0));
                let price = field("price", row.price, |price| Raw::Whole(price.0));
                let source = field("source", row.source, |source| word(shared::proposal::FundingSource::from(source)));
                put(Table::Budget, row.id, row.behind, [item, volume, unit, price, source])
            }
            PlanEditInput::PutActivity(row) => {
                let (name, partner) = (text("name", row.name), text("partner", row.partner));
                let (start, end) = (field("start", row.start, word), field("end", row.end, word));
                let after = field("after", row.after, |rows| Raw::Rows(rows.into_iter().map(|row| row.0).collect()));
                put(Table::Activities, row.id, row.behind, [name, start, end, partner, after])
            }
            PlanEditInput::PutFeature(row) => {
                let (label, note) = (text("label", row.label), text("note", row.note));
                let kind = field("kind", row.kind, |kind| word(shared::plan::FeatureKind::from(kind)));
                let geometry = field("geometry", row.geometry, |geometry| Raw::GeoJson(geometry.0));
                put(Table::Features, row.id, row.behind, [label, kind, note, geometry])
            }
            PlanEditInput::LinkProposal(row) => put(Table::Proposals, Some(row.proposal_id), row.behind, []),
            PlanEditInput::RemoveSection(id) => Self::Remove(Table::Sections, id.0),
            PlanEditInput::RemoveObjective(id) => Self::Remove(Table::Objectives, id.0),
            PlanEditInput::RemoveIndicator(id) => Self::Remove(Table::Indicators, id.0),
            PlanEditInput::RemoveBudgetLine(id) => Self::Remove(Table::Budget, id.0),
            PlanEditInput::RemoveActivity(id) => Self::Remove(Table::Activities, id.0),
            PlanEditInput::RemoveFeature(id) => Self::Remove(Table::Features, id.0),
            PlanEditInput::UnlinkProposal(id) => Self::Remove(Table::Proposals, id.0),
        }
    }
}

fn put<const N: usize>(table: Table, id: Option<ID>, behind: MaybeUndefined<ID>, fields: [Field; N]) -> WishForm {
    let behind = Option::<Option<ID>>::from(behind).map(|row| row.map(|row| row.0));
    WishForm::Put(PutForm { table, id: id.map(|id| id.0), behind, fields: fields.into_iter().flatten().collect() })
}

/// A field that was named, if only to be emptied.
fn field<T>(name: &'static str, given: MaybeUndefined<T>, raw: impl FnOnce(T) -> Raw) -> Field {
    let given = Option::<Option<T>>::from(given)?;
    Some((name, given.map_or(Raw::Nothing, raw)))
}

fn text(name: &'static str, given: MaybeUndefined<String>) -> Field {
    field(name, given, Raw::Text)
}

fn word(value: impl ToString) -> Raw {
    Raw::Text(value.to_string())
}
