//! The versions of plans as one list.

use super::is_about;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::versions::{Column, Entity, Model};
use crate::plan::list::PlanVersionFilter;
use crate::plan::model::Version;
use crate::plan::store::{to_version, told_to};
use crate::platform::database::{Database, Listed, Seen, between, every_word};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use shared::value::time::Chronology;

impl Listed for Seen<PlanScope, PlanVersionFilter> {
    type Entity = Entity;
    type Order = Chronology;
    type Item = Version;

    const ID: Column = Column::Id;

    fn rows(&self) -> Select<Entity> {
        let Self { scope, filter } = self;
        let stages = filter.stages.iter().map(|stage| stage.as_str());
        let of_these = (!filter.stages.is_empty()).then(|| Column::Stage.is_in(stages));
        let of_this = filter.plan.map(|plan| Column::PlanId.eq(plan.0));
        let narrowed = between(Column::At, filter.from, filter.to)
            .add_option(of_these)
            .add_option(of_this)
            .add_option(every_word(Column::SearchText, filter.text.as_deref()));
        Entity::find()
            .filter(is_about(Column::PlanId, *scope, &filter.plans))
            .filter(told_to(*scope, Column::PlanId, Column::OfDraft))
            .filter(narrowed)
    }

    fn key(order: Chronology) -> (Column, bool) {
        (Column::At, order == Chronology::Newest)
    }

    async fn read(_: &Database, rows: Vec<Model>) -> Result<Vec<Version>, AppError> {
        rows.into_iter().map(to_version).collect()
    }
}
