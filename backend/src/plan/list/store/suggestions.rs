//! What is suggested for plans as one list.

use super::is_about;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::suggestions::{Column, Entity, Model};
use crate::plan::list::PlanSuggestionFilter;
use crate::plan::store::to_suggestion;
use crate::plan::suggestions::Suggestion;
use crate::platform::database::{Database, Listed, Seen, between, every_word};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use shared::value::time::Chronology;

impl Listed for Seen<PlanScope, PlanSuggestionFilter> {
    type Entity = Entity;
    type Order = Chronology;
    type Item = Suggestion;

    const ID: Column = Column::Id;

    /// Nobody suggests anything for a draft: all of them were made since their plan was opened.
    fn rows(&self) -> Select<Entity> {
        let Self { scope, filter } = self;
        let statuses = filter.statuses.iter().map(|status| status.as_str());
        let of_these = (!filter.statuses.is_empty()).then(|| Column::Status.is_in(statuses));
        let narrowed = between(Column::CreatedAt, filter.from, filter.to)
            .add_option(of_these)
            .add_option(every_word(Column::SearchText, filter.text.as_deref()));
        Entity::find().filter(is_about(Column::PlanId, *scope, &filter.plans)).filter(narrowed)
    }

    fn key(order: Chronology) -> (Column, bool) {
        (Column::CreatedAt, order == Chronology::Newest)
    }

    async fn read(_: &Database, rows: Vec<Model>) -> Result<Vec<Suggestion>, AppError> {
        rows.into_iter().map(to_suggestion).collect()
    }
}
