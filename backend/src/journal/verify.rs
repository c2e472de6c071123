//! Walks the chain and says where it breaks.

use super::chain::{self, GENESIS};
use super::store::{entries_after, private_texts};
use crate::error::AppError;
use crate::platform::database::Database;
use std::collections::HashMap;

const BATCH: u64 = 1_000;

/// What a walk found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry fits; this many, ending in this hash.
    Intact { entries: i64, head: String },
    /// The first entry that does not fit, and why.
    Broken { seq: i64, problem: &'static str },
}

/// Verifies the whole journal, in batches of flat memory.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row cannot even be read.
pub async fn verify(db: &Database) -> Result<Verdict, AppError> {
    let (mut seq, mut previous) = (0, GENESIS);
    loop {
        let entries = entries_after(db, seq, BATCH, false).await?;
        let Some(last) = entries.last() else {
            return Ok(Verdict::Intact { entries: seq, head: hex(&previous) });
        };
        let texts: HashMap<_, _> =
            private_texts(db, seq + 1, last.seq).await?.into_iter().map(|(seq, salt, text)| (seq, (salt, text))).collect();
        for entry in &entries {
            let problem = if entry.seq != seq + 1 {
                Some("an entry before it is missing")
            } else if entry.previous != previous {
                Some("it does not follow from the entry before it")
            } else if chain::hash(entry) != entry.hash {
                Some("its content does not match its hash")
            } else if texts.get(&entry.seq).is_some_and(|(salt, text)| entry.commitment != Some(chain::commit(salt, text))) {
                Some("its private text does not match its commitment")
            } else {
                None
            };
            if let Some(problem) = problem {
                return Ok(Verdict::Broken { seq: entry.seq, problem });
            }
            (seq, previous) = (entry.seq, entry.hash);
        }
    }
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
