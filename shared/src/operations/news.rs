//! What the server tells without being asked.

use super::Answer;
use super::account::Person;
use super::proposal::ProposalCard;
use crate::area::AreaCode;
use crate::value::ProposalId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Which proposals to hear of; everything public when empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ProposalId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewsVariables {
    pub filter: NewsFilter,
}

/// Something happened to a proposal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ProposalChange {
    pub proposal: Option<ProposalCard>,
    pub kind: String,
    /// Its number in the journal.
    pub seq: i64,
}

operation! {
    ProposalNews(NewsVariables) -> Answer<ProposalChange> {
        "subscription ProposalNews($filter: ProposalChangedFilter) {
  answer: proposalChanged(filter: $filter) { kind seq proposal { ...ProposalCard } }
}", "proposal_card"
    }
}

/// One event of the public journal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct JournalEntry {
    pub cursor: String,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub office: Option<String>,
    pub actor: Option<Person>,
    pub details: serde_json::Value,
    /// Links it to every event before it.
    pub hash: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct JournalVariables {
    pub after: Option<String>,
}

operation! {
    JournalNews(JournalVariables) -> Answer<JournalEntry> {
        "subscription JournalNews($after: String) {
  answer: journal(after: $after) { cursor seq at kind office actor { id displayName offices } details hash }
}"
    }
}
