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

#[derive(InputObject)]
pub struct CreateProposalInput {
    /// Made by the form; sending it again returns the same proposal.
    client_key: Option<String>,
    fields: ProposalFieldsInput,
    /// Hand it in at once.
    submit: Option<bool>,
}

#[derive(InputObject)]
pub struct UpdateProposalInput {
    id: ID,
    version: i32,
    fields: ProposalFieldsInput,
}

#[derive(InputObject)]
pub struct ProposalIdInput {
    id: ID,
}

#[derive(SimpleObject)]
pub struct ProposalPayload {
    proposal: Option<Proposal>,
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
    /// Makes a draft, or hands it in at once.
    async fn create_proposal(&self, ctx: &Context<'_>, input: CreateProposalInput) -> Result<ProposalPayload> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        let form = input.fields.into();
        let result = match input.submit {
            Some(true) => draft::hand_in(app, actor, &form, input.client_key).await,
            _ => draft::create(app, actor, &form, input.client_key).await,
        };
        payload(ctx, result)
    }

    /// Changes a draft, or a proposal that came back.
    async fn update_proposal(&self, ctx: &Context<'_>, input: UpdateProposalInput) -> Result<ProposalPayload> {
        let result =
            draft::update(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?, input.version, &input.fields.into()).await;
        payload(ctx, result)
    }

    /// One support a person.
    async fn support_proposal(&self, ctx: &Context<'_>, input: ProposalIdInput) -> Result<ProposalPayload> {
        payload(ctx, support::support(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?).await)
    }

    async fn withdraw_support(&self, ctx: &Context<'_>, input: ProposalIdInput) -> Result<ProposalPayload> {
        payload(ctx, support::withdraw(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?).await)
    }
}
