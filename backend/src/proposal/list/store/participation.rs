//! Handing a proposal in, supporting one, saying something about one: each act once.

use super::condition::condition;
use super::facts::key;
use crate::access::ProposalScope;
use crate::proposal::entity::proposals;
use crate::proposal::list::ProposalFilter;
use crate::stats::store::{About, Act, Done};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, JoinType, Query, SelectStatement};
use shared::stats::ProposalDimension as Dimension;

/// Each act once, on the proposals of the public record that the filter asks for. Who supports is nobody's business, not even as a
/// number: the difference of two questions would tell whether somebody is among them.
pub fn acts(filter: &ProposalFilter) -> [SelectStatement; 3] {
    [proposed(filter), supported(filter), commented(filter)]
}

fn proposed(filter: &ProposalFilter) -> SelectStatement {
    let own = |column| Expr::col((proposals::Entity, column));
    let (who, at) = (Some(own(proposals::Column::OwnerId)), own(proposals::Column::SubmittedAt));
    Done { act: Act::Proposal, who, at, about: about() }.among(public(filter))
}

fn supported(filter: &ProposalFilter) -> SelectStatement {
    let at = Expr::col((Alias::new("supports"), Alias::new("supported_at")));
    Done { act: Act::Support, who: None, at, about: about() }.among(joined(filter, "supports"))
}

fn commented(filter: &ProposalFilter) -> SelectStatement {
    let own = |column: &'static str| Expr::col((Alias::new("comments"), Alias::new(column)));
    let (who, at) = (Some(own("author_id")), own("created_at"));
    Done { act: Act::Comment, who, at, about: about() }.among(joined(filter, "comments"))
}

fn public(filter: &ProposalFilter) -> SelectStatement {
    Query::select().from(proposals::Entity).cond_where(condition(ProposalScope::PUBLIC, filter)).take()
}

/// What people did about the proposals, in a table of another noun.
fn joined(filter: &ProposalFilter, table: &'static str) -> SelectStatement {
    let of = Expr::col((Alias::new(table), Alias::new("proposal_id")));
    let on = of.equals((proposals::Entity, proposals::Column::Id).into_column_ref());
    public(filter).join(JoinType::InnerJoin, Alias::new(table), on).take()
}

fn about() -> About {
    // None of these is a span of time, which alone the databases write differently.
    let by = |dimension| key(dimension, false);
    About {
        id: Expr::col((proposals::Entity, proposals::Column::Id)),
        regency: by(Dimension::Regency),
        district: by(Dimension::District),
        village: by(Dimension::Village),
        sector: by(Dimension::Sector),
        status: Some(by(Dimension::Status)),
        fiscal_year: by(Dimension::FiscalYear),
    }
}
