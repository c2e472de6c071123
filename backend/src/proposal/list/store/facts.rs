//! Proposals as facts.

use super::condition::{condition, such_a_decision};
use crate::access::ProposalScope;
use crate::proposal::entity::{decisions, proposals};
use crate::proposal::list::ProposalFilter;
use crate::stats::store::{Facts, Span, span_of};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, JoinType, Query, SelectStatement, SimpleExpr, UnionType};
use shared::proposal::{FundingSource, Status};
use shared::stats::ProposalDimension as Dimension;

type Column = proposals::Column;

/// The proposals of the public record that the filter asks for. One counts once in each of its groups.
pub fn facts(filter: &ProposalFilter, dimensions: &[Dimension], sqlite: bool) -> Facts {
    let mut rows = Query::select().from(proposals::Entity).cond_where(condition(ProposalScope::PUBLIC, filter)).take();
    let by_source = dimensions.contains(&Dimension::FundingSource);
    if by_source {
        join_sources(&mut rows, &filter.funding_sources);
    }
    let by_decision = dimensions.iter().any(|dimension| dimension.is_of_decisions());
    if by_decision {
        join_decisions(&mut rows, filter, dimensions);
    }
    let mut facts = Facts::of(rows);
    if by_source || by_decision {
        facts.repeat();
    }
    for dimension in dimensions {
        facts.key(key(*dimension, sqlite));
    }
    let own = |column: Column| Expr::col((proposals::Entity, column));
    for column in [Column::EstimatedCost, Column::AcceptedCost, Column::Beneficiaries, Column::SupportCount, Column::CommentCount] {
        facts.measure(own(column));
    }
    facts.measure(Expr::case(among(Status::is_accepted), own(Column::AcceptedCost)));
    facts.measure(Expr::case(among(Status::is_accepted), Expr::val(1)));
    facts.measure(Expr::case(among(|status| status == Status::Rejected), Expr::val(1)));
    facts
}

/// That a proposal stands in such a status.
pub(super) fn among(such: impl Fn(Status) -> bool) -> SimpleExpr {
    let words = Status::ALL.iter().filter(|status| such(**status)).map(|status| status.as_str());
    Expr::col((proposals::Entity, Column::Status)).is_in(words)
}

pub(super) fn key(dimension: Dimension, sqlite: bool) -> SimpleExpr {
    let own = |column: Column| Expr::col((proposals::Entity, column));
    match dimension {
        // The beginning of a code is the code of the area above.
        Dimension::Regency => Expr::cust(r#"substr("proposals"."district", 1, 5)"#),
        Dimension::District => own(Column::District),
        Dimension::Village => own(Column::Village),
        Dimension::Sector => own(Column::Sector),
        Dimension::Status => own(Column::Status),
        Dimension::Kind => own(Column::Kind),
        Dimension::ProposerType => own(Column::ProposerType),
        Dimension::FiscalYear => own(Column::FiscalYear),
        Dimension::Agency => agency(),
        Dimension::Year => span_of(r#""proposals"."submitted_at""#, Span::Year, sqlite),
        Dimension::Month => span_of(r#""proposals"."submitted_at""#, Span::Month, sqlite),
        Dimension::FundingSource => Expr::col((Alias::new("sources"), Alias::new("source"))),
        Dimension::ReviewLevel => decided(decisions::Column::Level),
        Dimension::Decision => decided(decisions::Column::Decision),
        Dimension::ReasonCode => decided(decisions::Column::ReasonCode),
    }
}

/// Who carries a proposal out or, as long as nobody was told to, whom its proposer named.
pub(super) fn agency() -> SimpleExpr {
    let own = |column: Column| Expr::col((proposals::Entity, column));
    Func::coalesce([own(Column::FinalAgency), own(Column::InitialAgency)]).into()
}

pub(super) const fn column_of(dimension: Dimension) -> Option<decisions::Column> {
    match dimension {
        Dimension::ReviewLevel => Some(decisions::Column::Level),
        Dimension::Decision => Some(decisions::Column::Decision),
        Dimension::ReasonCode => Some(decisions::Column::ReasonCode),
        _ => None,
    }
}

fn decided(column: decisions::Column) -> SimpleExpr {
    Expr::col((Alias::new("decided"), column))
}

/// One row for each source of each proposal, as far as the filter asks for them.
fn join_sources(rows: &mut SelectStatement, asked: &[FundingSource]) {
    let word = |source: &FundingSource| Query::select().expr_as(Expr::val(source.as_str()), Alias::new("source")).take();
    let mut words = FundingSource::ALL.iter().filter(|source| asked.is_empty() || asked.contains(source)).map(word);
    let Some(mut all) = words.next() else { return };
    for next in words {
        all.union(UnionType::All, next);
    }
    // They are kept as words between blanks.
    let paid_from = Expr::cust(r#"(' ' || "proposals"."funding_sources" || ' ') LIKE ('% ' || "sources"."source" || ' %')"#);
    rows.join_subquery(JoinType::LeftJoin, all, Alias::new("sources"), paid_from);
}

/// One row for each different answer that the decisions on a proposal give to what is asked.
fn join_decisions(rows: &mut SelectStatement, filter: &ProposalFilter, dimensions: &[Dimension]) {
    let mut answers = Query::select();
    answers.distinct().column(decisions::Column::ProposalId).from(decisions::Entity);
    answers.columns(dimensions.iter().copied().filter_map(column_of));
    if let Some(criteria) = &filter.decided {
        answers.cond_where(such_a_decision(criteria));
    }
    // Who asks for what has no reason is told of no group that has one.
    for column in filter.without.iter().copied().filter_map(column_of) {
        answers.and_where(Expr::col((decisions::Entity, column)).is_null());
    }
    let on =
        Expr::col((Alias::new("decided"), decisions::Column::ProposalId)).equals((proposals::Entity, Column::Id).into_column_ref());
    rows.join_subquery(JoinType::LeftJoin, answers.take(), Alias::new("decided"), on);
}
