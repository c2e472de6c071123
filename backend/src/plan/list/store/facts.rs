//! Plans as facts.

use super::condition;
use crate::access::PlanScope;
use crate::plan::entity::{budget_lines, plans};
use crate::plan::list::PlanFilter;
use crate::stats::store::{Facts, Span, span_of};
use sea_orm::Condition;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, JoinType, Query, SelectStatement, SimpleExpr};
use shared::proposal::FundingSource;
use shared::stats::PlanDimension as Dimension;

type Column = plans::Column;

/// The plans of the public record that the filter asks for. One counts once in each of its groups.
pub fn facts(filter: &PlanFilter, dimensions: &[Dimension], sqlite: bool) -> Facts {
    let mut rows = Query::select().from(plans::Entity).cond_where(condition(PlanScope::PUBLIC, filter)).take();
    let by_source = dimensions.contains(&Dimension::FundingSource);
    if by_source {
        join_sources(&mut rows, &filter.funding_sources);
    }
    let mut facts = Facts::of(rows);
    if by_source {
        facts.repeat();
    }
    for dimension in dimensions {
        facts.key(key(*dimension, sqlite));
    }
    facts.measure(Expr::col((plans::Entity, Column::BudgetTotal)));
    facts
}

pub(super) fn key(dimension: Dimension, sqlite: bool) -> SimpleExpr {
    let own = |column: Column| Expr::col((plans::Entity, column));
    match dimension {
        // The beginning of a code is the code of the area above: 33.02, 33.02.17, 33.02.17.2019.
        Dimension::Regency => Expr::cust(r#"substr("plans"."area_code", 1, 5)"#),
        Dimension::District => {
            Expr::cust(r#"CASE WHEN length("plans"."area_code") >= 8 THEN substr("plans"."area_code", 1, 8) END"#)
        }
        Dimension::Village => Expr::cust(r#"CASE WHEN length("plans"."area_code") > 8 THEN "plans"."area_code" END"#),
        Dimension::Sector => own(Column::Sector),
        Dimension::Stage => own(Column::Stage),
        Dimension::FiscalYear => own(Column::FiscalYear),
        Dimension::Year => span_of(r#""plans"."created_at""#, Span::Year, sqlite),
        Dimension::Month => span_of(r#""plans"."created_at""#, Span::Month, sqlite),
        Dimension::FundingSource => Expr::col((Alias::new("sources"), budget_lines::Column::Source)),
    }
}

/// That a plan is in the group without a key of each of the dimensions that the filter names.
pub(super) fn without(filter: &PlanFilter) -> Condition {
    let lacks = |dimension: Dimension| match dimension {
        Dimension::FundingSource => Expr::col((plans::Entity, Column::Id)).not_in_subquery(paid_from(&[])),
        Dimension::Year | Dimension::Month => Expr::col((plans::Entity, Column::CreatedAt)).is_null(),
        _ => key(dimension, false).is_null(),
    };
    let named = Dimension::ALL.iter().filter(|dimension| filter.without.contains(dimension));
    named.fold(Condition::all(), |all, dimension| all.add(lacks(*dimension)))
}

/// The plans with a line of their cost estimate that is paid from any of these; from anything that is known, where none is named.
pub(super) fn paid_from(sources: &[FundingSource]) -> SelectStatement {
    use budget_lines::Column::{PlanId, Source};
    let source = Expr::col((budget_lines::Entity, Source));
    let such = match sources {
        [] => source.is_not_null(),
        some => source.is_in(some.iter().map(|source| source.as_str())),
    };
    Query::select().column((budget_lines::Entity, PlanId)).from(budget_lines::Entity).and_where(such).take()
}

/// One row for each source of each plan, as far as the filter asks for them.
fn join_sources(rows: &mut SelectStatement, asked: &[FundingSource]) {
    use budget_lines::Column::{PlanId, Source};
    let sources = paid_from(asked).column((budget_lines::Entity, Source)).distinct().take();
    let on = Expr::col((Alias::new("sources"), PlanId)).equals((plans::Entity, Column::Id).into_column_ref());
    rows.join_subquery(JoinType::LeftJoin, sources, Alias::new("sources"), on);
}
