//! The discussion of a proposal.

use super::account::Person;
use super::{Answer, Input, Page, Payload};
use crate::value::{CommentId, ProposalId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A comment; lists of them are in thread order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentItem {
    pub id: CommentId,
    /// None when hidden.
    pub body: Option<String>,
    pub author: Person,
    /// The office in whose name it speaks.
    pub office: Option<String>,
    pub parent: Option<CommentId>,
    /// 0 for a comment on the proposal itself.
    pub depth: i32,
    pub created_at: DateTime<Utc>,
    pub hidden: bool,
    pub hidden_reason: Option<String>,
    /// The office that hid it.
    pub hidden_by: Option<String>,
    pub can_hide: bool,
}

/// The comments of a proposal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Discussion {
    pub comments: Page<CommentItem>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommentsVariables {
    pub id: ProposalId,
    pub first: i32,
    pub after: Option<String>,
}

operation! {
    Comments(CommentsVariables) -> Answer<Option<Discussion>> {
        "query Comments($id: ID!, $first: Int, $after: String) {
  answer: proposal(id: $id) { comments(first: $first, after: $after) { nodes { ...CommentItem } pageInfo { hasNextPage endCursor } totalCount } }
}", "comment_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddCommentInput {
    pub proposal_id: ProposalId,
    pub parent_id: Option<CommentId>,
    pub body: String,
}

operation! {
    AddComment(Input<AddCommentInput>) -> Answer<Payload<CommentItem>> {
        "mutation AddComment($input: AddCommentInput!) {
  answer: addComment(input: $input) { object: comment { ...CommentItem } errors { code field message } }
}", "comment_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HideCommentInput {
    pub comment_id: CommentId,
    pub reason: String,
}

operation! {
    HideComment(Input<HideCommentInput>) -> Answer<Payload<CommentItem>> {
        "mutation HideComment($input: HideCommentInput!) {
  answer: hideComment(input: $input) { object: comment { ...CommentItem } errors { code field message } }
}", "comment_item"
    }
}
