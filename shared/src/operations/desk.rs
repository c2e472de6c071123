//! The officials' desk: how much waits, and for how long.

use super::Nothing;
use crate::access::Role;
use crate::proposal::Status;
use serde::Deserialize;

/// What waits for the viewer's offices.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Desk {
    pub levels: Vec<DeskLevel>,
    pub awaiting: i64,
    pub overdue: i64,
    /// Days that the oldest has waited; none when nothing waits.
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

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskOverviewData {
    pub desk: Desk,
    pub review_levels: Vec<Level>,
}

operation! {
    /// The queue itself is [`super::proposal::Proposals`] with `awaiting_me`.
    DeskOverview(Nothing) -> DeskOverviewData {
        "query DeskOverview {
  desk { awaiting overdue oldestDays levels { office status count overdue } }
  reviewLevels { code name ordinal status role expectedDays }
}"
    }
}
