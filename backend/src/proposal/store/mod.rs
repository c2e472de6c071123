//! Proposals and what belongs to them as rows.

mod decisions;
mod numbers;
mod row;
mod supports;

pub(crate) use decisions::to_row as decision_row;
pub use decisions::{decisions_on, insert_decision, to_decision};
pub use numbers::next_number;
pub(super) use row::to_proposal;
pub(crate) use row::to_row;
pub use supports::{carry_supports, count_supports, delete_support, insert_support, supported_by};

use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction};
use crate::proposal::entity::proposals;
use crate::proposal::model::{Guarded, Proposal};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use shared::value::{AccountId, ProposalId};
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find(db: &Database, id: ProposalId) -> Result<Option<Guarded>, AppError> {
    let row = proposals::Entity::find_by_id(id.0).one(db.reader()).await?;
    Ok(row.map(to_proposal).transpose()?.map(Guarded::new))
}

/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find_many(db: &Database, ids: &[Uuid]) -> Result<Vec<Guarded>, AppError> {
    let rows = proposals::Entity::find().filter(proposals::Column::Id.is_in(ids.iter().copied())).all(db.reader()).await?;
    rows.into_iter().map(|row| to_proposal(row).map(Guarded::new)).collect()
}

/// The proposals merged into these.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn merged_into(db: &Database, ids: &[Uuid]) -> Result<Vec<Guarded>, AppError> {
    let rows = proposals::Entity::find()
        .filter(proposals::Column::MergedInto.is_in(ids.iter().copied()))
        .order_by_asc(proposals::Column::Id)
        .all(db.reader())
        .await?;
    rows.into_iter().map(|row| to_proposal(row).map(Guarded::new)).collect()
}

/// Reads the proposal so that nobody else changes it before this transaction ends.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn lock(tx: &Transaction, id: ProposalId) -> Result<Option<Guarded>, AppError> {
    let row = proposals::Entity::find_by_id(id.0).lock_exclusive().one(tx.connection()).await?;
    Ok(row.map(to_proposal).transpose()?.map(Guarded::new))
}

/// The proposal that this person's form with this key has already made.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find_by_client_key(
    tx: &Transaction,
    _permit: &Permit<deed::CreateProposal>,
    owner: AccountId,
    key: &str,
) -> Result<Option<Proposal>, AppError> {
    let row = proposals::Entity::find()
        .filter(proposals::Column::OwnerId.eq(owner.0))
        .filter(proposals::Column::ClientKey.eq(key))
        .one(tx.connection())
        .await?;
    row.map(to_proposal).transpose()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(
    tx: &Transaction,
    _permit: &Permit<deed::CreateProposal>,
    proposal: &Proposal,
    client_key: Option<String>,
) -> Result<(), AppError> {
    let mut row = to_row(proposal).into_active_model();
    row.client_key = Set(client_key);
    proposals::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Writes every column of a locked proposal back.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn update(tx: &Transaction, proposal: &Proposal) -> Result<(), AppError> {
    let mut row = to_row(proposal).into_active_model().reset_all();
    row.client_key = sea_orm::ActiveValue::NotSet;
    row.update(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn add_to_comment_count(tx: &Transaction, id: ProposalId, change: i32) -> Result<(), AppError> {
    let counted = Expr::col(proposals::Column::CommentCount).add(change);
    proposals::Entity::update_many()
        .col_expr(proposals::Column::CommentCount, counted)
        .filter(proposals::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}
