//! Saying something about a plan, suggesting something for one: each act once.

use super::condition;
use super::facts::key;
use crate::access::PlanScope;
use crate::plan::entity::{comments, plans, suggestions};
use crate::plan::list::PlanFilter;
use crate::plan::store::told_to;
use crate::stats::store::{About, Act, Done};
use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, JoinType, Query, SelectStatement, SimpleExpr};
use shared::stats::PlanDimension as Dimension;

/// Each act once, on the plans of the public record that the filter asks for. Whose it is stands beside it, for everybody.
pub fn acts(filter: &PlanFilter) -> [SelectStatement; 2] {
    let plan = (plans::Entity, plans::Column::Id).into_column_ref();
    let of = Expr::col((comments::Entity, comments::Column::PlanId)).equals(plan.clone());
    let told = told_to(PlanScope::PUBLIC, comments::Column::PlanId, comments::Column::OfDraft);
    let commented = public(filter).join(JoinType::InnerJoin, comments::Entity, of).cond_where(told).take();
    let of = Expr::col((suggestions::Entity, suggestions::Column::PlanId)).equals(plan);
    let suggested = public(filter).join(JoinType::InnerJoin, suggestions::Entity, of).take();
    let said = |column| Expr::col((comments::Entity, column));
    let meant = |column| Expr::col((suggestions::Entity, column));
    [
        done(Act::PlanComment, said(comments::Column::AuthorId), said(comments::Column::CreatedAt)).among(commented),
        done(Act::PlanSuggestion, meant(suggestions::Column::Author), meant(suggestions::Column::CreatedAt)).among(suggested),
    ]
}

fn public(filter: &PlanFilter) -> SelectStatement {
    Query::select().from(plans::Entity).cond_where(condition(PlanScope::PUBLIC, filter)).take()
}

fn done(act: Act, who: SimpleExpr, at: SimpleExpr) -> Done {
    // None of these is a span of time, which alone the databases write differently.
    let by = |dimension| key(dimension, false);
    let about = About {
        id: Expr::col((plans::Entity, plans::Column::Id)),
        regency: by(Dimension::Regency),
        district: by(Dimension::District),
        village: by(Dimension::Village),
        sector: by(Dimension::Sector),
        status: None,
        fiscal_year: by(Dimension::FiscalYear),
    };
    Done { act, who: Some(who), at, about }
}
