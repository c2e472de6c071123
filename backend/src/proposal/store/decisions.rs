//! What the levels decided.

use super::row::{join_sources, split_sources, stored_money, stored_quantity};
use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use crate::proposal::entity::decisions;
use crate::proposal::model::RecordedDecision;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use shared::value::{AccountId, DecisionId, ProposalId, Quantity, Rupiah};
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_decision(
    tx: &Transaction,
    _permit: &Permit<deed::MoveProposal>,
    decision: &RecordedDecision,
) -> Result<(), AppError> {
    decisions::Entity::insert(to_row(decision).into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(crate) fn to_row(decision: &RecordedDecision) -> decisions::Model {
    decisions::Model {
        id: decision.id.0,
        proposal_id: decision.proposal.0,
        level: decision.level.clone(),
        decision: decision.decision.to_string(),
        from_status: decision.from.to_string(),
        to_status: decision.to.to_string(),
        reason_code: decision.reason_code.map(|code| code.to_string()),
        reason_text: decision.reason_text.clone(),
        quantity_milli: decision.quantity.map(Quantity::thousandths),
        cost: decision.cost.map(Rupiah::get),
        funding_sources: join_sources(&decision.funding_sources),
        minutes_number: decision.minutes_number.clone(),
        office: decision.office.clone(),
        decided_by: decision.decided_by.0,
        decided_at: to_millis(decision.decided_at),
        arrived_at: decision.arrived_at.map(to_millis),
    }
}

/// The decisions on these proposals, oldest first. Decisions are public.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn decisions_on(db: &Database, ids: &[Uuid]) -> Result<Vec<RecordedDecision>, AppError> {
    let query = decisions::Entity::find()
        .filter(decisions::Column::ProposalId.is_in(ids.iter().copied()))
        .order_by_asc(decisions::Column::DecidedAt)
        .order_by_asc(decisions::Column::Id);
    query.all(db.reader()).await?.into_iter().map(to_decision).collect()
}

/// # Errors
/// `INTERNAL` when the row is damaged.
pub fn to_decision(row: decisions::Model) -> Result<RecordedDecision, AppError> {
    Ok(RecordedDecision {
        id: DecisionId(row.id),
        proposal: ProposalId(row.proposal_id),
        level: row.level,
        decision: from_word(&row.decision)?,
        from: from_word(&row.from_status)?,
        to: from_word(&row.to_status)?,
        reason_code: row.reason_code.as_deref().map(from_word).transpose()?,
        reason_text: row.reason_text,
        quantity: row.quantity_milli.map(stored_quantity).transpose()?,
        cost: row.cost.map(stored_money).transpose()?,
        funding_sources: split_sources(&row.funding_sources)?,
        minutes_number: row.minutes_number,
        office: row.office,
        decided_by: AccountId(row.decided_by),
        decided_at: from_millis(row.decided_at)?,
        arrived_at: row.arrived_at.map(from_millis).transpose()?,
    })
}
