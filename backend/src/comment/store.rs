//! Comments as rows. A draft has none, so they are public; a hidden one has lost its text.

use super::entity::{Column, Entity, Model};
use super::{Comment, CommentFilter, Content, Path};
use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{
    Database, GROUPS_AT_ONCE, Listed, Transaction, between, count_of_each, every_word, first_of_each, from_millis, to_millis,
};
use crate::proposal::list::store::is_about;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};
use shared::value::time::Chronology;
use shared::value::{AccountId, CommentId, ProposalId};
use std::collections::HashMap;
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses or the row is damaged.
pub async fn find(connection: &impl ConnectionTrait, id: CommentId) -> Result<Option<Comment>, AppError> {
    Entity::find_by_id(id.0).one(connection).await?.map(to_comment).transpose()
}

/// At most `limit` comments after a place in the thread, in reading order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn page(db: &Database, proposal: ProposalId, after: &Path, limit: u64) -> Result<Vec<Comment>, AppError> {
    let query = Entity::find()
        .filter(Column::ProposalId.eq(proposal.0))
        .filter(Column::Path.gt(after.as_str()))
        .order_by_asc(Column::Path)
        .limit(limit);
    query.all(db.reader()).await?.into_iter().map(to_comment).collect()
}

/// The comments of the public record.
impl Listed for CommentFilter {
    type Entity = Entity;
    type Order = Chronology;
    type Item = Comment;

    const ID: Column = Column::Id;

    fn rows(&self) -> Select<Entity> {
        let hidden = |hidden| if hidden { Column::HiddenAt.is_not_null() } else { Column::HiddenAt.is_null() };
        let narrowed = between(Column::CreatedAt, self.from, self.to)
            .add_option(self.hidden.map(hidden))
            .add_option(every_word(Column::SearchText, self.text.as_deref()));
        Entity::find().filter(is_about(Column::ProposalId, &self.proposals)).filter(narrowed)
    }

    fn key(order: Chronology) -> (Column, bool) {
        (Column::CreatedAt, order == Chronology::Newest)
    }

    async fn read(_: &Database, rows: Vec<Model>) -> Result<Vec<Comment>, AppError> {
        rows.into_iter().map(to_comment).collect()
    }
}

/// The first `limit` comments on each of these proposals, each conversation in reading order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn first_on_each(db: &Database, proposals: &[Uuid], limit: u64) -> Result<Vec<Comment>, AppError> {
    let mut found = Vec::new();
    for some in proposals.chunks(GROUPS_AT_ONCE) {
        let group = (Column::ProposalId, some.iter().copied());
        let first = first_of_each::<Entity>(Column::Id, group, Column::Path, &Condition::all(), limit);
        let rows = Entity::find().filter(Column::Id.in_subquery(first)).order_by_asc(Column::Path).all(db.reader()).await?;
        found.extend(rows);
    }
    found.into_iter().map(to_comment).collect()
}

/// How many comments each of these proposals has, the hidden ones too; those without any are left out.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_on_each(db: &Database, proposals: &[Uuid]) -> Result<HashMap<Uuid, u64>, AppError> {
    let on_these = Column::ProposalId.is_in(proposals.iter().copied());
    count_of_each(db, Entity::find().filter(on_these), Column::ProposalId, Column::Id).await
}

/// Records a comment with its text.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(
    tx: &Transaction,
    _permit: &Permit<deed::CommentOnProposal>,
    comment: &Comment,
    body: &str,
) -> Result<(), AppError> {
    let row = to_row(comment, body).into_active_model();
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Puts the reason in the place of the text, which stays only beside the journal; `false` when it is hidden already.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn hide(
    tx: &Transaction,
    permit: &Permit<deed::HideComment>,
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

pub(crate) fn to_row(comment: &Comment, body: &str) -> Model {
    Model {
        id: comment.id.0,
        proposal_id: comment.proposal.0,
        parent_id: comment.parent.map(|parent| parent.0),
        depth: comment.path.depth(),
        path: comment.path.as_str().to_owned(),
        author_id: comment.author.0,
        office: comment.office.clone(),
        body: body.to_owned(),
        search_text: body.to_lowercase(),
        created_at: to_millis(comment.created_at),
        hidden_at: None,
        hidden_reason: None,
        hidden_by: None,
    }
}

fn to_comment(row: Model) -> Result<Comment, AppError> {
    Ok(Comment {
        id: CommentId(row.id),
        proposal: ProposalId(row.proposal_id),
        parent: row.parent_id.map(CommentId),
        path: Path::read(row.path).ok_or_else(|| AppError::damaged(format!("the path of comment {}", row.id)))?,
        author: AccountId(row.author_id),
        office: row.office,
        content: Content::kept(row.body, row.hidden_at, row.hidden_reason, row.hidden_by),
        created_at: from_millis(row.created_at)?,
    })
}
