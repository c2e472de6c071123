//! The queries behind lists. A scope and a filter become one WHERE clause.

mod comments;
mod facts;
mod participation;
mod parts;
mod suggestions;
mod versions;

pub use facts::facts;
pub use participation::acts;
pub use parts::{count_drawn, count_priced, drawn, priced};

use super::PlanFilter;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::{features, plan_proposals, plans};
use crate::plan::model::Plan;
use crate::plan::store::{joined_by, to_plans, without_content};
use crate::platform::database::{Database, Listed, Place, Seen, every_word, to_millis};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};
use shared::area::{AreaCode, AreaLevel};
use shared::plan::{PlanOrder, Stage};
use shared::value::{BoundingBox, Location, Shape};

type Column = plans::Column;

/// Where the point of what a plan draws is kept.
const DRAWN: Place<features::Column> =
    Place { cell: features::Column::Cell, longitude: features::Column::LonE7, latitude: features::Column::LatE7 };

/// The plans come without their content.
impl Listed for Seen<PlanScope, PlanFilter> {
    type Entity = plans::Entity;
    type Order = PlanOrder;
    type Item = Plan;

    const ID: Column = Column::Id;

    fn rows(&self) -> Select<plans::Entity> {
        without_content().filter(condition(self.scope, &self.filter))
    }

    fn key(order: PlanOrder) -> (Column, bool) {
        let key = match order {
            PlanOrder::RecentlyChanged => Column::ChangedAt,
            PlanOrder::Newest => Column::CreatedAt,
            PlanOrder::HighestBudget => Column::BudgetTotal,
        };
        (key, true)
    }

    async fn read(db: &Database, rows: Vec<plans::Model>) -> Result<Vec<Plan>, AppError> {
        to_plans(db.reader(), rows).await
    }
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
        .add_option(filter.bounding_box.map(reaching_into))
        .add_option(every_word(Column::Search, filter.text.as_deref()));
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

/// That a row of another table, by its column, belongs to a plan that `scope` may see and `filter` asks for. Asked row by row,
/// as with proposals.
pub fn is_about(column: impl ColumnTrait, scope: PlanScope, filter: &PlanFilter) -> SimpleExpr {
    let own = Expr::col((column.entity_name(), column));
    let such = Query::select()
        .expr(Expr::val(1))
        .from(plans::Entity)
        .and_where(own.equals((plans::Entity, Column::Id)))
        .cond_where(condition(scope, filter))
        .take();
    Expr::exists(such)
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

/// Something of it lies within the outline; that the whole reaches into the box around it is asked of few rows first.
fn drawing_within(outline: &Shape) -> Condition {
    let drawn =
        Query::select().column(features::Column::PlanId).from(features::Entity).cond_where(DRAWN.surrounded_by(outline)).take();
    Condition::all().add(reaching_into(outline.bounds())).add(Column::Id.in_subquery(drawn))
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

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{DbBackend, QueryTrait};
    use serde_json::json;

    #[test]
    fn an_outline_is_sought_among_the_cells_around_it() {
        let ring = json!([[[109.1, -7.4], [109.2, -7.4], [109.2, -7.3], [109.1, -7.4]]]);
        let outline = Shape::of_any_size(&json!({ "type": "Polygon", "coordinates": ring })).unwrap();
        let list = Seen { scope: PlanScope::PUBLIC, filter: PlanFilter { within: Some(outline), ..Default::default() } };
        for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
            let sql = list.rows().build(backend).to_string();
            for column in ["cell", "lon_e7", "lat_e7"] {
                assert!(sql.contains(&format!("\"plan_features\".\"{column}\" BETWEEN")), "{sql}");
            }
        }
    }
}
