//! Photos as rows.

use super::Photo;
use super::entity::{ActiveModel, Column, Entity, Model};
use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::value::{AccountId, MediaId, ProposalId};
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(tx: &Transaction, _permit: &Permit<deed::UploadMedia>, photo: &Photo) -> Result<(), AppError> {
    let row = ActiveModel {
        id: Set(photo.id.0),
        owner_id: Set(photo.owner.0),
        proposal_id: Set(photo.proposal.map(|id| id.0)),
        position: Set(0),
        width: Set(photo.width),
        height: Set(photo.height),
        bytes: Set(photo.bytes),
        created_at: Set(to_millis(photo.created_at)),
        caption: Set(photo.caption.clone()),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find(db: &Database, id: MediaId) -> Result<Option<Photo>, AppError> {
    Entity::find_by_id(id.0).one(db.reader()).await?.map(to_photo).transpose()
}

/// The photos of these proposals, each proposal's in their order. Who may read the proposal may see them.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn of_proposals(db: &Database, ids: &[Uuid]) -> Result<Vec<Photo>, AppError> {
    let query = Entity::find()
        .filter(Column::ProposalId.is_in(ids.iter().copied()))
        .order_by_asc(Column::ProposalId)
        .order_by_asc(Column::Position);
    query.all(db.reader()).await?.into_iter().map(to_photo).collect()
}

/// The photos of a proposal that is being changed, in their order.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn attached(tx: &Transaction, proposal: ProposalId) -> Result<Vec<MediaId>, AppError> {
    let query = Entity::find().filter(Column::ProposalId.eq(proposal.0)).order_by_asc(Column::Position);
    Ok(query.all(tx.connection()).await?.into_iter().map(|row| MediaId(row.id)).collect())
}

/// Gives a photo its place on a proposal; `false` when it is not the owner's, or is on another proposal.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn attach(
    tx: &Transaction,
    owner: AccountId,
    proposal: ProposalId,
    photo: MediaId,
    position: i32,
) -> Result<bool, AppError> {
    let free = Condition::any().add(Column::ProposalId.is_null()).add(Column::ProposalId.eq(proposal.0));
    let update = Entity::update_many()
        .col_expr(Column::ProposalId, Expr::value(proposal.0))
        .col_expr(Column::Position, Expr::value(position))
        .filter(Column::Id.eq(photo.0))
        .filter(Column::OwnerId.eq(owner.0))
        .filter(free);
    Ok(update.exec(tx.connection()).await?.rows_affected > 0)
}

/// Takes every photo off a proposal but those named.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn detach_others(tx: &Transaction, proposal: ProposalId, kept: &[MediaId]) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::ProposalId, Expr::value(Option::<Uuid>::None))
        .filter(Column::ProposalId.eq(proposal.0))
        .filter(Column::Id.is_not_in(kept.iter().map(|photo| photo.0)))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// At most `limit` photos that belong to no proposal and were uploaded before `before`.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn orphans(db: &Database, before: DateTime<Utc>, limit: u64) -> Result<Vec<MediaId>, AppError> {
    let query = Entity::find().filter(Column::ProposalId.is_null()).filter(Column::CreatedAt.lt(to_millis(before))).limit(limit);
    Ok(query.all(db.reader()).await?.into_iter().map(|row| MediaId(row.id)).collect())
}

/// Forgets a photo; `false` when it has meanwhile found its proposal, or is gone.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delete_orphan(tx: &Transaction, id: MediaId) -> Result<bool, AppError> {
    let delete = Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::ProposalId.is_null());
    Ok(delete.exec(tx.connection()).await?.rows_affected > 0)
}

fn to_photo(row: Model) -> Result<Photo, AppError> {
    Ok(Photo {
        id: MediaId(row.id),
        owner: AccountId(row.owner_id),
        proposal: row.proposal_id.map(ProposalId),
        caption: row.caption,
        width: row.width,
        height: row.height,
        bytes: row.bytes,
        created_at: from_millis(row.created_at)?,
    })
}
