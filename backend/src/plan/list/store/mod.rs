//! The queries behind lists. A scope and a filter become one WHERE clause.

mod facts;
mod participation;

pub use facts::facts;
pub use participation::acts;

use super::PlanFilter;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::{features, participants, plan_proposals, plans};
use crate::plan::model::Plan;
use crate::plan::store::{to_plans, without_content};
use crate::platform::database::{self, Cursor, Database, Keyset, containing, earliest, surrounded, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use shared::area::{AreaCode, AreaLevel};
use shared::plan::{PlanOrder, Stage};
use shared::value::{AccountId, BoundingBox, Location, PageRequest, PlanId, Shape};

type Column = plans::Column;

/// One page, with one more row than asked for when there are more; a backward page comes in list order too. The plans come
/// without their content.
///
/// # Errors
/// `INVALID_CURSOR` on `after` or `before`; `INTERNAL` when the database refuses.
pub async fn page(
    db: &Database,
    scope: PlanScope,
    filter: &PlanFilter,
    order: PlanOrder,
    page: &PageRequest,
) -> Result<Vec<(Cursor, Plan)>, AppError> {
    let found = keyset(order).page(db, without_content().filter(condition(scope, filter)), order, page).await?;
    let (cursors, rows): (Vec<Cursor>, Vec<plans::Model>) = found.into_iter().unzip();
    Ok(cursors.into_iter().zip(to_plans(db.reader(), rows).await?).collect())
}

/// The next `limit` plans after this one in the order of their ids, without their content: for reading all of them.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn portion(
    db: &Database,
    scope: PlanScope,
    filter: &PlanFilter,
    after: Option<PlanId>,
    limit: u64,
) -> Result<Vec<Plan>, AppError> {
    let rows = without_content().filter(condition(scope, filter));
    to_plans(db.reader(), database::portion(db, rows, Column::Id, after.map(|id| id.0), limit).await?).await
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count(db: &Database, scope: PlanScope, filter: &PlanFilter) -> Result<u64, AppError> {
    Ok(plans::Entity::find().filter(condition(scope, filter)).count(db.reader()).await?)
}

/// When the first plan of the public record was begun.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn since(db: &Database) -> Result<Option<DateTime<Utc>>, AppError> {
    earliest(db, plans::Entity::find().filter(condition(PlanScope::PUBLIC, &PlanFilter::default())), Column::CreatedAt).await
}

const fn keyset(order: PlanOrder) -> Keyset<Column> {
    let key = match order {
        PlanOrder::RecentlyChanged => Column::ChangedAt,
        PlanOrder::Newest => Column::CreatedAt,
        PlanOrder::HighestBudget => Column::BudgetTotal,
    };
    Keyset { key, id: Column::Id, descending: true }
}

/// The plans that `scope` may see and `filter` asks for.
pub fn condition(scope: PlanScope, filter: &PlanFilter) -> Condition {
    let mut visible = Condition::any().add(Column::Stage.ne(Stage::Draft.as_str()));
    if let Some(person) = scope.participant() {
        visible = visible.add(Column::Id.in_subquery(joined_by(person)));
    }
    let words = |column: Column, words: Vec<&'static str>| (!words.is_empty()).then(|| column.is_in(words));
    let mut all = Condition::all()
        .add(visible)
        .add_option((!filter.areas.is_empty()).then(|| within_any(&filter.areas)))
        .add_option(words(Column::Sector, filter.sectors.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::Stage, filter.stages.iter().map(|value| value.as_str()).collect()))
        .add_option((!filter.fiscal_years.is_empty()).then(|| Column::FiscalYear.is_in(filter.fiscal_years.iter().copied())))
        .add_option(filter.budget_min.map(|least| Column::BudgetTotal.gte(least)))
        .add_option(filter.budget_max.map(|most| Column::BudgetTotal.lte(most)))
        .add_option(filter.created_from.map(|from| Column::CreatedAt.gte(to_millis(from))))
        .add_option(filter.created_to.map(|to| Column::CreatedAt.lt(to_millis(to))))
        .add_option((!filter.levels.is_empty()).then(|| of_levels(&filter.levels)))
        .add_option(filter.within.as_ref().map(drawing_within))
        .add_option((!filter.funding_sources.is_empty()).then(|| Column::Id.in_subquery(facts::paid_from(&filter.funding_sources))))
        .add_option((!filter.without.is_empty()).then(|| facts::without(filter)))
        .add_option(filter.participant.map(|person| Column::Id.in_subquery(joined_by(person))))
        .add_option(filter.bounding_box.map(reaching_into));
    for word in filter.text.as_deref().unwrap_or_default().split_whitespace() {
        all = all.add(Expr::col(Column::Search).like(containing(word)));
    }
    if let Some(proposal) = filter.proposal {
        let answering = Query::select()
            .column(plan_proposals::Column::PlanId)
            .from(plan_proposals::Entity)
            .and_where(plan_proposals::Column::ProposalId.eq(proposal.0))
            .to_owned();
        all = all.add(Column::Id.in_subquery(answering));
    }
    all
}

fn joined_by(person: AccountId) -> SelectStatement {
    Query::select()
        .column(participants::Column::PlanId)
        .from(participants::Entity)
        .and_where(participants::Column::AccountId.eq(person.0))
        .to_owned()
}

fn within_any(areas: &[AreaCode]) -> Condition {
    let within = |area: &AreaCode| Column::AreaCode.eq(area.as_str()).or(Column::AreaCode.starts_with(format!("{area}.")));
    areas.iter().fold(Condition::any(), |any, area| any.add(within(area)))
}

/// The dots of a code tell its level: 33.02, 33.02.17, 33.02.17.2019.
fn of_levels(levels: &[AreaLevel]) -> Condition {
    levels.iter().fold(Condition::any(), |any, level| match level {
        AreaLevel::Village => any.add(Column::AreaCode.like("%.%.%.%")),
        AreaLevel::District => any.add(Column::AreaCode.like("%.%.%").and(Column::AreaCode.not_like("%.%.%.%"))),
        AreaLevel::Regency => any.add(Column::AreaCode.not_like("%.%.%")),
    })
}

fn drawing_within(outline: &Shape) -> Condition {
    let column = |column: features::Column| Expr::col((features::Entity, column));
    let within = surrounded(outline.positions(), column(features::Column::LonE7), column(features::Column::LatE7));
    let plans = Query::select().column(features::Column::PlanId).from(features::Entity).and_where(within).take();
    Condition::all().add(reaching_into(outline.bounds())).add(Column::Id.in_subquery(plans))
}

fn reaching_into(bounds: BoundingBox) -> Condition {
    let (low, high) =
        (Location { longitude: bounds.west, latitude: bounds.south }, Location { longitude: bounds.east, latitude: bounds.north });
    let ((west, south), (east, north)) = (low.to_e7(), high.to_e7());
    Condition::all()
        .add(Column::WestE7.lte(east))
        .add(Column::EastE7.gte(west))
        .add(Column::SouthE7.lte(north))
        .add(Column::NorthE7.gte(south))
}
