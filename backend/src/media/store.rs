//! Photos and documents as rows.

use super::entity::{ActiveModel, Column, Entity, Model};
use super::{Content, Media, Sort};
use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::value::{AccountId, MediaId, ProposalId};
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(tx: &Transaction, _permit: &Permit<deed::UploadMedia>, media: &Media) -> Result<(), AppError> {
    let (mut caption, mut width, mut height, mut document_kind, mut file_name) = (None, 0, 0, None, None);
    match media.content.clone() {
        Content::Photo { caption: words, width: w, height: h } => (caption, width, height) = (words, w, h),
        Content::Document { kind, name } => (document_kind, file_name) = (Some(kind.to_string()), Some(name)),
    }
    let row = ActiveModel {
        id: Set(media.id.0),
        owner_id: Set(media.owner.0),
        proposal_id: Set(media.proposal.map(|id| id.0)),
        position: Set(0),
        width: Set(width),
        height: Set(height),
        bytes: Set(media.bytes),
        created_at: Set(to_millis(media.created_at)),
        caption: Set(caption),
        document_kind: Set(document_kind),
        file_name: Set(file_name),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find(db: &Database, id: MediaId) -> Result<Option<Media>, AppError> {
    Entity::find_by_id(id.0).one(db.reader()).await?.map(to_media).transpose()
}

/// What belongs to these proposals, each proposal's photos and documents in their order. Who may read the proposal may
/// see them.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn of_proposals(db: &Database, ids: &[Uuid]) -> Result<Vec<Media>, AppError> {
    let query = Entity::find()
        .filter(Column::ProposalId.is_in(ids.iter().copied()))
        .order_by_asc(Column::ProposalId)
        .order_by_asc(Column::Position);
    query.all(db.reader()).await?.into_iter().map(to_media).collect()
}

/// What belongs to a proposal that is being changed, photos and documents in their order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn attached(tx: &Transaction, proposal: ProposalId) -> Result<Vec<Media>, AppError> {
    let query = Entity::find().filter(Column::ProposalId.eq(proposal.0)).order_by_asc(Column::Position);
    query.all(tx.connection()).await?.into_iter().map(to_media).collect()
}

/// Gives an upload its place on a proposal; `false` when it is not the owner's, is on another proposal, or of another sort.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn attach(
    tx: &Transaction,
    owner: AccountId,
    proposal: ProposalId,
    sort: Sort,
    media: MediaId,
    position: i32,
) -> Result<bool, AppError> {
    let free = Condition::any().add(Column::ProposalId.is_null()).add(Column::ProposalId.eq(proposal.0));
    let update = Entity::update_many()
        .col_expr(Column::ProposalId, Expr::value(proposal.0))
        .col_expr(Column::Position, Expr::value(position))
        .filter(Column::Id.eq(media.0))
        .filter(Column::OwnerId.eq(owner.0))
        .filter(is(sort))
        .filter(free);
    Ok(update.exec(tx.connection()).await?.rows_affected > 0)
}

/// Takes everything of one sort off a proposal but what is named.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn detach_others(tx: &Transaction, proposal: ProposalId, sort: Sort, kept: &[MediaId]) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::ProposalId, Expr::value(Option::<Uuid>::None))
        .filter(Column::ProposalId.eq(proposal.0))
        .filter(is(sort))
        .filter(Column::Id.is_not_in(kept.iter().map(|media| media.0)))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The ids of at most `limit` uploads that belong to no proposal and were made before `before`.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn orphans(db: &Database, before: DateTime<Utc>, limit: u64) -> Result<Vec<MediaId>, AppError> {
    let query = Entity::find().filter(Column::ProposalId.is_null()).filter(Column::CreatedAt.lt(to_millis(before))).limit(limit);
    Ok(query.all(db.reader()).await?.into_iter().map(|row| MediaId(row.id)).collect())
}

/// Forgets an upload; `false` when it has meanwhile found its proposal, or is gone.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delete_orphan(tx: &Transaction, id: MediaId) -> Result<bool, AppError> {
    let delete = Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::ProposalId.is_null());
    Ok(delete.exec(tx.connection()).await?.rows_affected > 0)
}

fn is(sort: Sort) -> SimpleExpr {
    match sort {
        Sort::Photo => Column::DocumentKind.is_null(),
        Sort::Document => Column::DocumentKind.is_not_null(),
    }
}

fn to_media(row: Model) -> Result<Media, AppError> {
    let content = match row.document_kind {
        None => Content::Photo { caption: row.caption, width: row.width, height: row.height },
        Some(kind) => Content::Document { kind: from_word(&kind)?, name: row.file_name.unwrap_or_default() },
    };
    Ok(Media {
        id: MediaId(row.id),
        owner: AccountId(row.owner_id),
        proposal: row.proposal_id.map(ProposalId),
        bytes: row.bytes,
        created_at: from_millis(row.created_at)?,
        content,
    })
}
