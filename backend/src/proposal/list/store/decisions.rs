//! The decisions of the public record as one list.

use super::condition::{is_about, such_a_decision};
use crate::error::AppError;
use crate::platform::database::{Cursor, Database, Keyset, portion};
use crate::proposal::entity::decisions;
use crate::proposal::list::{DecisionFilter, ProposalFilter};
use crate::proposal::model::RecordedDecision;
use crate::proposal::store::to_decision;
use sea_orm::{EntityTrait, PaginatorTrait, QueryFilter, Select};
use shared::value::time::Chronology;
use shared::value::{DecisionId, PageRequest};

/// One page, with one more row than asked for when there are more; a backward page comes from its end.
///
/// # Errors
/// `INVALID_CURSOR` on `after` or `before`; `INTERNAL` when the database refuses.
pub async fn page_of_decisions(
    db: &Database,
    filter: &DecisionFilter,
    order: Chronology,
    page: &PageRequest,
) -> Result<Vec<(Cursor, RecordedDecision)>, AppError> {
    let descending = order == Chronology::Newest;
    let by = Keyset { key: decisions::Column::DecidedAt, id: decisions::Column::Id, descending };
    let found = by.page(db, such(filter), order, page).await?;
    found.into_iter().map(|(cursor, row)| Ok((cursor, to_decision(row)?))).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_decisions(db: &Database, filter: &DecisionFilter) -> Result<u64, AppError> {
    Ok(such(filter).count(db.reader()).await?)
}

/// Only what was handed in is decided upon, so all of them are public.
fn such(filter: &DecisionFilter) -> Select<decisions::Entity> {
    decisions::Entity::find()
        .filter(such_a_decision(&filter.criteria))
        .filter(is_about(decisions::Column::ProposalId, &filter.proposals))
}

/// The next `limit` decisions on these proposals after this one in the order of their ids: for reading all of them.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn portion_of_decisions(
    db: &Database,
    proposals: &ProposalFilter,
    after: Option<DecisionId>,
    limit: u64,
) -> Result<Vec<RecordedDecision>, AppError> {
    let rows = decisions::Entity::find().filter(is_about(decisions::Column::ProposalId, proposals));
    let found = portion(db, rows, decisions::Column::Id, after.map(|id| id.0), limit).await?;
    found.into_iter().map(to_decision).collect()
}
