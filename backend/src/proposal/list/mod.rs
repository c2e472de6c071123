//! Lists of proposals: filtered, ordered, a page at a time.

pub mod store;

use chrono::{DateTime, Utc};
use shared::access::Actor;
use shared::area::AreaCode;
use shared::proposal::{DecisionKind, FundingSource, Kind, ProposerType, ReasonCode, Sector, Status, StepBy, Workflow};
use shared::stats::ProposalDimension;
use shared::value::{AccountId, BoundingBox, Shape};

/// What a list may be narrowed to. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct ProposalFilter {
    /// Areas of any level, with what lies in them.
    pub areas: Vec<AreaCode>,
    pub sectors: Vec<Sector>,
    pub statuses: Vec<Status>,
    pub fiscal_years: Vec<i32>,
    pub kinds: Vec<Kind>,
    pub proposer_types: Vec<ProposerType>,
    /// Who carries it out or, as long as nobody was told to, whom its proposer named.
    pub agency: Option<String>,
    /// Every word must occur.
    pub text: Option<String>,
    pub bounding_box: Option<BoundingBox>,
    /// Rupiah, inclusive.
    pub cost_min: Option<i64>,
    /// Rupiah, inclusive.
    pub cost_max: Option<i64>,
    /// First handed in at this instant or later.
    pub submitted_from: Option<DateTime<Utc>>,
    /// First handed in before this instant.
    pub submitted_to: Option<DateTime<Utc>>,
    pub owner: Option<AccountId>,
    pub supporter: Option<AccountId>,
    /// Rupiah, inclusive: what the levels accepted.
    pub accepted_min: Option<i64>,
    /// Rupiah, inclusive: what the levels accepted.
    pub accepted_max: Option<i64>,
    /// Paid, or to be paid, from any of these.
    pub funding_sources: Vec<FundingSource>,
    /// The point that stands for it lies within this outline.
    pub within: Option<Shape>,
    /// At least one decision on it is such a one.
    pub decided: Option<DecisionCriteria>,
    /// It has nothing of each of these.
    pub without: Vec<ProposalDimension>,
    /// On the desks of these offices; an empty list of desks matches nothing.
    pub awaiting: Option<Vec<DeskScope>>,
}

/// Which decisions. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct DecisionCriteria {
    pub kinds: Vec<DecisionKind>,
    /// Codes of review levels.
    pub levels: Vec<String>,
    pub reason_codes: Vec<ReasonCode>,
    /// Decided at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Decided before this instant.
    pub to: Option<DateTime<Utc>>,
}

/// Which decisions on which proposals.
#[derive(Clone, Debug, Default)]
pub struct DecisionFilter {
    pub criteria: DecisionCriteria,
    pub proposals: ProposalFilter,
}

/// What lies on one office's desk.
#[derive(Clone, Debug)]
pub struct DeskScope {
    pub office: String,
    /// In which the office may take a step by its role.
    pub statuses: Vec<Status>,
    /// In which it may as the one who carries the proposal out.
    pub carried_out: Vec<Status>,
    pub area: Option<AreaCode>,
    pub agency: Option<String>,
    /// Whose desk it is: what they proposed as a person waits for a colleague.
    pub person: Option<AccountId>,
}

/// The desks of the person's offices: the statuses in which the office may take a step.
pub fn desks(workflow: &Workflow, actor: &Actor) -> Vec<DeskScope> {
    // What was put off lies on no desk before its cycle comes.
    let taken_by = |by: StepBy| {
        let waits =
            |status: &Status| *status != Status::Deferred && workflow.steps(*status).iter().any(|step| step.by.contains(&by));
        Status::ALL.iter().copied().filter(waits).collect::<Vec<_>>()
    };
    let offices = actor.offices.iter().filter(|office| office.role.is_official());
    offices
        .map(|office| DeskScope {
            office: office.name.clone(),
            statuses: taken_by(StepBy::Office(office.role)),
            carried_out: if office.role.carries_out() { taken_by(StepBy::Executor) } else { Vec::new() },
            area: office.area.clone(),
            agency: office.agency.clone(),
            person: actor.account,
        })
        .filter(|desk| !desk.statuses.is_empty() || !desk.carried_out.is_empty())
        .collect()
}
