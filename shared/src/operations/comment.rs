//! The conversation about a proposal.

use super::account::Person;
use super::{Answer, Input, Page, Payload};
use crate::value::{CommentId, ProposalId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A comment, or the reason that stands in its place.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentItem {
    pub id: CommentId,
    /// `None` when it is hidden.
    pub body: Option<String>,
    pub author: Person,
    /// The office that the author spoke for.
    pub office: Option<String>,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// How far to indent it, from 0 to [`crate::comment::MAX_DEPTH`].
    pub depth: i32,
    pub created_at: DateTime<Utc>,
    pub hidden: bool,
    pub hidden_reason: Option<String>,
    /// The office that hid it.
    pub hidden_by: Option<String>,
    /// Whether the viewer may hide it now.
    pub can_hide: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommentsVariables {
    pub id: ProposalId,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

/// A page of the conversation about one proposal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Comments that are not hidden.
    pub comment_count: i64,
    /// In reading order: each answer after what it answers.
    pub comments: Page<CommentItem>,
}

operation! {
    Comments(CommentsVariables) -> Answer<Option<Conversation>> {
        "query Comments($id: ID!, $first: Int, $after: String) {
  answer: proposal(id: $id) {
    commentCount
    comments(first: $first, after: $after) { nodes { ...CommentItem } pageInfo { hasNextPage endCursor } totalCount }
  }
}", "comment_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddCommentInput {
    pub proposal_id: ProposalId,
    /// The comment that it answers.
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
    /// Everyone reads it in the place of the comment.
    pub reason: String,
}

operation! {
    HideComment(Input<HideCommentInput>) -> Answer<Payload<CommentItem>> {
        "mutation HideComment($input: HideCommentInput!) {
  answer: hideComment(input: $input) { object: comment { ...CommentItem } errors { code field message } }
}", "comment_item"
    }
}
