//! The decisions of the public record as one list.

use super::condition::{is_about, such_a_decision};
use crate::error::AppError;
use crate::platform::database::{Database, Listed};
use crate::proposal::entity::decisions::{Column, Entity, Model};
use crate::proposal::list::DecisionFilter;
use crate::proposal::model::RecordedDecision;
use crate::proposal::store::to_decision;
use sea_orm::{EntityTrait, QueryFilter, Select};
use shared::value::time::Chronology;

impl Listed for DecisionFilter {
    type Entity = Entity;
    type Order = Chronology;
    type Item = RecordedDecision;

    const ID: Column = Column::Id;

    /// Only what was handed in is decided upon, so all of them are public.
    fn rows(&self) -> Select<Entity> {
        Entity::find().filter(such_a_decision(&self.criteria)).filter(is_about(Column::ProposalId, &self.proposals))
    }

    fn key(order: Chronology) -> (Column, bool) {
        (Column::DecidedAt, order == Chronology::Newest)
    }

    async fn read(_: &Database, rows: Vec<Model>) -> Result<Vec<RecordedDecision>, AppError> {
        rows.into_iter().map(to_decision).collect()
    }
}
