//! Taking part as facts: what people did about proposals and plans, each act once, wherever it lies.

use super::{Facts, Span, span_of};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType};
use shared::stats::ParticipationDimension as Dimension;

/// What somebody did. The measures are in this order, each 1 in its own.
#[derive(Clone, Copy)]
pub enum Act {
    Proposal,
    Support,
    Comment,
    PlanComment,
    PlanSuggestion,
}

const ACTS: [Act; 5] = [Act::Proposal, Act::Support, Act::Comment, Act::PlanComment, Act::PlanSuggestion];

/// What the acts of one kind have in their rows.
pub struct Done {
    pub act: Act,
    /// Whom the public record names with it; `None` where it names nobody.
    pub who: Option<SimpleExpr>,
    pub at: SimpleExpr,
    pub about: About,
}

/// The proposal or plan that it was done about, by its own columns.
pub struct About {
    pub id: SimpleExpr,
    pub regency: SimpleExpr,
    pub district: SimpleExpr,
    pub village: SimpleExpr,
    pub sector: SimpleExpr,
    pub status: Option<SimpleExpr>,
    pub fiscal_year: SimpleExpr,
}

impl Done {
    /// These acts, as rows that acts of other kinds can stand under: of rows that have no columns yet.
    pub fn among(self, mut rows: SelectStatement) -> SelectStatement {
        let Self { act, who, at, about } = self;
        let nothing = || Expr::cust("NULL");
        for (value, name) in [
            (about.id, "about"),
            (about.regency, "regency"),
            (about.district, "district"),
            (about.village, "village"),
            (about.sector, "sector"),
            (about.status.unwrap_or_else(nothing), "status"),
            (about.fiscal_year, "fiscal_year"),
            (who.unwrap_or_else(nothing), "who"),
            (at, "at"),
            (Expr::val(act as i32), "act"),
        ] {
            rows.expr_as(value, Alias::new(name));
        }
        rows
    }
}

/// All these acts. Handing in a proposal comes first: it says what is in the columns that others leave empty.
pub fn participation(
    [mut all, supports, comments]: [SelectStatement; 3],
    on_plans: impl IntoIterator<Item = SelectStatement>,
    dimensions: &[Dimension],
    sqlite: bool,
) -> Facts {
    for more in [supports, comments].into_iter().chain(on_plans) {
        all.union(UnionType::All, more);
    }
    let mut facts = Facts::of(Query::select().from_subquery(all, Alias::new("acts")).take());
    let column = |name: &'static str| Expr::col(Alias::new(name));
    for dimension in dimensions {
        facts.key(match dimension {
            Dimension::Regency => column("regency"),
            Dimension::District => column("district"),
            Dimension::Village => column("village"),
            Dimension::Sector => column("sector"),
            Dimension::Status => column("status"),
            Dimension::FiscalYear => column("fiscal_year"),
            Dimension::Year => span_of("at", Span::Year, sqlite),
            Dimension::Month => span_of("at", Span::Month, sqlite),
        });
    }
    for act in ACTS {
        let of_this = Expr::case(column("act").eq(act as i32), Expr::val(1));
        facts.measure(of_this);
    }
    facts.person(column("who"));
    facts.subject(column("about"));
    facts
}
