//! Where a record begins.

use super::{Database, from_millis};
use crate::error::AppError;
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryOrder, QuerySelect, Select};

/// The first instant in this column of the rows.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn earliest<E: EntityTrait>(db: &Database, rows: Select<E>, at: E::Column) -> Result<Option<DateTime<Utc>>, AppError> {
    let first = rows.select_only().column(at).order_by_asc(at).limit(1).into_tuple::<i64>().one(db.reader()).await?;
    first.map(from_millis).transpose()
}
