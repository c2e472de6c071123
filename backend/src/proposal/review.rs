//! Moving a proposal along: every step of the state machine, by the proposer or by an office.

use super::model::{Proposal, RecordedDecision};
use super::{draft, store};
use crate::access::{Permit, authorize, deed};
use crate::app::App;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use shared::access::{Actor, Deed, Resource};
use shared::proposal::{Action, Decision, DecisionForm, DecisionKind, ProposalForm, Status, Step};
use shared::value::{DecisionId, ProposalId};
use shared::{ErrorCode, FieldError};

/// Which step of the machine is meant, and on what.
#[derive(Clone, Debug)]
pub struct Move {
    pub id: ProposalId,
    pub version: i32,
    pub action: Action,
    pub decision: Option<DecisionKind>,
    /// Needed only where the action leads to more than one status.
    pub to: Option<Status>,
}

/// Takes one step.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `CONFLICT`; `NO_SUCH_TRANSITION`; a missing reason or paper; `INTERNAL`.
pub async fn take_step(app: &App, actor: &Actor, wanted: &Move, form: &DecisionForm) -> Result<Proposal, AppError> {
    let mut tx = app.db.begin().await?;
    let (mut proposal, step, permit) = prepare(app, &tx, actor, wanted, form).await?;
    let decision = form.parse(&step, proposal.quantity(), proposal.cost())?;
    let arrived = apply(&app.areas.current(), app.clock.now(), &mut proposal, &step, &decision);
    record(app, &mut tx, &proposal, &step, (&decision, arrived), &permit, Value::Null).await?;
    tx.commit().await?;
    Ok(proposal)
}

/// Hands the proposal to another agency; the level stays.
///
/// # Errors
/// As [`take_step`]; `UNKNOWN_AGENCY`, `SAME_AGENCY`.
pub async fn reassign(app: &App, actor: &Actor, wanted: &Move, agency: &str, form: &DecisionForm) -> Result<Proposal, AppError> {
    let mut tx = app.db.begin().await?;
    let (mut proposal, step, permit) = prepare(app, &tx, actor, wanted, form).await?;
    let decision = form.parse(&step, proposal.quantity(), proposal.cost())?;
    let areas = app.areas.current();
    let agency = areas.agency(agency).ok_or(AppError::field("agency", ErrorCode::UnknownAgency))?;
    if proposal.final_agency.as_ref() == Some(&agency.code) {
        return Err(AppError::field("agency", ErrorCode::SameAgency));
    }
    let from = proposal.final_agency.replace(agency.code.clone());
    let arrived = apply(&app.areas.current(), app.clock.now(), &mut proposal, &step, &decision);
    record(
        app,
        &mut tx,
        &proposal,
        &step,
        (&decision, arrived),
        &permit,
        json!({ "fromAgency": from, "toAgency": agency.code, "toAgencyName": agency.name }),
    )
    .await?;
    tx.commit().await?;
    Ok(proposal)
}

/// Merges the proposal into another that is under review. Its supporters count there too; both pages keep the link.
///
/// # Errors
/// As [`take_step`]; `MERGE_INTO_ITSELF`, `MERGE_TARGET_CLOSED`, `MERGE_TARGET_ELSEWHERE`.
pub async fn merge(app: &App, actor: &Actor, wanted: &Move, into: ProposalId, form: &DecisionForm) -> Result<Proposal, AppError> {
    let mut tx = app.db.begin().await?;
    // Always the smaller id first: two merges that meet wait for each other only one way.
    if into.0 < wanted.id.0 {
        store::lock(&tx, into).await?;
    }
    let (mut proposal, step, permit) = prepare(app, &tx, actor, wanted, form).await?;
    let decision = form.parse(&step, proposal.quantity(), proposal.cost())?;
    if into == proposal.id {
        return Err(AppError::field("into", ErrorCode::MergeIntoItself));
    }
    let target = store::lock(&tx, into).await?.ok_or(AppError::field("into", ErrorCode::NotFound))?;
    let facts = target.facts();
    let target = target.read_as(actor).map_err(|_| AppError::field("into", ErrorCode::NotFound))?;
    authorize::<deed::MergeInto>(actor, Resource::Proposal(&facts))
        .map_err(|_| AppError::field("into", ErrorCode::MergeTargetElsewhere))?;
    if !target.status.is_open() {
        return Err(AppError::field("into", ErrorCode::MergeTargetClosed));
    }
    proposal.merged_into = Some(into);
    let arrived = apply(&app.areas.current(), app.clock.now(), &mut proposal, &step, &decision);
    store::carry_supports(&tx, &permit, proposal.id, &target).await?;
    journal::append(app, &mut tx, taken_in(&target, &proposal, &permit)).await?;
    let extra = json!({ "into": into, "intoTitle": target.fields.title });
    record(app, &mut tx, &proposal, &step, (&decision, arrived), &permit, extra).await?;
    tx.commit().await?;
    Ok(proposal)
}

