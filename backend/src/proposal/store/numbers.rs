//! Usulan ke: the numbers of a proposer's proposals within a fiscal year.

use crate::error::AppError;
use crate::platform::database::Transaction;
use crate::proposal::entity::numbers::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryTrait};
use shared::value::AccountId;

/// The next "usulan ke" of this person in this year. It is given once, also to two who ask at the same moment: the row is
/// theirs until they commit.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn next_number(tx: &Transaction, owner: AccountId, fiscal_year: i32) -> Result<i32, AppError> {
    let first = ActiveModel { owner_id: Set(owner.0), fiscal_year: Set(fiscal_year), last_number: Set(1) };
    let one_more = Expr::col((Entity, Column::LastNumber)).add(1);
    let counted = OnConflict::columns([Column::OwnerId, Column::FiscalYear]).value(Column::LastNumber, one_more).to_owned();
    let mut statement = Entity::insert(first).on_conflict(counted).into_query();
    statement.returning_col(Column::LastNumber);
    let row = tx.connection().query_one(&statement).await?;
    Ok(row.ok_or_else(|| AppError::damaged("no number was given"))?.try_get_by_index(0)?)
}
