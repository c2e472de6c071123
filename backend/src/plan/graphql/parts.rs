//! The parts of a plan.

use crate::access::graphql::Person;
use crate::api::answer::Long;
use crate::api::enums::{FundingSource, PlanFeatureKind, PlanRole, PlanSide};
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use crate::plan::Participant as Model;
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use shared::plan as domain;

/// A chapter of a plan's text (bagian).
#[derive(SimpleObject)]
pub struct PlanSection {
    /// Of the section (nomor bagian).
    id: ID,
    /// What it is called (judul bagian).
    heading: String,
    /// Its text (isi), in a small subset of Markdown.
    body: Long<String>,
}

impl From<domain::Section> for PlanSection {
    fn from(section: domain::Section) -> Self {
        Self { id: section.id.into(), heading: section.heading, body: Long(section.body) }
    }
}

/// What a plan is to reach (tujuan).
#[derive(SimpleObject)]
pub struct PlanObjective {
    /// Of the row (nomor baris).
    id: ID,
    /// In a sentence (isi).
    text: Long<String>,
}

impl From<domain::Objective> for PlanObjective {
    fn from(objective: domain::Objective) -> Self {
        Self { id: objective.id.into(), text: Long(objective.text) }
    }
}

/// What is measured, from where to where (indikator).
#[derive(SimpleObject)]
pub struct PlanIndicator {
    /// Of the row (nomor baris).
    id: ID,
    /// What is measured (yang diukur).
    name: String,
    /// What it is measured in (satuan).
    unit: String,
    /// The value now (sekarang), as people write it; empty while unknown.
    baseline: String,
    /// The value to reach (target), as people write it.
    target: String,
    /// Where the number comes from (sumber data).
    source: String,
}

impl From<domain::Indicator> for PlanIndicator {
    fn from(indicator: domain::Indicator) -> Self {
        let domain::Indicator { id, name, unit, baseline, target, source } = indicator;
        Self { id: id.into(), name, unit, baseline, target, source }
    }
}

/// A line of the cost estimate (RAB).
#[derive(SimpleObject)]
pub struct PlanBudgetLine {
    /// Of the row (nomor baris).
    id: ID,
    /// What is bought or paid (uraian).
    item: String,
    /// How much of it (volume); null while open.
    volume: Option<Quantity>,
    /// What the volume is measured in (satuan), as people write it.
    unit: String,
    /// For one unit (harga satuan).
    price: Option<Rupiah>,
    /// Volume times price (jumlah); 0 while one of them is missing.
    total: Rupiah,
    /// Who pays (sumber dana); null while open.
    source: Option<FundingSource>,
}

impl From<domain::BudgetLine> for PlanBudgetLine {
    fn from(line: domain::BudgetLine) -> Self {
        let (total, volume) = (Rupiah(line.total()), line.quantity().map(Into::into));
        Self {
            id: line.id.into(),
            item: line.item,
            volume,
            unit: line.unit,
            price: line.price.map(Rupiah),
            total,
            source: line.source.map(Into::into),
        }
    }
}

/// What one source of funds gives (porsi sumber dana).
#[derive(SimpleObject)]
pub struct PlanBudgetShare {
    /// Null for the lines without a source (sumber dana).
    pub source: Option<FundingSource>,
    /// In rupiah (jumlah).
    pub total: Rupiah,
}

/// Something to be done between two days (kegiatan).
#[derive(SimpleObject)]
pub struct PlanActivity {
    /// Of the row (nomor baris).
    id: ID,
    /// What is done (kegiatan).
    name: String,
    /// The first day of it (mulai); null while open.
    start: Option<NaiveDate>,
    /// The last day of it (selesai); null while open.
    end: Option<NaiveDate>,
    /// Who is responsible (penanggung jawab).
    partner: String,
    /// The activities that must end before this one begins (menunggu).
    after: Vec<ID>,
}

impl From<domain::Activity> for PlanActivity {
    fn from(activity: domain::Activity) -> Self {
        let domain::Activity { id, name, start, end, partner, after } = activity;
        Self { id: id.into(), name, start, end, partner, after: after.into_iter().map(Into::into).collect() }
    }
}

/// A point, line or polygon on a plan's map (objek peta).
#[derive(SimpleObject)]
pub struct PlanFeature {
    /// Of the row (nomor baris).
    id: ID,
    /// What it is called (nama).
    label: String,
    /// What it stands for (jenis).
    kind: PlanFeatureKind,
    /// What else there is to say (catatan).
    note: Long<String>,
    /// Where it is (geometri).
    geometry: Long<GeoJson>,
}

impl From<domain::Feature> for PlanFeature {
    fn from(feature: domain::Feature) -> Self {
        let domain::Feature { id, label, kind, note, geometry } = feature;
        Self { id: id.into(), label, kind: kind.into(), note: Long(note), geometry: Long(GeoJson(geometry)) }
    }
}

/// Somebody's part in a plan (peserta).
#[derive(Description)]
pub struct PlanParticipant {
    pub(super) participant: Model,
    /// The last entry of the plan's log, for saying whether a signature still holds.
    pub(super) head: i64,
}

#[Object(use_type_description)]
impl PlanParticipant {
    /// Who it is (orang).
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.participant.account, "a participant without an account").await
    }

    /// What they may do (peran).
    async fn role(&self) -> PlanRole {
        self.participant.role.into()
    }

    /// For whom they speak (mewakili).
    async fn side(&self) -> PlanSide {
        self.participant.side.into()
    }

    /// The office for which they speak, as it was called when they came in (jabatan).
    async fn office(&self) -> Option<&str> {
        self.participant.office.as_deref()
    }

    /// Whether they signed what the plan says now (sudah menandatangani).
    async fn signed(&self) -> bool {
        self.participant.part(self.head).signed
    }

    /// When they signed last (waktu tanda tangan); null when they never did.
    async fn signed_at(&self) -> Option<DateTime<Utc>> {
        self.participant.signed_at
    }

    /// When they came in (sejak).
    async fn added_at(&self) -> DateTime<Utc> {
        self.participant.added_at
    }
}