/// What `actor` may do next, as the page shows it.
pub fn steps_open_to(app: &App, actor: &Actor, proposal: &Proposal) -> Vec<(Step, Option<String>)> {
    let facts = proposal.facts();
    let steps = app.areas.current().workflow().steps(proposal.status);
    steps
        .into_iter()
        .filter_map(|step| match shared::access::can(actor, Deed::MoveProposal, Resource::Step(&facts, &step)) {
            shared::access::Verdict::Allowed(office) => Some((office.map(|office| office.name.clone()), step)),
            _ => None,
        })
        .map(|(office, step)| (step, office))
        .collect()
}

/// Whether the version that a change was made from is still the present one.
///
/// # Errors
/// `CONFLICT` with both versions.
pub fn check_version(proposal: &Proposal, version: i32, yours: impl FnOnce() -> serde_json::Result<Value>) -> Result<(), AppError> {
    if proposal.version == version {
        return Ok(());
    }
    let mut current = serde_json::to_value(ProposalForm::from(&proposal.fields))?;
    if let Value::Object(fields) = &mut current {
        fields.insert("status".into(), json!(proposal.status));
    }
    Err(AppError::Conflict { your_version: version, current_version: proposal.version, current, yours: yours()? })
}

async fn prepare(
    app: &App,
    tx: &Transaction,
    actor: &Actor,
    wanted: &Move,
    form: &DecisionForm,
) -> Result<(Proposal, Step, Permit<deed::MoveProposal>), AppError> {
    if actor.account.is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let guarded = store::lock(tx, wanted.id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let facts = guarded.facts();
    let mut proposal = guarded.read_as(actor)?;
    check_version(&proposal, wanted.version, || serde_json::to_value(form))?;
    let step = app.areas.current().workflow().find(proposal.status, wanted.action, wanted.decision, wanted.to);
    let step = step.ok_or_else(|| FieldError::whole(ErrorCode::NoSuchTransition))?;
    let permit = authorize::<deed::MoveProposal>(actor, Resource::Step(&facts, &step))?;
    let next_cycle = *app.areas.current().fiscal_years().start();
    if step.from == Status::Deferred && step.action == Action::Submit && proposal.fields.fiscal_year < next_cycle {
        proposal.number = store::next_number(tx, proposal.owner, next_cycle).await?;
        proposal.fields.fiscal_year = next_cycle;
    }
    // It may have been written long ago: for a year that is over, or in an office that its author has lost since.
    if step.action == Action::Submit && actor.is(proposal.owner) {
        draft::check(app, actor, &ProposalForm::from(&proposal.fields))?;
    }
    Ok((proposal, step, permit))
}

/// What the step makes of the proposal. Says when it had come to the level that it lay with until then.
pub(crate) fn apply(
    areas: &Catalogue,
    now: DateTime<Utc>,
    proposal: &mut Proposal,
    step: &Step,
    decision: &Decision,
) -> Option<DateTime<Utc>> {
    let arrived = proposal.level_since;
    if step.to == Status::OpdReview && proposal.final_agency.is_none() {
        proposal.final_agency = proposal
            .fields
            .initial_agency
            .clone()
            .or_else(|| areas.agency_for(proposal.fields.sector).map(|agency| agency.code.clone()));
    }
    if step.action == Action::Submit {
        proposal.submitted_at.get_or_insert(now);
        // Every level looks at it anew: what an earlier round changed is in the decisions, and no longer in force.
        proposal.accepted_quantity = None;
        proposal.accepted_cost = None;
        proposal.funding_sources.clear();
        proposal.final_agency = None;
    }
    if let Some(quantity) = decision.quantity {
        proposal.accepted_quantity = Some(quantity);
    }
    if let Some(cost) = decision.cost {
        proposal.accepted_cost = Some(cost);
    }
    if !decision.funding_sources.is_empty() {
        proposal.funding_sources.clone_from(&decision.funding_sources);
    }
    if step.needs_funding() {
        proposal.accepted_quantity = Some(proposal.quantity());
        proposal.accepted_cost = Some(proposal.cost());
    }
    let workflow = areas.workflow();
    if let Some(level) = workflow.level_of(step.to).filter(|level| workflow.level_of(step.from) != Some(level)) {
        proposal.level = Some(level.code.clone());
        proposal.level_since = Some(now);
    }
    if step.from != step.to {
        proposal.status = step.to;
        proposal.status_since = now;
    }
    proposal.version += 1;
    proposal.updated_at = now;
    arrived
}

async fn record(
    app: &App,
    tx: &mut Transaction,
    proposal: &Proposal,
    step: &Step,
    (decision, arrived): (&Decision, Option<DateTime<Utc>>),
    permit: &Permit<deed::MoveProposal>,
    extra: Value,
) -> Result<(), AppError> {
    store::update(tx, proposal).await?;
    let id = || DecisionId(app.ids.uuid(app.clock.as_ref()));
    if let Some(decision) = decided(id, proposal, step, (decision, arrived), permit)? {
        store::insert_decision(tx, permit, &decision).await?;
    }
    journal::append(app, tx, taken(proposal, step, decision, permit, extra)).await.map(|_| ())
}

/// The decision that the step, just taken, is, by the level that the proposal had `arrived` at; not every step is one.
///
/// # Errors
/// `UNAUTHENTICATED` when the permit is nobody's.
pub(crate) fn decided(
    id: impl FnOnce() -> DecisionId,
    proposal: &Proposal,
    step: &Step,
    (decision, arrived): (&Decision, Option<DateTime<Utc>>),
    permit: &Permit<deed::MoveProposal>,
) -> Result<Option<RecordedDecision>, AppError> {
    let (Some(kind), Some(level)) = (step.decision, &step.level) else { return Ok(None) };
    Ok(Some(RecordedDecision {
        id: id(),
        proposal: proposal.id,
        level: level.clone(),
        decision: kind,
        from: step.from,
        to: step.to,
        reason_code: decision.reason_code,
        reason_text: decision.reason_text.clone(),
        quantity: decision.quantity,
        cost: decision.cost,
        funding_sources: decision.funding_sources.clone(),
        minutes_number: decision.minutes_number.clone(),
        office: permit.office_name().unwrap_or_default().to_owned(),
        decided_by: permit.person()?,
        decided_at: proposal.updated_at,
        arrived_at: arrived,
    }))
}

/// That the step was taken.
pub(crate) fn taken(
    proposal: &Proposal,
    step: &Step,
    decision: &Decision,
    permit: &Permit<deed::MoveProposal>,
    extra: Value,
) -> Event {
    let mut details = json!({
        "from": step.from,
        "to": step.to,
        "level": step.level,
        "decision": step.decision,
        "reasonCode": decision.reason_code,
        "reasonText": decision.reason_text,
        "quantity": decision.quantity,
        "cost": decision.cost,
        "fundingSources": decision.funding_sources,
        "documentNumber": decision.minutes_number,
        "fiscalYear": (step.action == Action::Submit).then_some(proposal.fields.fiscal_year),
    });
    if let (Value::Object(details), Value::Object(extra)) = (&mut details, extra) {
        details.extend(extra);
    }
    if let Value::Object(details) = &mut details {
        details.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    }
    Event::new(event_kind(step), proposal.id)
        .area(&proposal.fields.village)
        .actor(permit.account())
        .office(permit.office_name())
        .details(details)
}

/// That another proposal was merged into this one.
pub(crate) fn taken_in(target: &Proposal, other: &Proposal, permit: &Permit<deed::MoveProposal>) -> Event {
    Event::new(EventKind::ProposalMerged, target.id)
        .area(&target.fields.village)
        .actor(permit.account())
        .office(permit.office_name())
        .details(json!({ "takesIn": other.id, "title": other.fields.title }))
}

fn event_kind(step: &Step) -> EventKind {
    match step.action {
        Action::Submit => EventKind::ProposalSubmitted,
        Action::Withdraw if step.from == Status::Draft => EventKind::DraftWithdrawn,
        Action::Withdraw => EventKind::ProposalWithdrawn,
        Action::BeginReview => EventKind::ReviewBegun,
        Action::Reassign => EventKind::ProposalReassigned,
        Action::Merge => EventKind::ProposalMerged,
        Action::Advance => EventKind::ProposalAdvanced,
        _ => EventKind::ProposalDecided,
    }
}
