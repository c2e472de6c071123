//! Comments on proposals: a conversation in public, and what moderators hide from it.

pub mod dataset;
pub(crate) mod entity;
pub mod graphql;
pub mod service;
pub mod store;
mod thread;

use crate::proposal::list::ProposalFilter;
use chrono::{DateTime, Utc};
use shared::value::{AccountId, CommentId, ProposalId};
pub use thread::Path;

/// A comment as everyone may read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub id: CommentId,
    pub proposal: ProposalId,
    /// What it answers, however deep.
    pub parent: Option<CommentId>,
    pub path: Path,
    pub author: AccountId,
    /// The office that the author spoke for, as it was called then.
    pub office: Option<String>,
    pub content: Content,
    pub created_at: DateTime<Utc>,
}

/// Which comments of the public record.
#[derive(Clone, Debug, Default)]
pub struct CommentFilter {
    pub proposals: ProposalFilter,
    /// Every word must occur.
    pub text: Option<String>,
    /// Said at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Said before this instant.
    pub to: Option<DateTime<Utc>>,
    /// Only the hidden ones, or only the others.
    pub hidden: Option<bool>,
}

/// The text, or why there is none: nobody can read both.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Shown(String),
    Hidden {
        reason: String,
        /// The name of the moderator's office, as it was then.
        by: String,
    },
}

impl Content {
    /// As it is kept: of what is hidden, reason and office stand where the text was.
    pub(crate) fn kept(text: String, hidden_at: Option<i64>, reason: Option<String>, by: Option<String>) -> Self {
        match hidden_at {
            Some(_) => Self::Hidden { reason: reason.unwrap_or_default(), by: by.unwrap_or_default() },
            None => Self::Shown(text),
        }
    }

    /// The text, as far as it may be read.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Self::Shown(text) => Some(text),
            Self::Hidden { .. } => None,
        }
    }

    /// Why it is hidden, and by which office.
    pub fn hidden(&self) -> Option<(&str, &str)> {
        match self {
            Self::Hidden { reason, by } => Some((reason, by)),
            Self::Shown(_) => None,
        }
    }
}
