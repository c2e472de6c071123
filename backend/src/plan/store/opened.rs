//! What everybody may read of a plan's past: it begins where the plan was opened.

use crate::access::PlanScope;
use crate::plan::entity::versions::{Column, Entity};
use crate::plan::list::store::joined_by;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition};
use shared::plan::Stage;

/// That a row of a plan, by the columns of its plan and of its time, is no older than the plan's first opening, or that `scope`
/// takes part in the plan: what was said and named in a draft stays its participants' own.
pub fn since_opened<C: ColumnTrait>(scope: PlanScope, plan: C, at: C) -> Condition {
    // Under a name of its own: the rows may be versions themselves.
    let opening = || Alias::new("opening");
    let own = |column: C| Expr::col((column.entity_name(), column));
    let its = |column: Column| Expr::col((opening(), column));
    let opened = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, opening())
        .and_where(its(Column::PlanId).equals((plan.entity_name(), plan)))
        .and_where(its(Column::Stage).eq(Stage::Open.as_str()))
        .and_where(own(at).gte(its(Column::At)))
        .take();
    Condition::any().add(Expr::exists(opened)).add_option(scope.participant().map(|person| plan.in_subquery(joined_by(person))))
}
