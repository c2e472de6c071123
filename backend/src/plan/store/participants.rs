//! Who takes part in what.

use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::plan::entity::participants::{ActiveModel, Column, Entity, Model};
use crate::plan::model::Participant;
use crate::platform::database::{Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::plan::PlanRole;
use shared::value::{AccountId, PlanId};
use uuid::Uuid;

/// Everyone who takes part in these plans, in the order in which they came.
pub(super) async fn of_plans(connection: &impl ConnectionTrait, plans: &[Uuid]) -> Result<Vec<(Uuid, Participant)>, AppError> {
    let query = Entity::find()
        .filter(Column::PlanId.is_in(plans.iter().copied()))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::AccountId);
    query.all(connection).await?.into_iter().map(|row| Ok((row.plan_id, to_participant(row)?))).collect()
}

/// The ids of the plans in which this person takes part.
pub(in crate::plan) fn joined_by(person: AccountId) -> SelectStatement {
    Query::select().column(Column::PlanId).from(Entity).and_where(Column::AccountId.eq(person.0)).to_owned()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_participant(tx: &Transaction, plan: PlanId, participant: &Participant) -> Result<(), AppError> {
    let row = ActiveModel {
        plan_id: Set(plan.0),
        account_id: Set(participant.account.0),
        role: Set(participant.role.to_string()),
        side: Set(participant.side.to_string()),
        office: Set(participant.office.clone()),
        added_by: Set(participant.added_by.0),
        added_at: Set(to_millis(participant.added_at)),
        signed_at: Set(None),
        signed_seq: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Gives a participant another role. What they signed they signed in the old one.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn set_role(
    tx: &Transaction,
    _permit: &Permit<deed::LeadPlan>,
    plan: PlanId,
    account: AccountId,
    role: PlanRole,
) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::Role, Expr::value(role.as_str()))
        .col_expr(Column::SignedAt, Expr::value(None::<i64>))
        .col_expr(Column::SignedSeq, Expr::value(None::<i64>))
        .filter(Column::PlanId.eq(plan.0))
        .filter(Column::AccountId.eq(account.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn remove_participant(tx: &Transaction, plan: PlanId, account: AccountId) -> Result<(), AppError> {
    Entity::delete_by_id((plan.0, account.0)).exec(tx.connection()).await?;
    Ok(())
}

/// Notes that the person signed the words of this entry of the log, or that they no longer do.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn set_signature(
    tx: &Transaction,
    permit: &Permit<deed::SignPlan>,
    plan: PlanId,
    signed: Option<(i64, DateTime<Utc>)>,
) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::SignedAt, Expr::value(signed.map(|(_, at)| to_millis(at))))
        .col_expr(Column::SignedSeq, Expr::value(signed.map(|(seq, _)| seq)))
        .filter(Column::PlanId.eq(plan.0))
        .filter(Column::AccountId.eq(permit.person()?.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Takes every signature off a plan: its words may change again.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn withdraw_signatures(tx: &Transaction, _permit: &Permit<deed::LeadPlan>, plan: PlanId) -> Result<(), AppError> {
    Entity::update_many()
        .col_expr(Column::SignedAt, Expr::value(None::<i64>))
        .col_expr(Column::SignedSeq, Expr::value(None::<i64>))
        .filter(Column::PlanId.eq(plan.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn to_participant(row: Model) -> Result<Participant, AppError> {
    Ok(Participant {
        account: AccountId(row.account_id),
        role: from_word(&row.role)?,
        side: from_word(&row.side)?,
        office: row.office,
        added_by: AccountId(row.added_by),
        added_at: from_millis(row.added_at)?,
        signed_at: row.signed_at.map(from_millis).transpose()?,
        signed_seq: row.signed_seq,
    })
}
