//! Suggesting how a section should read; taking that over into the plan, declining it, withdrawing it, and hiding what
//! breaks the rules.

use super::history::told_from;
use super::{Plan, open, record, store};
use crate::access::{Permit, authorize, deed};
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::live::{Author, Deed, Ordered, document_at};
use crate::platform::database::Transaction;
use chrono::{DateTime, Utc};
use serde_json::json;
use shared::access::{Actor, Resource};
use shared::comment::parse_reason;
use shared::plan::suggestion::{SuggestionStatus, parse_body, parse_note, take, write};
use shared::plan::{Content, RowId};
use shared::value::{AccountId, PlanId, SuggestionId};
use shared::{ErrorCode, FieldError};
use std::sync::Arc;

/// A section as somebody would have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub id: SuggestionId,
    pub plan: PlanId,
    pub section: RowId,
    /// The entry of the plan's log that they had before them.
    pub base: i64,
    pub author: AccountId,
    /// The office that the author spoke for, as it was called then.
    pub office: Option<String>,
    pub created_at: DateTime<Utc>,
    /// None once it is hidden.
    pub words: Option<Words>,
    pub status: SuggestionStatus,
    pub settled: Option<Settled>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// What the section said then.
    pub before: String,
    pub after: String,
    /// Why.
    pub note: Option<String>,
}

/// How a suggestion ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub at: DateTime<Utc>,
    pub by: AccountId,
    pub office: Option<String>,
    /// Why it was declined or hidden.
    pub note: Option<String>,
}

/// What somebody wants a section to say.
pub struct NewSuggestion<'a> {
    pub section: RowId,
    /// The entry of the plan's log from which they started.
    pub base: i64,
    pub body: &'a str,
    pub note: Option<&'a str>,
}

