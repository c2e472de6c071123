//! A scope and a filter as one WHERE clause.

use super::facts::agency;
use super::without::without;
use crate::access::ProposalScope;
use crate::platform::database::{Place, every_word, to_millis};
use crate::proposal::entity::{decisions, proposals, supports};
use crate::proposal::list::{DecisionCriteria, DeskScope, ProposalFilter};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition};
use shared::area::{AreaCode, AreaLevel};
use shared::proposal::{FundingSource, ProposerType, Status};
use uuid::Uuid;

type Column = proposals::Column;

/// Where the point of a proposal is kept.
const PLACE: Place<Column> = Place { cell: Column::Cell, longitude: Column::LonE7, latitude: Column::LatE7 };

/// The proposals that `scope` may see and `filter` asks for.
pub fn condition(scope: ProposalScope, filter: &ProposalFilter) -> Condition {
    let mut visible = Condition::any().add(Column::SubmittedAt.is_not_null());
    if let Some(owner) = scope.owner() {
        visible = visible.add(Column::OwnerId.eq(owner.0));
    }
    let mut all = Condition::all().add(visible);
    if !filter.areas.is_empty() {
        all = all.add(within_any(&filter.areas));
    }
    let words = |column: Column, words: Vec<&'static str>| (!words.is_empty()).then(|| column.is_in(words));
    all = all
        .add_option(words(Column::Sector, filter.sectors.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::Status, filter.statuses.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::Kind, filter.kinds.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::ProposerType, filter.proposer_types.iter().map(|value| value.as_str()).collect()))
        .add_option((!filter.fiscal_years.is_empty()).then(|| Column::FiscalYear.is_in(filter.fiscal_years.iter().copied())))
        .add_option(filter.agency.as_ref().map(|code| agency().eq(code.as_str())))
        .add_option(filter.cost_min.map(|least| Column::EstimatedCost.gte(least)))
        .add_option(filter.cost_max.map(|most| Column::EstimatedCost.lte(most)))
        .add_option(filter.accepted_min.map(|least| Column::AcceptedCost.gte(least)))
        .add_option(filter.accepted_max.map(|most| Column::AcceptedCost.lte(most)))
        .add_option(filter.submitted_from.map(|from| Column::SubmittedAt.gte(to_millis(from))))
        .add_option(filter.submitted_to.map(|to| Column::SubmittedAt.lt(to_millis(to))))
        .add_option(filter.owner.map(|owner| Column::OwnerId.eq(owner.0)))
        .add_option(every_word(Column::SearchText, filter.text.as_deref()));
    if !filter.funding_sources.is_empty() {
        all = all.add(filter.funding_sources.iter().fold(Condition::any(), |any, source| any.add(funded_by(*source))));
    }
    if let Some(criteria) = &filter.decided {
        let decided = Query::select()
            .column(decisions::Column::ProposalId)
            .from(decisions::Entity)
            .cond_where(such_a_decision(criteria))
            .to_owned();
        all = all.add(Column::Id.in_subquery(decided));
    }
    if !filter.without.is_empty() {
        all = all.add(without(filter));
    }
    if let Some(supporter) = filter.supporter {
        let theirs = Query::select()
            .column(supports::Column::ProposalId)
            .from(supports::Entity)
            .and_where(supports::Column::AccountId.eq(supporter.0))
            .to_owned();
        all = all.add(Column::Id.in_subquery(theirs));
    }
    all = all
        .add_option(filter.bounding_box.map(|bounds| PLACE.inside(bounds)))
        .add_option(filter.within.as_ref().map(|outline| PLACE.surrounded_by(outline)));
    if let Some(desks) = &filter.awaiting {
        // Without a desk nothing waits: an empty IN is false on both databases.
        let nothing = Condition::any().add(Column::Id.is_in(Vec::<Uuid>::new()));
        all = all.add(desks.iter().fold(nothing, |any, desk| any.add(on_desk(desk))));
    }
    all
}

