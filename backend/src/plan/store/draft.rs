//! What was said and named in a draft: its participants' own, also after the plan was opened.

use super::participants::joined_by;
use crate::access::PlanScope;
use sea_orm::{ColumnTrait, Condition};

/// The rows that `scope` is told of, among those that hang on plans and say whether they are of a draft. Of a plan that is
/// still a draft they all are, so nobody is told of a plan that they may not read.
pub fn told_to<C: ColumnTrait>(scope: PlanScope, plan: C, of_draft: C) -> Condition {
    let public = Condition::any().add(of_draft.eq(false));
    Condition::all().add(match scope.participant() {
        Some(person) => public.add(plan.in_subquery(joined_by(person))),
        None => public,
    })
}
