//! Taking part as facts: handing a proposal in, supporting one, saying something about one.

use super::condition::condition;
use crate::access::ProposalScope;
use crate::proposal::entity::proposals;
use crate::proposal::list::ProposalFilter;
use crate::stats::store::{Facts, Span, span_of};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, JoinType, Query, SelectStatement, SimpleExpr, UnionType};
use shared::stats::ParticipationDimension as Dimension;

/// Proposing, supporting, commenting: the measures, each 1 in its own.
const ACTS: i32 = 3;

/// Each act once, on the proposals of the public record that the filter asks for.
pub fn participation(filter: &ProposalFilter, dimensions: &[Dimension], sqlite: bool) -> Facts {
    let mut acts = proposed(filter);
    acts.union(UnionType::All, on_proposals(filter, "supports", "account_id", "supported_at", 1));
    acts.union(UnionType::All, on_proposals(filter, "comments", "author_id", "created_at", 2));
    let rows = Query::select().from_subquery(acts, Alias::new("acts")).take();
    let mut facts = Facts::of(rows);
    for dimension in dimensions {
        facts.key(key(*dimension, sqlite));
    }
    for act in 0..ACTS {
        let of_this = Expr::case(Expr::col(Alias::new("act")).eq(act), Expr::val(1));
        facts.measure(of_this);
    }
    facts.person(Expr::col(Alias::new("who")));
    facts
}

fn key(dimension: Dimension, sqlite: bool) -> SimpleExpr {
    match dimension {
        Dimension::District => Expr::col(proposals::Column::District),
        Dimension::Village => Expr::col(proposals::Column::Village),
        Dimension::Sector => Expr::col(proposals::Column::Sector),
        Dimension::Year => span_of("at", Span::Year, sqlite),
        Dimension::Month => span_of("at", Span::Month, sqlite),
    }
}

fn proposed(filter: &ProposalFilter) -> SelectStatement {
    let own = |column| Expr::col((proposals::Entity, column));
    let mut acts = place_of_each(filter);
    acts.expr_as(own(proposals::Column::OwnerId), Alias::new("who"))
        .expr_as(own(proposals::Column::SubmittedAt), Alias::new("at"))
        .expr_as(Expr::val(0), Alias::new("act"));
    acts
}

/// What people did about the proposals, in a table of another noun.
fn on_proposals(filter: &ProposalFilter, table: &'static str, who: &'static str, at: &'static str, act: i32) -> SelectStatement {
    let own = |column: &'static str| Expr::col((Alias::new(table), Alias::new(column)));
    let about = own("proposal_id").equals((proposals::Entity, proposals::Column::Id).into_column_ref());
    let mut acts = place_of_each(filter);
    acts.join(JoinType::InnerJoin, Alias::new(table), about)
        .expr_as(own(who), Alias::new("who"))
        .expr_as(own(at), Alias::new("at"))
        .expr_as(Expr::val(act), Alias::new("act"));
    acts
}

fn place_of_each(filter: &ProposalFilter) -> SelectStatement {
    use proposals::Column::{District, Sector, Village};
    Query::select()
        .columns([District, Village, Sector].map(|column| (proposals::Entity, column)))
        .from(proposals::Entity)
        .cond_where(condition(ProposalScope::PUBLIC, filter))
        .take()
}
