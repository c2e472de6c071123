//! A write: it becomes durable together with its journal event, or not at all.

use super::deadline::Timed;
use crate::error::AppError;
use crate::journal::Announcer;
use sea_orm::DatabaseTransaction;

/// One write transaction. Dropped without a commit, it never happened.
pub struct Transaction {
    inner: Timed,
    announcer: Announcer,
    last_event: Option<i64>,
}

impl Transaction {
    pub(super) fn new(inner: DatabaseTransaction, announcer: Announcer) -> Self {
        Self { inner: Timed::new(inner), announcer, last_event: None }
    }

    pub fn connection(&self) -> &Timed {
        &self.inner
    }

    /// Called by the journal alone, once its event is written.
    pub(crate) fn mark_journaled(&mut self, seq: i64) {
        self.last_event = Some(seq);
    }

    /// Makes the write and its journal events durable, then wakes the journal's followers.
    ///
    /// # Errors
    /// `INTERNAL` when nothing was journaled: a change that leaves no trace is a bug. Also when the
    /// database refuses.
    pub async fn commit(self) -> Result<(), AppError> {
        let Some(seq) = self.last_event else {
            return Err(AppError::damaged("a transaction without a journal event"));
        };
        self.inner.commit().await?;
        self.announcer.announce(seq);
        Ok(())
    }

    /// For writes of which only some are for the journal: the followers are woken when there was an event.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn commit_with_or_without_event(self) -> Result<(), AppError> {
        match self.last_event {
            Some(_) => self.commit().await,
            None => self.commit_unrecorded().await,
        }
    }

    /// For what is no part of the public record: sessions and their last use.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn commit_unrecorded(self) -> Result<(), AppError> {
        self.inner.commit().await?;
        Ok(())
    }
}
