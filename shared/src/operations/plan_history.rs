//! The history of a plan: who wrote what, what differs, going back.

use super::account::Person;
use super::journal::JournalEntry;
use super::plan::{PlanPartVariables, PlanVersion};
use super::{Answer, ById, Input, Page, PageInfo, Payload};
use crate::plan::RowId;
use crate::plan::compare::Comparison;
use crate::plan::schema::Table;
use crate::value::PlanId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What one person wrote within some minutes, without anybody else in between.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanHistoryEntry {
    /// `None` of what nobody in particular wrote.
    pub person: Option<Person>,
    pub office: Option<String>,
    /// Whether a program wrote it, with a token of theirs.
    pub by_program: bool,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// The first entry of the document's log that belongs to it.
    pub from_seq: i64,
    pub until_seq: i64,
    /// How many entries of the log belong to it.
    pub count: i64,
    /// At most 100.
    pub changes: Vec<PlanHistoryChange>,
}

/// One thing that was touched.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanHistoryChange {
    /// `None` of title and summary.
    pub table: Option<Table>,
    pub row_id: Option<RowId>,
    /// `None` where the row came, `gone` where it went, `order` where it moved.
    pub field: Option<String>,
    /// What the row is called now, or was called last.
    pub name: Option<String>,
}

/// A page of history. How long the whole is, nobody has counted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanHistoryPage {
    pub nodes: Vec<PlanHistoryEntry>,
    pub page_info: PageInfo,
}

operation! {
    /// Latest first.
    PlanHistory(PlanPartVariables) -> Answer<Option<PlanHistoryPage>> {
        "query PlanHistory($id: ID!, $first: Int!, $after: String) {
  answer: planHistory(planId: $id, first: $first, after: $after) {
    nodes { ...PlanHistoryEntry }
    pageInfo { hasNextPage endCursor }
  }
}", "plan_history_entry"
    }
}

/// What differs between what the plan said after these two entries of its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PlanComparisonVariables {
    pub id: PlanId,
    pub from: i64,
    pub until: i64,
}

operation! {
    PlanComparison(PlanComparisonVariables) -> Answer<Option<Comparison>> {
        "query PlanComparison($id: ID!, $from: Int!, $until: Int!) {
  answer: planComparison(planId: $id, from: $from, until: $until) { ...PlanComparison }
}", "plan_comparison"
    }
}

/// What happened to one plan beside the writing, oldest first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PlanJournal {
    pub history: Page<JournalEntry>,
}

operation! {
    PlanEvents(PlanPartVariables) -> Answer<Option<PlanJournal>> {
        "query PlanEvents($id: ID!, $first: Int!, $after: String) {
  answer: plan(id: $id) {
    history(first: $first, after: $after) {
      nodes { cursor seq at kind office actor { id displayName offices } details hash }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
}"
    }
}

/// Somebody who wrote in a plan.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PlanContributor {
    pub person: Person,
    /// How many entries of the document's log are theirs.
    pub count: i64,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
}

operation! {
    /// The most active first.
    PlanContributors(ById<PlanId>) -> Answer<Option<Vec<PlanContributor>>> {
        "query PlanContributors($id: ID!) {
  answer: planContributors(planId: $id) { person { id displayName offices } count first last }
}"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestorePlanVersionInput {
    pub plan_id: PlanId,
    /// The entry of the document's log to whose words it goes back, such as that of a version.
    pub seq: i64,
}

operation! {
    RestorePlanVersion(Input<RestorePlanVersionInput>) -> Answer<Payload<PlanVersion>> {
        "mutation RestorePlanVersion($input: RestorePlanVersionInput!) {
  answer: restorePlanVersion(input: $input) { object: version { ...PlanVersion } errors { code field message } }
}", "plan_version"
    }
}
