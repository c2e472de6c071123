//! Since when there are proposals and decisions.

use super::condition::condition;
use crate::access::ProposalScope;
use crate::error::AppError;
use crate::platform::database::{Database, earliest};
use crate::proposal::entity::{decisions, proposals};
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryFilter};

/// When the first proposal of the public record was handed in.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn since(db: &Database) -> Result<Option<DateTime<Utc>>, AppError> {
    let rows = proposals::Entity::find().filter(condition(ProposalScope::PUBLIC, &Default::default()));
    earliest(db, rows, proposals::Column::ListedAt).await
}

/// When the first decision was made.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn decided_since(db: &Database) -> Result<Option<DateTime<Utc>>, AppError> {
    earliest(db, decisions::Entity::find(), decisions::Column::DecidedAt).await
}
