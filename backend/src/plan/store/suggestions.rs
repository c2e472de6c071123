//! What is suggested for plans, as rows. A hidden suggestion has lost its words.

use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::plan::entity::suggestions::{ActiveModel, Column, Entity, Model};
use crate::plan::suggestions::{Settled, Suggestion, Words};
use crate::platform::database::{Database, Transaction, count_of_each, from_millis, from_word, to_millis};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany};
use shared::plan::SuggestionStatus;
use shared::value::{AccountId, PlanId, SuggestionId};
use std::collections::HashMap;
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses or the row is damaged.
pub async fn find_suggestion(connection: &impl ConnectionTrait, id: SuggestionId) -> Result<Option<Suggestion>, AppError> {
    Entity::find_by_id(id.0).one(connection).await?.map(to_suggestion).transpose()
}

/// What taking it over means for the document; empty once it is hidden.
///
/// # Errors
/// `INTERNAL` when the database refuses, or there is no such suggestion.
pub async fn update_of_suggestion(db: &Database, id: SuggestionId) -> Result<Vec<u8>, AppError> {
    let query = Entity::find_by_id(id.0).select_only().column(Column::UpdateBytes).into_tuple();
    query.one(db.reader()).await?.ok_or_else(|| AppError::damaged("a suggestion without its update"))
}

/// At most `limit` suggestions for a plan that were made before that with the id `after`, latest first; of one status, or
/// all. Ids begin with the clock.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn suggestions(
    db: &Database,
    plan: PlanId,
    status: Option<SuggestionStatus>,
    after: Option<SuggestionId>,
    limit: u64,
) -> Result<Vec<Suggestion>, AppError> {
    let mut query = Entity::find().filter(Column::PlanId.eq(plan.0)).order_by_desc(Column::Id).limit(limit);
    if let Some(status) = status {
        query = query.filter(Column::Status.eq(status.as_str()));
    }
    if let Some(after) = after {
        query = query.filter(Column::Id.lt(after.0));
    }
    query.all(db.reader()).await?.into_iter().map(to_suggestion).collect()
}

/// How many suggestions each of these plans has, of one status, or all; those without any are left out.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_suggestions(
    db: &Database,
    plans: &[Uuid],
    status: Option<SuggestionStatus>,
) -> Result<HashMap<Uuid, u64>, AppError> {
    let mut query = Entity::find().filter(Column::PlanId.is_in(plans.iter().copied()));
    if let Some(status) = status {
        query = query.filter(Column::Status.eq(status.as_str()));
    }
    count_of_each(db, query, Column::PlanId, Column::Id).await
}

/// Records a suggestion with its words and what taking it over means for the document.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_suggestion(
    tx: &Transaction,
    _permit: &Permit<deed::SuggestForPlan>,
    suggestion: &Suggestion,
    words: &Words,
    update: Vec<u8>,
) -> Result<(), AppError> {
    let row = ActiveModel {
        id: Set(suggestion.id.0),
        plan_id: Set(suggestion.plan.0),
        section_id: Set(suggestion.section),
        base_seq: Set(suggestion.base),
        author: Set(suggestion.author.0),
        office: Set(suggestion.office.clone()),
        created_at: Set(to_millis(suggestion.created_at)),
        note: Set(words.note.clone()),
        base_text: Set(words.before.clone()),
        proposed_text: Set(words.after.clone()),
        search_text: Set(search_text(words)),
        update_bytes: Set(update),
        status: Set(suggestion.status.to_string()),
        decided_at: Set(None),
        decided_by: Set(None),
        decided_office: Set(None),
        decision_note: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// What the text filter looks into.
fn search_text(words: &Words) -> String {
    let parts = [Some(words.after.as_str()), words.note.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Notes what became of a suggestion. The caller has made sure, under the plan's lock, that it was open.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn settle_suggestion(
    tx: &Transaction,
    id: SuggestionId,
    status: SuggestionStatus,
    settled: &Settled,
) -> Result<(), AppError> {
    ended(id, status, settled).exec(tx.connection()).await?;
    Ok(())
}

/// Puts the reason in the place of the words, which stay only beside the journal.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn hide_suggestion(
    tx: &Transaction,
    _permit: &Permit<deed::ModeratePlan>,
    id: SuggestionId,
    settled: &Settled,
) -> Result<(), AppError> {
    ended(id, SuggestionStatus::Hidden, settled)
        .col_expr(Column::Note, Expr::value(Option::<String>::None))
        .col_expr(Column::BaseText, Expr::value(""))
        .col_expr(Column::ProposedText, Expr::value(""))
        .col_expr(Column::SearchText, Expr::value(""))
        .col_expr(Column::UpdateBytes, Expr::value(Vec::<u8>::new()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn ended(id: SuggestionId, status: SuggestionStatus, settled: &Settled) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::DecidedAt, Expr::value(to_millis(settled.at)))
        .col_expr(Column::DecidedBy, Expr::value(settled.by.0))
        .col_expr(Column::DecidedOffice, Expr::value(settled.office.clone()))
        .col_expr(Column::DecisionNote, Expr::value(settled.note.clone()))
        .filter(Column::Id.eq(id.0))
}

pub(in crate::plan) fn to_suggestion(row: Model) -> Result<Suggestion, AppError> {
    let status: SuggestionStatus = from_word(&row.status)?;
    let words = Words { before: row.base_text, after: row.proposed_text, note: row.note };
    let settled = match row.decided_at.zip(row.decided_by) {
        Some((at, by)) => {
            Some(Settled { at: from_millis(at)?, by: AccountId(by), office: row.decided_office, note: row.decision_note })
        }
        None => None,
    };
    Ok(Suggestion {
        id: SuggestionId(row.id),
        plan: PlanId(row.plan_id),
        section: row.section_id,
        base: row.base_seq,
        author: AccountId(row.author),
        office: row.office,
        created_at: from_millis(row.created_at)?,
        words: (status != SuggestionStatus::Hidden).then_some(words),
        status,
        settled,
    })
}
