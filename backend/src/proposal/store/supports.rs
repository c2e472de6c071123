//! Who supports what.

use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction};
use crate::proposal::entity::{proposals, supports};
use crate::proposal::model::Proposal;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use shared::value::{AccountId, ProposalId};
use std::collections::HashSet;
use uuid::Uuid;

/// Records one support; `false` when the person supports it already.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_support(
    tx: &Transaction,
    permit: &Permit<deed::SupportProposal>,
    id: ProposalId,
    at: i64,
) -> Result<bool, AppError> {
    let row = supports::ActiveModel { proposal_id: Set(id.0), account_id: Set(permit.person()?.0), supported_at: Set(at) };
    let once = OnConflict::columns([supports::Column::ProposalId, supports::Column::AccountId]).do_nothing().to_owned();
    let inserted = supports::Entity::insert(row).on_conflict(once).exec_without_returning(tx.connection()).await?;
    Ok(inserted > 0)
}

/// Takes the person's support back; `false` when there is none.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delete_support(tx: &Transaction, permit: &Permit<deed::SupportProposal>, id: ProposalId) -> Result<bool, AppError> {
    Ok(supports::Entity::delete_by_id((id.0, permit.person()?.0)).exec(tx.connection()).await?.rows_affected > 0)
}

/// Gives the supporters of `from` to `into` as well, each once, and counts them again. Nobody comes to support their own.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn carry_supports(
    tx: &Transaction,
    _permit: &Permit<deed::MoveProposal>,
    from: ProposalId,
    into: &Proposal,
) -> Result<(), AppError> {
    let theirs = Query::select()
        .expr(Expr::value(into.id.0))
        .columns([supports::Column::AccountId, supports::Column::SupportedAt])
        .from(supports::Entity)
        .and_where(supports::Column::ProposalId.eq(from.0))
        .and_where(supports::Column::AccountId.ne(into.owner.0))
        .take();
    let once = OnConflict::columns([supports::Column::ProposalId, supports::Column::AccountId]).do_nothing().to_owned();
    let mut carry = Query::insert().into_table(supports::Entity).on_conflict(once).take();
    carry.columns([supports::Column::ProposalId, supports::Column::AccountId, supports::Column::SupportedAt]);
    carry.select_from(theirs).map_err(AppError::internal)?;
    tx.connection().execute(&carry).await?;
    count_supports(tx, into.id).await
}

/// Brings the number shown in lists in step with the rows.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_supports(tx: &Transaction, id: ProposalId) -> Result<(), AppError> {
    let count = supports::Entity::find().filter(supports::Column::ProposalId.eq(id.0)).count(tx.connection()).await?;
    let count = i32::try_from(count).map_err(AppError::internal)?;
    proposals::Entity::update_many()
        .col_expr(proposals::Column::SupportCount, Expr::value(count))
        .filter(proposals::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Which of these proposals the person supports.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn supported_by(db: &Database, account: AccountId, ids: &[Uuid]) -> Result<HashSet<Uuid>, AppError> {
    let rows = supports::Entity::find()
        .filter(supports::Column::AccountId.eq(account.0))
        .filter(supports::Column::ProposalId.is_in(ids.iter().copied()))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(|row| row.proposal_id).collect())
}
