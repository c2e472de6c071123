//! Plans as facts.

use super::condition;
use crate::access::PlanScope;
use crate::plan::entity::plans;
use crate::plan::list::PlanFilter;
use crate::stats::store::{Facts, Span, span_of};
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use shared::stats::PlanDimension as Dimension;

type Column = plans::Column;

/// The plans of the public record that the filter asks for.
pub fn facts(filter: &PlanFilter, dimensions: &[Dimension], sqlite: bool) -> Facts {
    let rows = Query::select().from(plans::Entity).cond_where(condition(PlanScope::PUBLIC, filter)).take();
    let mut facts = Facts::of(rows);
    for dimension in dimensions {
        facts.key(key(*dimension, sqlite));
    }
    facts.measure(Expr::col((plans::Entity, Column::BudgetTotal)));
    facts
}

fn key(dimension: Dimension, sqlite: bool) -> SimpleExpr {
    let own = |column: Column| Expr::col((plans::Entity, column));
    match dimension {
        // The beginning of a code is the code of the area above: 33.02, 33.02.17, 33.02.17.2019.
        Dimension::District => {
            Expr::cust(r#"CASE WHEN length("plans"."area_code") >= 8 THEN substr("plans"."area_code", 1, 8) END"#)
        }
        Dimension::Village => Expr::cust(r#"CASE WHEN length("plans"."area_code") > 8 THEN "plans"."area_code" END"#),
        Dimension::Sector => own(Column::Sector),
        Dimension::Stage => own(Column::Stage),
        Dimension::FiscalYear => own(Column::FiscalYear),
        Dimension::Year => span_of(r#""plans"."created_at""#, Span::Year, sqlite),
        Dimension::Month => span_of(r#""plans"."created_at""#, Span::Month, sqlite),
    }
}
