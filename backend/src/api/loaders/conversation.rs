//! What is said of a proposal and what happened to it: the beginning of each, for all proposals of a list at once.
//!
//! The pages that follow are asked for one proposal at a time, so they need no batch.

use super::Batch;
use crate::comment::{Comment, store as comments};
use crate::error::AppError;
use crate::journal::{self, Entry};
use async_graphql::dataloader::Loader;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// The first `size` comments on a proposal, and one more where there is one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommentsKey {
    pub proposal: Uuid,
    pub size: u64,
}

impl Loader<CommentsKey> for Batch {
    type Value = Vec<Comment>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[CommentsKey]) -> Result<HashMap<CommentsKey, Self::Value>, Self::Error> {
        let mut found: HashMap<CommentsKey, Vec<Comment>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        // One document seldom asks for more than one size.
        for size in keys.iter().map(|key| key.size).collect::<BTreeSet<_>>() {
            let ids: Vec<Uuid> = keys.iter().filter(|key| key.size == size).map(|key| key.proposal).collect();
            for comment in comments::first_on_each(&self.0.db, &ids, size + 1).await.map_err(Arc::new)? {
                found.entry(CommentsKey { proposal: comment.proposal.0, size }).or_default().push(comment);
            }
        }
        Ok(found)
    }
}

/// How many comments there are on a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommentCountKey(pub Uuid);

impl Loader<CommentCountKey> for Batch {
    type Value = u64;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[CommentCountKey]) -> Result<HashMap<CommentCountKey, u64>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let counts = comments::count_on_each(&self.0.db, &ids).await.map_err(Arc::new)?;
        Ok(keys.iter().map(|key| (*key, counts.get(&key.0).copied().unwrap_or_default())).collect())
    }
}

/// The first `size` public events of one thing, and one more where there is one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HistoryKey {
    pub subject: String,
    pub size: u64,
}

impl Loader<HistoryKey> for Batch {
    type Value = Vec<Entry>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[HistoryKey]) -> Result<HashMap<HistoryKey, Self::Value>, Self::Error> {
        let mut found: HashMap<HistoryKey, Vec<Entry>> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
        for size in keys.iter().map(|key| key.size).collect::<BTreeSet<_>>() {
            let subjects: Vec<&str> = keys.iter().filter(|key| key.size == size).map(|key| key.subject.as_str()).collect();
            for entry in journal::first_of_each(&self.0.db, &subjects, size + 1).await.map_err(Arc::new)? {
                found.entry(HistoryKey { subject: entry.subject.clone(), size }).or_default().push(entry);
            }
        }
        Ok(found)
    }
}

/// How many public events one thing has.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HistoryCountKey(pub String);

impl Loader<HistoryCountKey> for Batch {
    type Value = u64;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[HistoryCountKey]) -> Result<HashMap<HistoryCountKey, u64>, Self::Error> {
        let subjects: Vec<&str> = keys.iter().map(|key| key.0.as_str()).collect();
        let counts = journal::count_of_each(&self.0.db, &subjects).await.map_err(Arc::new)?;
        Ok(keys.iter().map(|key| (key.clone(), counts.get(&key.0).copied().unwrap_or_default())).collect())
    }
}
