//! How a plan moves on, and who signs what is in review.

use super::{Name, Plan, Version, open, record, store};
use crate::access::permit::may;
use crate::access::{Permit, deed};
use crate::app::App;
use crate::error::AppError;
use crate::journal::EventKind;
use crate::platform::database::Transaction;
use serde_json::json;
use shared::access::{Actor, Deed, Resource};
use shared::plan::{Stage, is_signed_by_both};
use shared::value::{PlanId, PlanVersionId, text};
use shared::{ErrorCode, FieldError};

/// The longest name of a version, in characters.
const MAX_NAME: usize = 100;

/// Moves a plan to another stage. Whoever sees it later sees what it said at that moment, as a version.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `NO_SUCH_STAGE` at `to`; `SIGNATURES_MISSING`; `REQUIRED` or `NOT_FOUND` at
/// `supersededBy`; `INTERNAL`.
pub async fn move_to(app: &App, actor: &Actor, id: PlanId, to: Stage, superseded_by: Option<PlanId>) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let (mut plan, permit) = open::<deed::LeadPlan>(&tx, actor, id).await?;
    if !plan.stage.next().contains(&to) {
        return Err(AppError::field("to", ErrorCode::NoSuchStage));
    }
    if to == Stage::Agreed && !is_signed_by_both(&plan.facts().parts) {
        return Err(FieldError::whole(ErrorCode::SignaturesMissing).into());
    }
    let successor = if to == Stage::Superseded { Some(successor(&tx, &plan, superseded_by).await?) } else { None };
    if to == Stage::Open {
        store::withdraw_signatures(&tx, &permit, id).await?;
        plan.participants.iter_mut().for_each(|each| (each.signed_at, each.signed_seq) = (None, None));
    }
    let kind = event_of(plan.stage, to);
    plan.changed_at = app.clock.now();
    (plan.stage, plan.superseded_by) = (to, successor);
    store::set_stage(&tx, &permit, id, to, successor, plan.changed_at).await?;
    let begun = version(app, &plan, Name::Stage(to), &permit)?;
    store::insert_version(&tx, &begun).await?;
    let details = json!({ "title": plan.title, "seq": plan.head, "by": successor, "version": begun.id });
    record(app, &mut tx, kind, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(plan)
}

/// What the public record calls a move between stages.
const fn event_of(from: Stage, to: Stage) -> EventKind {
    match (from, to) {
        (Stage::InReview, Stage::Open) => EventKind::PlanReopened,
        (_, Stage::Draft | Stage::Open) => EventKind::PlanOpened,
        (_, Stage::InReview) => EventKind::PlanReviewBegun,
        (_, Stage::Agreed) => EventKind::PlanAgreed,
        (_, Stage::Superseded) => EventKind::PlanSuperseded,
    }
}

/// The public plan that takes the place of this one. One that was itself superseded could lead readers in a circle.
async fn successor(tx: &Transaction, plan: &Plan, wanted: Option<PlanId>) -> Result<PlanId, AppError> {
    let wanted = wanted.ok_or_else(|| AppError::field("supersededBy", ErrorCode::Required))?;
    let stage = store::facts(tx.connection(), wanted).await?.map(|facts| facts.stage);
    match stage {
        Some(Stage::Open | Stage::InReview | Stage::Agreed) if wanted != plan.id => Ok(wanted),
        _ => Err(AppError::field("supersededBy", ErrorCode::NotFound)),
    }
}

/// Signs what is in review, or takes the signature back. Doing so twice changes nothing.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`; `FORBIDDEN` for who has nothing to sign, or when it is not in review; `INTERNAL`.
pub async fn sign(app: &App, actor: &Actor, id: PlanId, signed: bool) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let (mut plan, permit) = open::<deed::SignPlan>(&tx, actor, id).await?;
    let (head, now, person) = (plan.head, app.clock.now(), permit.person()?);
    let mut own = plan.participants.iter_mut().filter(|each| each.account == person);
    let Some(own) = own.next().filter(|own| (own.signed_seq == Some(head)) != signed) else { return Ok(plan) };
    own.signed_at = signed.then_some(now);
    own.signed_seq = signed.then_some(head);
    store::set_signature(&tx, &permit, id, signed.then_some((head, now))).await?;
    let kind = if signed { EventKind::PlanSigned } else { EventKind::PlanSignatureWithdrawn };
    record(app, &mut tx, kind, &plan, &permit, json!({ "seq": head })).await?;
    tx.commit().await?;
    Ok(plan)
}

/// Gives what the plan says now a name.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `name`; `INTERNAL`.
pub async fn name_version(app: &App, actor: &Actor, id: PlanId, name: &str) -> Result<Version, AppError> {
    let mut tx = app.db.begin().await?;
    let (plan, permit) = open::<deed::EditPlan>(&tx, actor, id).await?;
    let name = text::line("name", Some(name), MAX_NAME)?;
    let version = version(app, &plan, Name::Given(name.clone()), &permit)?;
    store::insert_version(&tx, &version).await?;
    let details = json!({ "version": version.id, "name": name, "seq": version.seq });
    record(app, &mut tx, EventKind::PlanVersionNamed, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(version)
}

pub(super) fn version<D>(app: &App, plan: &Plan, name: Name, permit: &Permit<D>) -> Result<Version, AppError> {
    Ok(Version {
        id: PlanVersionId(app.ids.uuid(app.clock.as_ref())),
        plan: plan.id,
        seq: plan.head,
        name,
        at: app.clock.now(),
        account: permit.person()?,
        office: permit.office_name().map(str::to_owned),
        of_draft: !plan.stage.is_public(),
    })
}

/// Where `actor` may move the plan now.
pub fn stages_open_to(actor: &Actor, plan: &Plan) -> Vec<Stage> {
    let facts = plan.facts();
    if !may(actor, Deed::LeadPlan, Resource::Plan(&facts)) {
        return Vec::new();
    }
    let next = plan.stage.next().iter().copied();
    next.filter(|to| *to != Stage::Agreed || is_signed_by_both(&facts.parts)).collect()
}
