//! The log of a plan: every change with who made it, when, and what it touched. It is the truth; documents are rebuilt from it.

use chrono::{DateTime, Utc};
use shared::plan::touch::Touch;
use shared::value::{AccountId, PlanId, TokenId};
use std::collections::BTreeSet;

/// A change as it goes into the log.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub account: Option<AccountId>,
    /// The name of office under which the person acted.
    pub office: Option<String>,
    /// With which token a program wrote in their name.
    pub token: Option<TokenId>,
    pub touched: BTreeSet<Touch>,
    pub bytes: Vec<u8>,
}

/// A change in the log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// 1 for the first of the plan, then without gaps.
    pub seq: i64,
    pub account: Option<AccountId>,
    pub office: Option<String>,
    pub at: DateTime<Utc>,
    pub touched: BTreeSet<Touch>,
    pub bytes: Vec<u8>,
}

/// Whose device a document's pieces come from.
pub type Owner = (u64, AccountId);

/// A plan's document as it can be rebuilt.
#[derive(Debug)]
pub struct Stored {
    pub plan: PlanId,
    /// Another epoch is another document under the same name.
    pub epoch: i64,
    pub projected: i64,
    /// The latest snapshot: up to which entry it goes, and its bytes.
    pub snapshot: Option<(i64, Vec<u8>)>,
    /// The entries after the snapshot, in order.
    pub entries: Vec<Entry>,
}

impl Stored {
    /// The last entry.
    pub fn head(&self) -> i64 {
        let snapshot = self.snapshot.as_ref().map_or(0, |(seq, _)| *seq);
        self.entries.last().map_or(snapshot, |entry| entry.seq)
    }
}
