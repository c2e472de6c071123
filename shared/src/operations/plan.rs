//! Plans: lists of them, one of them, and its named versions.

use super::account::Person;
use super::area::AreaName;
use super::proposal::ProposalLink;
use super::{Answer, ById, Page};
use crate::area::AreaCode;
use crate::plan::{
    Activity, Content, Feature, Indicator, Objective, PlanAction, PlanOrder, PlanRole, PlanSide, RowId, Section, Stage,
};
use crate::proposal::{FundingSource, Sector};
use crate::value::{BoundingBox, PlanId, PlanVersionId, ProposalId, Quantity, Rupiah};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanCard {
    pub id: PlanId,
    pub title: String,
    pub summary: String,
    pub stage: Stage,
    pub area: AreaName,
    pub sector: Option<Sector>,
    pub fiscal_year: Option<i32>,
    pub budget_total: Rupiah,
    pub participants: Vec<Participant>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// Somebody's part in a plan.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    pub person: Person,
    pub role: PlanRole,
    pub side: PlanSide,
    /// The office for which they speak.
    pub office: Option<String>,
    /// Whether they signed the words that are in review.
    pub signed: bool,
    pub signed_at: Option<DateTime<Utc>>,
}

/// A plan with everything on its page.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanDetail {
    pub id: PlanId,
    pub title: String,
    pub summary: String,
    pub stage: Stage,
    pub area: AreaName,
    pub sector: Option<Sector>,
    pub fiscal_year: Option<i32>,
    pub sections: Vec<Section>,
    pub objectives: Vec<Objective>,
    pub indicators: Vec<Indicator>,
    pub budget: Vec<BudgetRow>,
    pub budget_total: Rupiah,
    pub budget_by_source: Vec<BudgetShare>,
    pub activities: Vec<Activity>,
    pub features: Vec<Feature>,
    /// Those that the public may read.
    pub proposals: Vec<ProposalLink>,
    pub participants: Vec<Participant>,
    pub superseded_by: Option<PlanLink>,
    pub comment_count: i64,
    /// Those that wait for a decision.
    pub suggestion_count: i64,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// The entry of the document's log that this says.
    pub seq: i64,
    /// What the viewer may do right now.
    pub viewer_actions: Vec<PlanAction>,
    /// Where the viewer may move it.
    pub next_stages: Vec<Stage>,
}

impl PlanDetail {
    /// What the plan says, for what reads the typed view.
    pub fn content(&self) -> Content {
        Content {
            title: self.title.clone(),
            summary: self.summary.clone(),
            sections: self.sections.clone(),
            objectives: self.objectives.clone(),
            indicators: self.indicators.clone(),
            budget: self.budget.iter().map(BudgetRow::line).collect(),
            activities: self.activities.clone(),
            features: self.features.clone(),
            proposals: self.proposals.iter().map(|proposal| proposal.id.0).collect(),
        }
    }

    pub fn may(&self, action: PlanAction) -> bool {
        self.viewer_actions.contains(&action)
    }
}

/// A line of the cost estimate (RAB), with its total.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct BudgetRow {
    pub id: RowId,
    pub item: String,
    pub volume: Option<Quantity>,
    pub unit: String,
    pub price: Option<Rupiah>,
    pub total: Rupiah,
    pub source: Option<FundingSource>,
}

impl BudgetRow {
    fn line(&self) -> crate::plan::BudgetLine {
        crate::plan::BudgetLine {
            id: self.id,
            item: self.item.clone(),
            volume: self.volume.map(Quantity::thousandths),
            unit: self.unit.clone(),
            price: self.price.map(Rupiah::get),
            source: self.source,
        }
    }
}

/// What one source of funds gives; lines without a source stand under `None`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct BudgetShare {
    pub source: Option<FundingSource>,
    pub total: Rupiah,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PlanLink {
    pub id: PlanId,
    pub title: String,
}

/// Which plans; everything public, and one's own drafts, when empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanFilter {
    /// Of any level; what lies in them is included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Sector>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fiscal_years: Vec<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounding_box: Option<BoundingBox>,
    /// Those in which the viewer takes part.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mine: bool,
    /// Those that answer this proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalId>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlansVariables {
    pub filter: PlanFilter,
    pub order_by: PlanOrder,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

operation! {
    Plans(PlansVariables) -> Answer<Page<PlanCard>> {
        "query Plans($filter: PlanFilter, $orderBy: PlanOrder, $first: Int, $after: String) {
  answer: plans(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { ...PlanCard }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}", "plan_card"
    }
}

operation! {
    PlanPage(ById<PlanId>) -> Answer<Option<PlanDetail>> {
        "query PlanPage($id: ID!) { answer: plan(id: $id) { ...PlanDetail } }", "plan_detail"
    }
}

/// The plans that answer one proposal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PlansOfProposal {
    pub plans: Vec<PlanCard>,
}

operation! {
    ProposalPlans(ById<ProposalId>) -> Answer<Option<PlansOfProposal>> {
        "query ProposalPlans($id: ID!) { answer: proposal(id: $id) { plans { ...PlanCard } } }", "plan_card"
    }
}

/// Which part of a list that belongs to one plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanPartVariables {
    pub id: PlanId,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

/// A moment of a plan that bears a name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanVersion {
    pub id: PlanVersionId,
    /// The entry of the document's log that it stands for.
    pub seq: i64,
    pub name: String,
    /// The stage that began with it, if one did.
    pub stage: Option<Stage>,
    /// The entry of the log to whose words the plan went back, if it did.
    pub restored_from: Option<i64>,
    pub at: DateTime<Utc>,
    pub person: Person,
    pub office: Option<String>,
}

operation! {
    /// Oldest first.
    PlanVersions(PlanPartVariables) -> Answer<Page<PlanVersion>> {
        "query PlanVersions($id: ID!, $first: Int!, $after: String) {
  answer: planVersions(planId: $id, first: $first, after: $after) {
    nodes { ...PlanVersion }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}", "plan_version"
    }
}
