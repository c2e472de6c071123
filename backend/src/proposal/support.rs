//! Supporting a proposal: one person, one support, which can be taken back.

use super::model::Proposal;
use super::store;
use crate::access::{Permit, authorize, deed};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::{Transaction, to_millis};
use shared::access::{Actor, Resource};
use shared::value::{AccountId, ProposalId};
use shared::{ErrorCode, FieldError};

/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`; `OWN_PROPOSAL`, `SUPPORT_CLOSED`, `ALREADY_SUPPORTED`; `INTERNAL`.
pub async fn support(app: &App, actor: &Actor, id: ProposalId) -> Result<Proposal, AppError> {
    let mut tx = app.db.begin().await?;
    let (proposal, permit) = open(&tx, actor, id).await?;
    if actor.is(proposal.owner) {
        return Err(FieldError::whole(ErrorCode::OwnProposal).into());
    }
    if !proposal.status.takes_support() {
        return Err(FieldError::whole(ErrorCode::SupportClosed).into());
    }
    if !store::insert_support(&tx, &permit, id, to_millis(app.clock.now())).await? {
        return Err(FieldError::whole(ErrorCode::AlreadySupported).into());
    }
    finish(app, &mut tx, EventKind::ProposalSupported, &proposal, &permit).await?;
    tx.commit().await?;
    reread(app, actor, id).await
}

/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`; `NOT_SUPPORTED`; `INTERNAL`.
pub async fn withdraw(app: &App, actor: &Actor, id: ProposalId) -> Result<Proposal, AppError> {
    let mut tx = app.db.begin().await?;
    let (proposal, permit) = open(&tx, actor, id).await?;
    if !store::delete_support(&tx, &permit, id).await? {
        return Err(FieldError::whole(ErrorCode::NotSupported).into());
    }
    finish(app, &mut tx, EventKind::SupportWithdrawn, &proposal, &permit).await?;
    tx.commit().await?;
    reread(app, actor, id).await
}

async fn open(tx: &Transaction, actor: &Actor, id: ProposalId) -> Result<(Proposal, Permit<deed::SupportProposal>), AppError> {
    let guarded = store::lock(tx, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let permit = authorize(actor, Resource::Proposal(&guarded.facts()))?;
    Ok((guarded.read_as(actor)?, permit))
}

/// Support changes no version: it must never make an official's decision collide.
///
/// Its event binds the supporter by a salted commitment: a name in the chain could be found by trying every account
/// against the public hash.
async fn finish(
    app: &App,
    tx: &mut Transaction,
    kind: EventKind,
    proposal: &Proposal,
    permit: &Permit<deed::SupportProposal>,
) -> Result<(), AppError> {
    store::count_supports(tx, proposal.id).await?;
    journal::append(app, tx, told(kind, proposal, permit.person()?)).await.map(|_| ())
}

/// That somebody supports it, or no longer does.
pub(crate) fn told(kind: EventKind, proposal: &Proposal, person: AccountId) -> Event {
    Event::new(kind, proposal.id).area(&proposal.fields.village).private(person.to_string())
}

async fn reread(app: &App, actor: &Actor, id: ProposalId) -> Result<Proposal, AppError> {
    store::find(&app.db, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?.read_as(actor)
}
