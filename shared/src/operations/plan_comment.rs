//! What is said about plans: reading it, saying it, settling and hiding it.

use super::comment::CommentItem;
use super::plan::PlanPartVariables;
use super::{Answer, Input, Page, Payload};
use crate::plan::{PlanAnchor, RowId};
use crate::value::{CommentId, PlanId, SuggestionId};
use chrono::{DateTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A comment on a plan, or the reason that stands in its place.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanCommentItem {
    #[serde(flatten)]
    pub comment: CommentItem,
    pub anchor_kind: PlanAnchor,
    /// The section, the feature or the suggestion; `None` when it is about the whole plan.
    #[serde(deserialize_with = "read_anchor")]
    pub anchor_id: Option<RowId>,
    /// When its thread was settled.
    pub resolved_at: Option<DateTime<Utc>>,
    /// Whether its thread was begun in the draft: those who take part read it, and nobody else.
    pub of_draft: bool,
    /// Whether the viewer may settle its thread, or open it again.
    pub can_resolve: bool,
}

/// Suggestions are named by ids of their own; what is in the document by its row.
fn read_anchor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RowId>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let suggestion = text.parse::<SuggestionId>().map(|id| id.0);
    suggestion.or_else(|_| text.parse()).map(Some).map_err(D::Error::custom)
}

/// A page of the conversation about one plan.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PlanConversation {
    pub comments: Page<PlanCommentItem>,
}

operation! {
    /// In reading order: each answer after what it answers.
    PlanComments(PlanPartVariables) -> Answer<Option<PlanConversation>> {
        "query PlanComments($id: ID!, $first: Int!, $after: String) {
  answer: plan(id: $id) {
    comments(first: $first, after: $after) { nodes { ...PlanCommentItem } pageInfo { hasNextPage endCursor } totalCount }
  }
}", "plan_comment_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddPlanCommentInput {
    pub plan_id: PlanId,
    /// The comment that it answers; an answer stands where that stands.
    pub parent_id: Option<CommentId>,
    pub anchor_kind: PlanAnchor,
    pub anchor_id: Option<RowId>,
    pub body: String,
}

operation! {
    AddPlanComment(Input<AddPlanCommentInput>) -> Answer<Payload<PlanCommentItem>> {
        "mutation AddPlanComment($input: AddPlanCommentInput!) {
  answer: addPlanComment(input: $input) { object: comment { ...PlanCommentItem } errors { code field message } }
}", "plan_comment_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResolvePlanCommentInput {
    pub comment_id: CommentId,
    /// `false` opens the thread again.
    pub resolved: bool,
}

operation! {
    ResolvePlanComment(Input<ResolvePlanCommentInput>) -> Answer<Payload<PlanCommentItem>> {
        "mutation ResolvePlanComment($input: ResolvePlanCommentInput!) {
  answer: resolvePlanComment(input: $input) { object: comment { ...PlanCommentItem } errors { code field message } }
}", "plan_comment_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HidePlanCommentInput {
    pub comment_id: CommentId,
    /// Everyone reads it in the place of the comment.
    pub reason: String,
}

operation! {
    HidePlanComment(Input<HidePlanCommentInput>) -> Answer<Payload<PlanCommentItem>> {
        "mutation HidePlanComment($input: HidePlanCommentInput!) {
  answer: hidePlanComment(input: $input) { object: comment { ...PlanCommentItem } errors { code field message } }
}", "plan_comment_item"
    }
}
