//! The way through the review levels as facts: where proposals stand, which levels they came to, how long the levels took.

use super::condition::{condition, such_a_decision};
use super::facts::{among, key};
use crate::access::ProposalScope;
use crate::platform::database::to_millis;
use crate::proposal::entity::{decisions, proposals};
use crate::proposal::list::ProposalFilter;
use crate::stats::store::Facts;
use chrono::{DateTime, Duration, Utc};
use sea_orm::Condition;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, JoinType, Query, SelectStatement};
use shared::proposal::{Status, Workflow};
use shared::stats::{ProposalDimension, ReviewDimension};

type Column = proposals::Column;

/// Each proposal once; the last key is the level that it lies with or lay with last. The measures: how long it has waited there, that it
/// waits too long, that it is accepted, funded, rejected, returned, deferred, or closed without a decision.
pub fn standings(
    filter: &ProposalFilter,
    dimensions: &[ReviewDimension],
    workflow: &Workflow,
    now: DateTime<Utc>,
    sqlite: bool,
) -> Facts {
    let own = |column: Column| Expr::col((proposals::Entity, column));
    let waits = || among(|status| workflow.level_of(status).is_some());
    let late = workflow.levels().iter().fold(Condition::any(), |any, level| {
        let latest = to_millis(now - Duration::days(level.expected_days.into()));
        any.add(own(Column::Level).eq(level.code.as_str()).and(own(Column::LevelSince).lt(latest)))
    });
    let mut facts = keyed(public(filter), dimensions, sqlite);
    facts.key(own(Column::Level));
    facts.measure(Expr::case(waits(), Expr::val(to_millis(now)).sub(own(Column::LevelSince))));
    facts.measure(Expr::case(Condition::all().add(waits()).add(late), Expr::val(1)));
    let stands: [fn(Status) -> bool; 6] = [
        Status::is_accepted,
        Status::is_funded,
        |status| status == Status::Rejected,
        |status| status == Status::Returned,
        |status| status == Status::Deferred,
        |status| matches!(status, Status::Merged | Status::Withdrawn),
    ];
    for such in stands {
        facts.measure(Expr::case(among(such), Expr::val(1)));
    }
    facts
}

/// Each proposal once that a decision sent on. The measures, one for each level: 1 where one sent it there.
pub fn arrivals(filter: &ProposalFilter, dimensions: &[ReviewDimension], workflow: &Workflow, sqlite: bool) -> Facts {
    use decisions::Column::{ProposalId, ToStatus};
    let place = |at: usize| Alias::new(format!("level{at}"));
    let entries = || workflow.levels().iter().map(|level| level.entry.as_str());
    let mut sent = Query::select().column(ProposalId).from(decisions::Entity).group_by_col(ProposalId).take();
    sent.and_where(Expr::col(ToStatus).is_in(entries()));
    for (at, entry) in entries().enumerate() {
        sent.expr_as(Func::max(Expr::case(Expr::col(ToStatus).eq(entry), Expr::val(1))), place(at));
    }
    let on = Expr::col((Alias::new("sent"), ProposalId)).equals((proposals::Entity, Column::Id).into_column_ref());
    let mut rows = public(filter);
    rows.join_subquery(JoinType::InnerJoin, sent, Alias::new("sent"), on);
    let mut facts = keyed(rows, dimensions, sqlite);
    for at in 0..workflow.levels().len() {
        facts.measure(Expr::col((Alias::new("sent"), place(at))));
    }
    facts
}

/// Each decision once; the last key is its level, the measure the milliseconds that this took for it.
pub fn answers(filter: &ProposalFilter, dimensions: &[ReviewDimension], sqlite: bool) -> Facts {
    let its = |column: decisions::Column| Expr::col((decisions::Entity, column));
    let mut rows = public(filter);
    let on = its(decisions::Column::ProposalId).equals((proposals::Entity, Column::Id).into_column_ref());
    rows.join(JoinType::InnerJoin, decisions::Entity, on);
    if let Some(criteria) = &filter.decided {
        rows.cond_where(such_a_decision(criteria));
    }
    let mut facts = keyed(rows, dimensions, sqlite);
    facts.key(its(decisions::Column::Level));
    facts.measure(its(decisions::Column::DecidedAt).sub(its(decisions::Column::ArrivedAt)));
    facts
}

fn public(filter: &ProposalFilter) -> SelectStatement {
    Query::select().from(proposals::Entity).cond_where(condition(ProposalScope::PUBLIC, filter)).take()
}

fn keyed(rows: SelectStatement, dimensions: &[ReviewDimension], sqlite: bool) -> Facts {
    let mut facts = Facts::of(rows);
    for dimension in dimensions {
        let same = match dimension {
            ReviewDimension::Regency => ProposalDimension::Regency,
            ReviewDimension::District => ProposalDimension::District,
            ReviewDimension::Village => ProposalDimension::Village,
            ReviewDimension::Sector => ProposalDimension::Sector,
            ReviewDimension::FiscalYear => ProposalDimension::FiscalYear,
            ReviewDimension::Year => ProposalDimension::Year,
        };
        facts.key(key(same, sqlite));
    }
    facts
}
