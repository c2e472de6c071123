//! The queries behind lists. A scope and a filter become one WHERE clause.

use super::PlanFilter;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::{participants, plan_proposals, plans};
use crate::plan::model::Plan;
use crate::plan::store::{to_plans, without_content};
use crate::platform::database::{Database, containing};
use crate::proposal::list::Cursor;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order as Direction, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ErrorCode;
use shared::area::AreaCode;
use shared::plan::{PlanOrder, Stage};
use shared::value::{AccountId, BoundingBox, Location, PageRequest};

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
    let column = order_column(order);
    let downward = !page.backward;
    let direction = if downward { Direction::Desc } else { Direction::Asc };
    let mut query = without_content()
        .filter(condition(scope, filter))
        .order_by(column, direction.clone())
        .order_by(Column::Id, direction)
        .limit(page.size + 1);
    if let Some(text) = &page.cursor {
        let field = if page.backward { "before" } else { "after" };
        let Cursor { key, id } = Cursor::decode(text, order).ok_or_else(|| AppError::field(field, ErrorCode::InvalidCursor))?;
        let (past_key, past_id) = if downward { (column.lt(key), Column::Id.lt(id)) } else { (column.gt(key), Column::Id.gt(id)) };
        query = query.filter(Condition::any().add(past_key).add(Condition::all().add(column.eq(key)).add(past_id)));
    }
    let rows = query.all(db.reader()).await?;
    let cursors: Vec<Cursor> = rows.iter().map(|row| Cursor { key: order_key(order, row), id: row.id }).collect();
    Ok(cursors.into_iter().zip(to_plans(db.reader(), rows).await?).collect())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count(db: &Database, scope: PlanScope, filter: &PlanFilter) -> Result<u64, AppError> {
    Ok(plans::Entity::find().filter(condition(scope, filter)).count(db.reader()).await?)
}

const fn order_column(order: PlanOrder) -> Column {
    match order {
        PlanOrder::RecentlyChanged => Column::ChangedAt,
        PlanOrder::Newest => Column::CreatedAt,
        PlanOrder::HighestBudget => Column::BudgetTotal,
    }
}

const fn order_key(order: PlanOrder, row: &plans::Model) -> i64 {
    match order {
        PlanOrder::RecentlyChanged => row.changed_at,
        PlanOrder::Newest => row.created_at,
        PlanOrder::HighestBudget => row.budget_total,
    }
}

fn condition(scope: PlanScope, filter: &PlanFilter) -> Condition {
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
