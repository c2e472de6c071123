//! Suggestions for plans: what is suggested, suggesting, deciding, withdrawing and hiding.

use super::account::Person;
use super::{Answer, Input, Page, Payload};
use crate::plan::compare::Hunk;
use crate::plan::{RowId, SuggestionStatus};
use crate::value::{PlanId, SuggestionId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A section as somebody would have it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanSuggestionItem {
    pub id: SuggestionId,
    pub section_id: RowId,
    /// The entry of the document's log that its author had before them.
    pub base_seq: i64,
    pub author: Person,
    /// The office that the author spoke for.
    pub office: Option<String>,
    pub created_at: DateTime<Utc>,
    /// What the section is to say; `None` when the suggestion is hidden.
    pub after: Option<String>,
    /// What is to change, word by word; empty when it is hidden.
    pub hunks: Vec<Hunk>,
    pub note: Option<String>,
    pub status: SuggestionStatus,
    /// Whether the section reads otherwise by now than when it was suggested.
    pub outdated: bool,
    pub settled_at: Option<DateTime<Utc>>,
    pub settled_by: Option<Person>,
    pub settled_office: Option<String>,
    pub settled_note: Option<String>,
    /// Whether the viewer may accept or decline it now.
    pub can_decide: bool,
    pub can_withdraw: bool,
    pub can_hide: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanSuggestionsVariables {
    pub id: PlanId,
    /// All when it is empty.
    pub status: Option<SuggestionStatus>,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

/// A page of what is suggested for one plan.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SuggestionsOfPlan {
    pub suggestions: Page<PlanSuggestionItem>,
}

operation! {
    /// Latest first.
    PlanSuggestions(PlanSuggestionsVariables) -> Answer<Option<SuggestionsOfPlan>> {
        "query PlanSuggestions($id: ID!, $status: PlanSuggestionStatus, $first: Int!, $after: String) {
  answer: plan(id: $id) {
    suggestions(status: $status, first: $first, after: $after) {
      nodes { ...PlanSuggestionItem }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
}", "plan_suggestion_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SuggestPlanChangeInput {
    pub plan_id: PlanId,
    pub section_id: RowId,
    /// The entry of the document's log that one has before oneself.
    pub seq: i64,
    /// The whole section as it should read.
    pub body: String,
    /// Why.
    pub note: Option<String>,
}

operation! {
    SuggestPlanChange(Input<SuggestPlanChangeInput>) -> Answer<Payload<PlanSuggestionItem>> {
        "mutation SuggestPlanChange($input: SuggestPlanChangeInput!) {
  answer: suggestPlanChange(input: $input) { object: suggestion { ...PlanSuggestionItem } errors { code field message } }
}", "plan_suggestion_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecidePlanSuggestionInput {
    pub suggestion_id: SuggestionId,
    /// `false` declines it.
    pub accept: bool,
    /// Why it is declined, for everyone to read.
    pub note: Option<String>,
}

operation! {
    DecidePlanSuggestion(Input<DecidePlanSuggestionInput>) -> Answer<Payload<PlanSuggestionItem>> {
        "mutation DecidePlanSuggestion($input: DecidePlanSuggestionInput!) {
  answer: decidePlanSuggestion(input: $input) { object: suggestion { ...PlanSuggestionItem } errors { code field message } }
}", "plan_suggestion_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawPlanSuggestionInput {
    pub suggestion_id: SuggestionId,
}

operation! {
    WithdrawPlanSuggestion(Input<WithdrawPlanSuggestionInput>) -> Answer<Payload<PlanSuggestionItem>> {
        "mutation WithdrawPlanSuggestion($input: WithdrawPlanSuggestionInput!) {
  answer: withdrawPlanSuggestion(input: $input) { object: suggestion { ...PlanSuggestionItem } errors { code field message } }
}", "plan_suggestion_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HidePlanSuggestionInput {
    pub suggestion_id: SuggestionId,
    /// Everyone reads it in the place of the suggestion.
    pub reason: String,
}

operation! {
    HidePlanSuggestion(Input<HidePlanSuggestionInput>) -> Answer<Payload<PlanSuggestionItem>> {
        "mutation HidePlanSuggestion($input: HidePlanSuggestionInput!) {
  answer: hidePlanSuggestion(input: $input) { object: suggestion { ...PlanSuggestionItem } errors { code field message } }
}", "plan_suggestion_item"
    }
}
