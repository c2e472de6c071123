//! The database: SQLite in one file, or PostgreSQL. Reads go to a pool; writes go through [`Transaction`].

mod bulk;
mod condition;
mod connect;
mod deadline;
mod earliest;
mod groups;
mod keyset;
mod list;
mod listener;
mod outline;
mod snapshot;
mod transaction;

pub use bulk::Bulk;
pub use condition::{between, every_word, holds};
pub use connect::{Database, QueryCounter};
pub use deadline::{deadline, spawn, step_until, until};
pub use earliest::earliest;
pub use groups::{GROUPS_AT_ONCE, count_of_each, first_of_each};
pub use keyset::Cursor;
pub use list::{Listed, Seen};
pub use listener::{COMMITS, Listener};
pub use outline::{Place, cell};
pub use snapshot::Snapshot;
pub use transaction::Transaction;

use crate::error::AppError;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, RuntimeErr};

impl From<DbErr> for AppError {
    fn from(error: DbErr) -> Self {
        let (DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause)) = &error else { return Self::internal(error) };
        match cause {
            RuntimeErr::SqlxError(cause) if deadline::is_over(cause) => Self::TimedOut,
            _ => Self::internal(error),
        }
    }
}

impl From<sea_orm::sqlx::Error> for AppError {
    fn from(error: sea_orm::sqlx::Error) -> Self {
        if deadline::is_over(&error) { Self::TimedOut } else { Self::internal(error) }
    }
}

/// Instants are kept as whole milliseconds: they compare and sort alike on both databases.
pub fn to_millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// # Errors
/// `INTERNAL` when the number is no instant, which only a damaged row can hold.
pub fn from_millis(millis: i64) -> Result<DateTime<Utc>, AppError> {
    DateTime::from_timestamp_millis(millis).ok_or_else(|| AppError::damaged(format!("instant {millis}")))
}

/// Reads a stored word of a closed list.
///
/// # Errors
/// `INTERNAL` when the word is unknown, which only a damaged row or an older program can meet.
pub fn from_word<T: std::str::FromStr>(word: &str) -> Result<T, AppError> {
    word.parse().map_err(|_| AppError::damaged(format!("word '{word}'")))
}
