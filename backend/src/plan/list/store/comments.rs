//! What is said about plans as one list.

use super::is_about;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::comments::Comment;
use crate::plan::entity::comments::{Column, Entity, Model};
use crate::plan::list::PlanCommentFilter;
use crate::plan::store::{to_comment, told_to};
use crate::platform::database::{Database, Listed, Seen, between, every_word};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use shared::value::time::Chronology;

impl Listed for Seen<PlanScope, PlanCommentFilter> {
    type Entity = Entity;
    type Order = Chronology;
    type Item = Comment;

    const ID: Column = Column::Id;

    fn rows(&self) -> Select<Entity> {
        let Self { scope, filter } = self;
        let hidden = |hidden| if hidden { Column::HiddenAt.is_not_null() } else { Column::HiddenAt.is_null() };
        let narrowed = between(Column::CreatedAt, filter.from, filter.to)
            .add_option(filter.hidden.map(hidden))
            .add_option(every_word(Column::SearchText, filter.text.as_deref()));
        Entity::find()
            .filter(is_about(Column::PlanId, *scope, &filter.plans))
            .filter(told_to(*scope, Column::PlanId, Column::OfDraft))
            .filter(narrowed)
    }

    fn key(order: Chronology) -> (Column, bool) {
        (Column::CreatedAt, order == Chronology::Newest)
    }

    async fn read(_: &Database, rows: Vec<Model>) -> Result<Vec<Comment>, AppError> {
        rows.into_iter().map(to_comment).collect()
    }
}
