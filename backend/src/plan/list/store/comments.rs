//! What is said about plans as one list.

use super::is_about;
use crate::access::PlanScope;
use crate::comment::Path;
use crate::error::AppError;
use crate::plan::comments::Comment;
use crate::plan::entity::comments::{Column, Entity, Model};
use crate::plan::list::PlanCommentFilter;
use crate::plan::store::{to_comment, told_to};
use crate::platform::database::{Database, Listed, Seen, between, every_word};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
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
        let resolved = |resolved| if resolved { Expr::exists(settled()) } else { Expr::not_exists(settled()) };
        let narrowed = between(Column::CreatedAt, filter.from, filter.to)
            .add_option(filter.hidden.map(hidden))
            .add_option(filter.resolved.map(resolved))
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

/// The comment that began the thread of each, where that is settled: answers are settled with what they answer.
fn settled() -> SelectStatement {
    let first = |column: Column| Expr::col((Alias::new("first"), column));
    let path = Expr::cust(format!(r#"substr("plan_comments"."path", 1, {})"#, Path::FIRST));
    Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, Alias::new("first"))
        .and_where(first(Column::PlanId).equals((Entity, Column::PlanId)))
        .and_where(first(Column::Path).eq(path))
        .and_where(first(Column::ResolvedAt).is_not_null())
        .take()
}
