//! The officials' desk: the review levels, and how long each may take.

use super::{Answer, Nothing};
use crate::access::Role;
use crate::proposal::Status;
use serde::Deserialize;

/// A review level by name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Level {
    pub code: String,
    /// In the language of the request.
    pub name: String,
    /// Order on the way, from 1.
    pub ordinal: i32,
    pub status: Status,
    pub role: Role,
    /// Days within which an answer is expected.
    pub expected_days: i32,
}

operation! {
    /// The levels in their order, with the days each may take. The queue itself is
    /// [`super::proposal::Proposals`] with `awaiting_me`.
    ReviewLevels(Nothing) -> Answer<Vec<Level>> {
        "query ReviewLevels { answer: reviewLevels { code name ordinal status role expectedDays } }"
    }
}

/// What waits for the offices of the person signed in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Desk {
    pub levels: Vec<DeskLevel>,
    /// Each proposal once, on however many desks it lies.
    pub awaiting: i64,
    /// Waiting longer than their level may take.
    pub overdue: i64,
    pub oldest_days: Option<i64>,
}

/// What waits for one office in one status.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DeskLevel {
    pub office: String,
    pub status: Status,
    pub count: i64,
    pub overdue: i64,
}

operation! {
    /// For officials only.
    DeskCounts(Nothing) -> Answer<Desk> {
        "query DeskCounts { answer: desk { levels { office status count overdue } awaiting overdue oldestDays } }"
    }
}
