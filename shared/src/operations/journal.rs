//! The public journal.

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
    pub details: serde_json::Value,
    /// Links it to every event before it.
    pub hash: String,
}
