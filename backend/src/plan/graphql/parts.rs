//! The parts of a plan.

use crate::access::graphql::Person;
use crate::api::enums::{FundingSource, PlanFeatureKind, PlanRole, PlanSide};
use crate::api::loaders::{Loaders, PersonKey};
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use crate::error::AppError;
use crate::plan::Participant as Model;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use shared::plan as domain;

/// A chapter of a plan's text.
#[derive(SimpleObject)]
pub struct PlanSection {
    id: ID,
    heading: String,
    /// In a small subset of Markdown.
    body: String,
}

impl From<domain::Section> for PlanSection {
    fn from(section: domain::Section) -> Self {
        Self { id: section.id.into(), heading: section.heading, body: section.body }
    }
}

#[derive(SimpleObject)]
pub struct PlanObjective {
    id: ID,
    text: String,
}

impl From<domain::Objective> for PlanObjective {
    fn from(objective: domain::Objective) -> Self {
        Self { id: objective.id.into(), text: objective.text }
    }
}

/// What is measured, from where to where.
#[derive(SimpleObject)]
pub struct PlanIndicator {
    id: ID,
    name: String,
    unit: String,
    /// As people write it; empty while unknown.
    baseline: String,
    target: String,
    /// Where the number comes from.
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
    id: ID,
    item: String,
    volume: Option<Quantity>,
    unit: String,
    /// For one unit.
    price: Option<Rupiah>,
    /// Volume times price; 0 while one of them is missing.
    total: Rupiah,
    source: Option<FundingSource>,
}

impl From<domain::BudgetLine> for PlanBudgetLine {
    fn from(line: domain::BudgetLine) -> Self {
        let (total, volume) = (Rupiah(line.total()), line.quantity().map(|volume| Quantity(volume.as_f64())));
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

/// What one source of funds gives.
#[derive(SimpleObject)]
pub struct PlanBudgetShare {
    /// Null for the lines without a source.
    pub source: Option<FundingSource>,
    pub total: Rupiah,
}

/// Something to be done between two days.
#[derive(SimpleObject)]
pub struct PlanActivity {
    id: ID,
    name: String,
    start: Option<NaiveDate>,
    /// The last day of it.
    end: Option<NaiveDate>,
    /// Who is responsible.
    partner: String,
    /// The activities that must end before this one begins.
    after: Vec<ID>,
}

impl From<domain::Activity> for PlanActivity {
    fn from(activity: domain::Activity) -> Self {
        let domain::Activity { id, name, start, end, partner, after } = activity;
        Self { id: id.into(), name, start, end, partner, after: after.into_iter().map(Into::into).collect() }
    }
}

/// A point, line or polygon on a plan's map.
#[derive(SimpleObject)]
pub struct PlanFeature {
    id: ID,
    label: String,
    kind: PlanFeatureKind,
    note: String,
    geometry: GeoJson,
}

impl From<domain::Feature> for PlanFeature {
    fn from(feature: domain::Feature) -> Self {
        let domain::Feature { id, label, kind, note, geometry } = feature;
        Self { id: id.into(), label, kind: kind.into(), note, geometry: GeoJson(geometry) }
    }
}

/// Somebody's part in a plan.
pub struct PlanParticipant {
    pub(super) participant: Model,
    /// The last entry of the plan's log, for saying whether a signature still holds.
    pub(super) head: i64,
}

#[Object]
impl PlanParticipant {
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        let person = ctx.data::<Loaders>()?.load_one(PersonKey(self.participant.account.0)).await?;
        Ok(person.ok_or_else(|| AppError::damaged("a participant without an account"))?.into())
    }

    async fn role(&self) -> PlanRole {
        self.participant.role.into()
    }

    async fn side(&self) -> PlanSide {
        self.participant.side.into()
    }

    /// The office for which they speak, as it was called when they came in.
    async fn office(&self) -> Option<&str> {
        self.participant.office.as_deref()
    }

    /// Whether they signed what the plan says now.
    async fn signed(&self) -> bool {
        self.participant.part(self.head).signed
    }

    async fn signed_at(&self) -> Option<DateTime<Utc>> {
        self.participant.signed_at
    }

    async fn added_at(&self) -> DateTime<Utc> {
        self.participant.added_at
    }
}