/// Suggests a change of a section.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `OUT_OF_RANGE` at `seq`; `UNKNOWN_SECTION` at `sectionId`; an invalid `body`
/// or `note`, `NOTHING_CHANGED`; `INTERNAL`.
pub async fn suggest(app: &App, actor: &Actor, id: PlanId, wanted: NewSuggestion<'_>) -> Result<Suggestion, AppError> {
    let guarded = store::find(&app.db, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    authorize::<deed::SuggestForPlan>(actor, Resource::Plan(&guarded.facts()))?;
    let plan = guarded.read_as(actor)?;
    let out_of_range = || AppError::field("seq", ErrorCode::OutOfRange);
    if wanted.base < told_from(app, actor, &plan).await? {
        return Err(out_of_range());
    }
    let mut copy = document_at(app, id, wanted.base).await?.ok_or_else(out_of_range)?;
    let before = body_of(&copy.content(), wanted.section)?;
    let words = Words { after: parse_body(wanted.body, &before)?, note: parse_note(wanted.note)?, before };
    let changed = copy.change(|roots, txn| write(roots, txn, wanted.section, &words.after));
    let update = changed.map_err(|unmade| unmade.why)?.update;

    let mut tx = app.db.begin().await?;
    let (plan, permit) = open::<deed::SuggestForPlan>(&tx, actor, id).await?;
    let suggestion = Suggestion {
        id: SuggestionId(app.ids.uuid(app.clock.as_ref())),
        plan: id,
        section: wanted.section,
        base: wanted.base,
        author: permit.person()?,
        office: permit.office_name().map(str::to_owned),
        created_at: app.clock.now(),
        words: Some(words.clone()),
        status: SuggestionStatus::Open,
        settled: None,
    };
    store::insert_suggestion(&tx, &permit, &suggestion, &words, update).await?;
    // As with comments: the words may have to be hidden later, so the chain gets only the commitment.
    let event = Event::new(EventKind::PlanSuggestionMade, id)
        .area(&plan.area)
        .actor(permit.account())
        .office(permit.office_name())
        .details(json!({ "suggestion": suggestion.id, "section": suggestion.section }))
        .private(words.after);
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    Ok(suggestion)
}

fn body_of(content: &Content, section: RowId) -> Result<String, AppError> {
    let found = content.sections.iter().find(|each| each.id == section);
    found.map(|found| found.body.clone()).ok_or_else(|| AppError::field("sectionId", ErrorCode::UnknownSection))
}

/// Takes a suggestion over into the plan, in the name of who made it; what was written around it meanwhile stays.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `ALREADY_DECIDED`; `UNKNOWN_SECTION` when its section has left the plan;
/// `PLAN_FULL`; `INTERNAL`.
pub async fn accept(app: &SharedApp, actor: &Actor, id: SuggestionId) -> Result<Suggestion, AppError> {
    let found = store::find_suggestion(app.db.reader(), id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let guarded = store::find(&app.db, found.plan).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    authorize::<deed::EditPlan>(actor, Resource::Plan(&guarded.facts()))?;
    must_be_open(&found)?;
    let update = store::update_of_suggestion(&app.db, id).await?;
    let (section, author) = (found.section, Author { account: found.author, office: found.office, token: None });
    let ordered = Ordered {
        author,
        change: Box::new(move |roots, txn| Ok(take(roots, txn, section, &update)?)),
        deed: note_accepted(actor.clone(), id),
    };
    app.rooms.change(app, found.plan, ordered).await?;
    store::find_suggestion(app.db.reader(), id).await?.ok_or_else(|| AppError::damaged("an accepted suggestion is gone"))
}

fn note_accepted(actor: Actor, id: SuggestionId) -> Deed {
    let actor = Arc::new(actor);
    Arc::new(move |app, tx, seq, _| {
        let actor = Arc::clone(&actor);
        Box::pin(async move {
            let (found, plan, permit) = open_with::<deed::EditPlan>(tx, &actor, id).await?;
            settle(app, tx, &permit, &found, SuggestionStatus::Accepted, None).await?;
            let details = json!({ "suggestion": id, "section": found.section, "by": found.author, "seq": seq });
            record(app, tx, EventKind::PlanSuggestionAccepted, &plan, &permit, details).await
        })
    })
}

/// Declines a suggestion. The explanation is for everyone to read.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `note`; `ALREADY_DECIDED`; `INTERNAL`.
pub async fn decline(app: &App, actor: &Actor, id: SuggestionId, note: Option<&str>) -> Result<Suggestion, AppError> {
    let mut tx = app.db.begin().await?;
    let (found, plan, permit) = open_with::<deed::EditPlan>(&tx, actor, id).await?;
    let declined = settle(app, &tx, &permit, &found, SuggestionStatus::Declined, parse_note(note)?).await?;
    let details = json!({ "suggestion": id, "section": found.section });
    record(app, &mut tx, EventKind::PlanSuggestionDeclined, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(declined)
}

/// Takes one's own suggestion back.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`; `FORBIDDEN` for somebody else's, or when the plan is agreed; `ALREADY_DECIDED`;
/// `INTERNAL`.
pub async fn withdraw(app: &App, actor: &Actor, id: SuggestionId) -> Result<Suggestion, AppError> {
    let mut tx = app.db.begin().await?;
    let (found, plan, permit) = open_with::<deed::WithdrawSuggestion>(&tx, actor, id).await?;
    if !actor.is(found.author) {
        return Err(ErrorCode::Forbidden.into());
    }
    let withdrawn = settle(app, &tx, &permit, &found, SuggestionStatus::Withdrawn, None).await?;
    let details = json!({ "suggestion": id, "section": found.section });
    record(app, &mut tx, EventKind::PlanSuggestionWithdrawn, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(withdrawn)
}

/// Hides a suggestion for good, whatever became of it: reason and office stand where its words were.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `reason`; `ALREADY_HIDDEN`; `INTERNAL`.
pub async fn hide(app: &App, actor: &Actor, id: SuggestionId, reason: &str) -> Result<Suggestion, AppError> {
    let mut tx = app.db.begin().await?;
    let (found, plan, permit) = open_with::<deed::ModeratePlan>(&tx, actor, id).await?;
    let reason = parse_reason(reason)?;
    if found.status == SuggestionStatus::Hidden {
        return Err(FieldError::whole(ErrorCode::AlreadyHidden).into());
    }
    let settled = settled(app, &permit, Some(reason.clone()))?;
    store::hide_suggestion(&tx, &permit, id, &settled).await?;
    let details = json!({ "suggestion": id, "reason": reason });
    record(app, &mut tx, EventKind::PlanSuggestionHidden, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(Suggestion { words: None, status: SuggestionStatus::Hidden, settled: Some(settled), ..found })
}

/// The suggestion with its plan, which is locked, and leave to do something to it.
async fn open_with<D: deed::Marker>(
    tx: &Transaction,
    actor: &Actor,
    id: SuggestionId,
) -> Result<(Suggestion, Plan, Permit<D>), AppError> {
    let find = || async { store::find_suggestion(tx.connection(), id).await?.ok_or(AppError::Refused(ErrorCode::NotFound)) };
    let (plan, permit) = open::<D>(tx, actor, find().await?.plan).await?;
    // Read again: somebody else may have settled it before the plan was locked.
    Ok((find().await?, plan, permit))
}

fn must_be_open(found: &Suggestion) -> Result<(), AppError> {
    let open = found.status == SuggestionStatus::Open;
    if open { Ok(()) } else { Err(FieldError::whole(ErrorCode::AlreadyDecided).into()) }
}

async fn settle<D>(
    app: &App,
    tx: &Transaction,
    permit: &Permit<D>,
    found: &Suggestion,
    status: SuggestionStatus,
    note: Option<String>,
) -> Result<Suggestion, AppError> {
    must_be_open(found)?;
    let settled = settled(app, permit, note)?;
    store::settle_suggestion(tx, found.id, status, &settled).await?;
    Ok(Suggestion { status, settled: Some(settled), ..found.clone() })
}

fn settled<D>(app: &App, permit: &Permit<D>, note: Option<String>) -> Result<Settled, AppError> {
    Ok(Settled { at: app.clock.now(), by: permit.person()?, office: permit.office_name().map(str::to_owned), note })
}
