//! Several questions to one moment: what is committed between them, none of them sees.

use super::Database;
use super::deadline::Timed;
use crate::error::AppError;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{AccessMode, ConnectionTrait, DbBackend, IsolationLevel, QueryResult, TransactionOptions, TransactionTrait};

/// What was committed when its first question was asked. It writes nothing, so it ends when it is dropped.
pub struct Snapshot(Timed);

impl Database {
    /// # Errors
    /// `INTERNAL` when the database is unreachable.
    pub async fn snapshot(&self) -> Result<Snapshot, AppError> {
        // SQLite's readers are read-only, and see one moment in every transaction.
        let options = if self.is_sqlite() {
            TransactionOptions::default()
        } else {
            TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            }
        };
        Ok(Snapshot(Timed::new(self.reader().begin_with_options(options).await?)))
    }
}

impl Snapshot {
    pub fn is_sqlite(&self) -> bool {
        self.0.get_database_backend() == DbBackend::Sqlite
    }

    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn all(&self, question: &SelectStatement) -> Result<Vec<QueryResult>, AppError> {
        Ok(self.0.query_all(question).await?)
    }
}
