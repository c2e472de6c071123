//! What is said about plans, as rows. A hidden comment has lost its text.

use super::draft::told_to;
use crate::access::{Permit, PlanScope, deed};
use crate::comment::{Content, Path};
use crate::error::AppError;
use crate::plan::comments::{Anchor, Comment};
use crate::plan::entity::comments::{ActiveModel, Column, Entity, Model};
use crate::platform::database::{Database, Transaction, count_of_each, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use shared::value::{AccountId, CommentId, PlanId};
use std::collections::HashMap;
use uuid::Uuid;

/// How many comments there are on a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommentCounts {
    pub all: u64,
    /// Not hidden.
    pub shown: u64,
}

/// The comment with this id, if `scope` is told of it.
///
/// # Errors
/// `INTERNAL` when the database refuses or the row is damaged.
pub async fn find_comment(connection: &impl ConnectionTrait, scope: PlanScope, id: CommentId) -> Result<Option<Comment>, AppError> {
    told(scope).filter(Column::Id.eq(id.0)).one(connection).await?.map(to_comment).transpose()
}

/// At most `limit` comments that `scope` is told of, after a place in the thread, in reading order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn comments(
    db: &Database,
    scope: PlanScope,
    plan: PlanId,
    after: Option<&Path>,
    limit: u64,
) -> Result<Vec<Comment>, AppError> {
    let mut query = told(scope).filter(Column::PlanId.eq(plan.0)).order_by_asc(Column::Path).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Path.gt(after.as_str()));
    }
    query.all(db.reader()).await?.into_iter().map(to_comment).collect()
}

/// How many comments on each of these plans `scope` is told of; those without any are left out.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_comments(db: &Database, scope: PlanScope, plans: &[Uuid]) -> Result<HashMap<Uuid, CommentCounts>, AppError> {
    let on_these = || told(scope).filter(Column::PlanId.is_in(plans.iter().copied()));
    let all: HashMap<Uuid, u64> = count_of_each(db, on_these(), Column::PlanId, Column::Id).await?;
    let hidden: HashMap<Uuid, u64> = count_of_each(db, on_these(), Column::PlanId, Column::HiddenAt).await?;
    let counts = |(plan, all): (Uuid, u64)| {
        let shown = all.saturating_sub(hidden.get(&plan).copied().unwrap_or_default());
        (plan, CommentCounts { all, shown })
    };
    Ok(all.into_iter().map(counts).collect())
}

/// Records a comment with its text.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_comment(
    tx: &Transaction,
    _permit: &Permit<deed::CommentOnPlan>,
    comment: &Comment,
    body: &str,
) -> Result<(), AppError> {
    let row = ActiveModel {
        id: Set(comment.id.0),
        plan_id: Set(comment.plan.0),
        anchor_kind: Set(comment.anchor.kind.to_string()),
        anchor_id: Set(comment.anchor.id),
        parent_id: Set(comment.parent.map(|parent| parent.0)),
        depth: Set(comment.path.depth()),
        path: Set(comment.path.as_str().to_owned()),
        author_id: Set(comment.author.0),
        office: Set(comment.office.clone()),
        body: Set(body.to_owned()),
        search_text: Set(body.to_lowercase()),
        created_at: Set(to_millis(comment.created_at)),
        hidden_at: Set(None),
        hidden_reason: Set(None),
        hidden_by: Set(None),
        resolved_at: Set(None),
        resolved_by: Set(None),
        of_draft: Set(comment.of_draft),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Puts the reason in the place of the text, which stays only beside the journal; `false` when it is hidden already.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn hide_comment(
    tx: &Transaction,
    permit: &Permit<deed::ModeratePlan>,
    id: CommentId,
    reason: &str,
    at: DateTime<Utc>,
) -> Result<bool, AppError> {
    let hidden = Entity::update_many()
        .col_expr(Column::Body, Expr::value(""))
        .col_expr(Column::SearchText, Expr::value(""))
        .col_expr(Column::HiddenAt, Expr::value(to_millis(at)))
        .col_expr(Column::HiddenReason, Expr::value(reason))
        .col_expr(Column::HiddenBy, Expr::value(permit.office_name()))
        .filter(Column::Id.eq(id.0))
        .filter(Column::HiddenAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(hidden.rows_affected > 0)
}

/// Notes that a thread is settled, by whom and when, or that it is open again.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn set_resolved(tx: &Transaction, id: CommentId, resolved: Option<(AccountId, DateTime<Utc>)>) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::ResolvedAt, Expr::value(resolved.map(|(_, at)| to_millis(at))))
        .col_expr(Column::ResolvedBy, Expr::value(resolved.map(|(by, _)| by.0)))
        .filter(Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn told(scope: PlanScope) -> Select<Entity> {
    Entity::find().filter(told_to(scope, Column::PlanId, Column::OfDraft))
}

pub(in crate::plan) fn to_comment(row: Model) -> Result<Comment, AppError> {
    Ok(Comment {
        id: CommentId(row.id),
        plan: PlanId(row.plan_id),
        anchor: Anchor { kind: from_word(&row.anchor_kind)?, id: row.anchor_id },
        parent: row.parent_id.map(CommentId),
        path: Path::read(row.path).ok_or_else(|| AppError::damaged(format!("the path of comment {}", row.id)))?,
        author: AccountId(row.author_id),
        office: row.office,
        content: Content::kept(row.body, row.hidden_at, row.hidden_reason, row.hidden_by),
        created_at: from_millis(row.created_at)?,
        resolved_at: row.resolved_at.map(from_millis).transpose()?,
        resolved_by: row.resolved_by.map(AccountId),
        of_draft: row.of_draft,
    })
}
