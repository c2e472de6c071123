//! Plans: what SQL knows of them, who takes part, how they move on, and their face in GraphQL. Their words are written
//! live, in the document.

pub mod comments;
pub mod comparing;
pub mod create;
pub mod dataset;
pub mod edits;
mod entity;
pub mod export;
pub mod graphql;
pub mod history;
pub mod list;
pub mod model;
pub mod participants;
mod sources;
pub mod stages;
pub mod store;
pub mod suggestions;

pub use model::{Guarded, Name, Participant, Plan, Version};

use crate::access::{Permit, authorize, deed};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use serde_json::Value;
use shared::ErrorCode;
use shared::access::{Actor, Resource};
use shared::value::PlanId;

/// The plan, locked, with leave to do something to it.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `INTERNAL`.
async fn open<D: deed::Marker>(tx: &Transaction, actor: &Actor, id: PlanId) -> Result<(Plan, Permit<D>), AppError> {
    let guarded = store::lock(tx, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let permit = authorize::<D>(actor, Resource::Plan(&guarded.facts()))?;
    Ok((guarded.read_as(actor)?, permit))
}

/// Appends what happened. As long as the plan is a draft that is its participants' own business, whatever it was.
async fn record<D>(
    app: &App,
    tx: &mut Transaction,
    kind: EventKind,
    plan: &Plan,
    permit: &Permit<D>,
    details: Value,
) -> Result<(), AppError> {
    journal::append(app, tx, happening(kind, plan.stage.is_public(), plan, permit, details)).await.map(|_| ())
}

/// What happened; where that is not public, as a change of a draft that says in its details what it was.
fn happening<D>(kind: EventKind, public: bool, plan: &Plan, permit: &Permit<D>, mut details: Value) -> Event {
    if let Value::Object(fields) = &mut details
        && !public
    {
        fields.insert("what".into(), kind.as_str().into());
    }
    Event::new(if public { kind } else { EventKind::PlanDraftChanged }, plan.id)
        .area(&plan.area)
        .actor(permit.account())
        .office(permit.office_name())
        .details(details)
}