/// That a row of another table, by its column, belongs to what the filter asks for in the public record. Asked row by row: a
/// page of the newest needs few of them, and a list of all the ids would be made for it first.
pub fn is_about(column: impl ColumnTrait, filter: &ProposalFilter) -> SimpleExpr {
    let own = Expr::col((column.entity_name(), column));
    let such = Query::select()
        .expr(Expr::val(1))
        .from(proposals::Entity)
        .and_where(own.equals((proposals::Entity, Column::Id)))
        .cond_where(condition(ProposalScope::PUBLIC, filter))
        .take();
    Expr::exists(such)
}

/// Sources are kept as words between blanks.
pub fn funded_by(source: FundingSource) -> Condition {
    let word = source.as_str();
    Condition::any()
        .add(Column::FundingSources.eq(word))
        .add(Column::FundingSources.starts_with(format!("{word} ")))
        .add(Column::FundingSources.ends_with(format!(" {word}")))
        .add(Column::FundingSources.contains(format!(" {word} ")))
}

/// The decisions that `criteria` ask for.
pub fn such_a_decision(criteria: &DecisionCriteria) -> Condition {
    use decisions::Column;
    let words = |column: Column, words: Vec<&str>| (!words.is_empty()).then(|| column.is_in(words));
    Condition::all()
        .add_option(words(Column::Decision, criteria.kinds.iter().map(|kind| kind.as_str()).collect()))
        .add_option(words(Column::Level, criteria.levels.iter().map(String::as_str).collect()))
        .add_option(words(Column::ReasonCode, criteria.reason_codes.iter().map(|code| code.as_str()).collect()))
        .add_option(criteria.from.map(|from| Column::DecidedAt.gte(to_millis(from))))
        .add_option(criteria.to.map(|to| Column::DecidedAt.lt(to_millis(to))))
}

/// Only of levels that are named: SQLite uses no index where one side of an OR is an empty IN.
pub(super) fn within_any(areas: &[AreaCode]) -> Condition {
    let of = |level| areas.iter().filter(move |area| area.level() == level).map(AreaCode::as_str).collect::<Vec<_>>();
    let (villages, districts) = (of(AreaLevel::Village), of(AreaLevel::District));
    let any = Condition::any()
        .add_option((!villages.is_empty()).then(|| Column::Village.is_in(villages)))
        .add_option((!districts.is_empty()).then(|| Column::District.is_in(districts)));
    of(AreaLevel::Regency).into_iter().fold(any, |any, code| any.add(Column::District.starts_with(format!("{code}."))))
}

fn within(area: &AreaCode) -> Condition {
    let (column, code) = match area.level() {
        AreaLevel::Village => (Column::Village, area.to_string()),
        AreaLevel::District => (Column::District, area.to_string()),
        AreaLevel::Regency => return Condition::all().add(Column::District.starts_with(format!("{area}."))),
    };
    Condition::all().add(column.eq(code))
}

pub(super) fn on_desk(desk: &DeskScope) -> Condition {
    let place = match (&desk.agency, &desk.area) {
        (Some(agency), _) => Condition::all().add(Column::FinalAgency.eq(agency.as_str())),
        (None, Some(area)) => within(area),
        (None, None) => Condition::all().add(Column::Id.is_in(Vec::<Uuid>::new())),
    };
    let among = |statuses: &[Status]| Column::Status.is_in(statuses.iter().map(|status| status.as_str()));
    // What an agency took on, the agency carries out; the rest is the village's own.
    let nobody_else_does = desk.agency.is_none().then(|| Column::FinalAgency.is_null());
    let carried_out = Condition::all().add(among(&desk.carried_out)).add_option(nobody_else_does);
    let offices = ProposerType::ALL.iter().filter(|proposer| proposer.needs_role().is_some()).map(|proposer| proposer.as_str());
    let not_their_own =
        desk.person.map(|person| Condition::any().add(Column::OwnerId.ne(person.0)).add(Column::ProposerType.is_in(offices)));
    place.add(Condition::any().add(among(&desk.statuses)).add(carried_out)).add_option(not_their_own)
}
