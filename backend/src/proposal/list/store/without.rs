//! What has nothing of a dimension: the groups without a key, as a condition.

use super::condition::such_a_decision;
use super::facts::{column_of, key};
use crate::proposal::entity::{decisions, proposals};
use crate::proposal::list::ProposalFilter;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition};
use shared::stats::ProposalDimension as Dimension;

type Column = proposals::Column;

/// That a proposal is in the group without a key of each of the dimensions that the filter names.
pub fn without(filter: &ProposalFilter) -> Condition {
    let named = || Dimension::ALL.iter().copied().filter(|dimension| filter.without.contains(dimension));
    let mut all = Condition::all();
    for dimension in named().filter(|dimension| !dimension.is_of_decisions()) {
        all = all.add(match dimension {
            Dimension::FundingSource => Column::FundingSources.eq(""),
            Dimension::Year | Dimension::Month => Column::SubmittedAt.is_null(),
            _ => key(dimension, false).is_null(),
        });
    }
    let answers: Vec<_> = named().filter_map(column_of).collect();
    if answers.is_empty() { all } else { all.add(unanswered(filter, &answers)) }
}

/// Nothing was decided of what the filter asks for, or something was that says none of this.
fn unanswered(filter: &ProposalFilter, answers: &[decisions::Column]) -> Condition {
    let mut decided = Query::select();
    decided.column(decisions::Column::ProposalId).from(decisions::Entity);
    if let Some(criteria) = &filter.decided {
        decided.cond_where(such_a_decision(criteria));
    }
    let nothing = Expr::col((proposals::Entity, Column::Id)).not_in_subquery(decided.clone());
    for column in answers {
        decided.and_where(Expr::col((decisions::Entity, *column)).is_null());
    }
    Condition::any().add(nothing).add(Expr::col((proposals::Entity, Column::Id)).in_subquery(decided.take()))
}
