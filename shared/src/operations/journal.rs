//! The public journal.

use super::account::Person;
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// One event of the public journal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct JournalEntry {
    pub cursor: String,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub office: Option<String>,
    /// Who did it; none where the record does not say, as for a support.
    pub actor: Option<Person>,
    pub details: serde_json::Value,
    /// Links it to every event before it.
    pub hash: String,
}
