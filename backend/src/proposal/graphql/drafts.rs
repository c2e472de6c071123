//! What a proposer and a supporter do.

use super::fields::ProposalFieldsInput;
use super::object::Proposal;
use crate::api::context::{app, request};
use crate::api::loaders::forget;
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use crate::proposal::model::Proposal as Model;
use crate::proposal::{draft, support};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::ErrorCode;
use shared::value::ProposalId;

/// A new proposal (usulan baru).
#[derive(InputObject)]
pub struct CreateProposalInput {
    /// Made by the form (kunci isian); sending it again returns the same proposal.
    client_key: Option<String>,
    /// The form (isian).
    fields: ProposalFieldsInput,
    /// Hand it in at once (langsung diajukan).
    submit: Option<bool>,
}

/// What a proposal says from now on (perubahan usulan).
#[derive(InputObject)]
pub struct UpdateProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// The whole form (isian).
    fields: ProposalFieldsInput,
}

/// Which proposal (usulan).
#[derive(InputObject)]
pub struct ProposalIdInput {
    /// The proposal's id (nomor usulan).
    id: ID,
}

/// The proposal after the change (usulan).
#[derive(SimpleObject)]
pub struct ProposalPayload {
    /// As it is now (usulan); null when there are errors.
    proposal: Option<Proposal>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

pub(in crate::proposal) fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<ProposalPayload> {
    forget(ctx)?;
    let (proposal, errors) = split(result, request(ctx)?.lang)?;
    Ok(ProposalPayload { proposal: proposal.map(Proposal), errors })
}

/// A malformed id is the id of nothing.
pub(in crate::proposal) fn proposal_id(id: &ID) -> std::result::Result<ProposalId, AppError> {
    id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))
}

#[derive(Default)]
pub struct ProposalMutation;

#[Object]
impl ProposalMutation {
    /// Makes a draft, or hands it in at once (membuat usulan).
    async fn create_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A new proposal (usulan baru).")] input: CreateProposalInput,
    ) -> Result<ProposalPayload> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        let form = input.fields.into();
        let result = match input.submit {
            Some(true) => draft::hand_in(app, actor, &form, input.client_key).await,
            _ => draft::create(app, actor, &form, input.client_key).await,
        };
        payload(ctx, result)
    }

    /// Changes a draft, or a proposal that came back (mengubah usulan).
    async fn update_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What a proposal says from now on (perubahan usulan).")] input: UpdateProposalInput,
    ) -> Result<ProposalPayload> {
        let result =
            draft::update(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?, input.version, &input.fields.into()).await;
        payload(ctx, result)
    }

    /// One support a person (mendukung).
    async fn support_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal (usulan).")] input: ProposalIdInput,
    ) -> Result<ProposalPayload> {
        payload(ctx, support::support(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?).await)
    }

    /// Takes one's own support back (menarik dukungan).
    async fn withdraw_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal (usulan).")] input: ProposalIdInput,
    ) -> Result<ProposalPayload> {
        payload(ctx, support::withdraw(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?).await)
    }
}
