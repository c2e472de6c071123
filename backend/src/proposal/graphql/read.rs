//! Reading one proposal.

use crate::api::context::{app, request};
use crate::proposal::model::Proposal as Model;
use crate::proposal::store;
use async_graphql::{Context, Result};
use shared::ErrorCode;
use shared::value::ProposalId;

/// The proposal, as the viewer may read it; nothing where they may not.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn read(ctx: &Context<'_>, id: ProposalId) -> Result<Option<Model>> {
    let guarded = store::find(&app(ctx)?.db, id).await?;
    let actor = &request(ctx)?.actor;
    match guarded.map(|guarded| guarded.read_as(actor)) {
        Some(Ok(proposal)) => Ok(Some(proposal)),
        // A stranger's draft looks like nothing at all.
        Some(Err(error)) if error.code() == ErrorCode::NotFound => Ok(None),
        Some(Err(error)) => Err(error.into()),
        None => Ok(None),
    }
}
