//! The steps of a proposal in GraphQL: one mutation a kind of step.

use super::{ProposalPayload, payload, proposal_id};
use crate::api::context::{app, request};
use crate::api::enums::{DecisionKind, FundingSource, ProposalStatus, ReasonCode};
use crate::api::scalars::{Quantity, Rupiah};
use crate::error::AppError;
use crate::proposal::review::{self, Move};
use async_graphql::{Context, ID, InputObject, Object, Result};
use shared::ErrorCode;
use shared::proposal::{Action, DecisionForm, DecisionKind as Kind};

#[derive(InputObject)]
pub struct ProposalVersionInput {
    id: ID,
    version: i32,
}

#[derive(InputObject)]
pub struct WithdrawProposalInput {
    id: ID,
    version: i32,
    reason: Option<String>,
}

#[derive(InputObject)]
pub struct DecideProposalInput {
    id: ID,
    version: i32,
    decision: DecisionKind,
    /// Needed where the decision leads to more than one status.
    to: Option<ProposalStatus>,
    reason_code: Option<ReasonCode>,
    reason_text: Option<String>,
    /// The accepted volume, with ACCEPTED_WITH_CHANGES.
    quantity: Option<Quantity>,
    /// The accepted amount, with ACCEPTED_WITH_CHANGES.
    cost: Option<Rupiah>,
    funding_sources: Option<Vec<FundingSource>>,
    /// Berita acara.
    minutes_number: Option<String>,
}

#[derive(InputObject)]
pub struct ReturnProposalInput {
    id: ID,
    version: i32,
    reason_code: ReasonCode,
    reason_text: String,
}

#[derive(InputObject)]
pub struct ForwardProposalInput {
    id: ID,
    version: i32,
    reason_text: Option<String>,
    minutes_number: Option<String>,
}

#[derive(InputObject)]
pub struct ReassignProposalInput {
    id: ID,
    version: i32,
    agency: String,
    reason_text: String,
}

#[derive(InputObject)]
pub struct AdvanceProposalInput {
    id: ID,
    version: i32,
    to: ProposalStatus,
    note: Option<String>,
    /// The number of the handover record (BAST), to complete.
    document_number: Option<String>,
    funding_sources: Option<Vec<FundingSource>>,
}

#[derive(InputObject)]
pub struct MergeProposalsInput {
    id: ID,
    version: i32,
    into: ID,
    reason_text: String,
}

fn sources(list: Option<Vec<FundingSource>>) -> Vec<shared::proposal::FundingSource> {
    list.unwrap_or_default().into_iter().map(Into::into).collect()
}

fn step(id: &ID, version: i32, action: Action, decision: Option<Kind>, to: Option<ProposalStatus>) -> Result<Move, AppError> {
    Ok(Move { id: proposal_id(id)?, version, action, decision, to: to.map(Into::into) })
}

async fn take(ctx: &Context<'_>, wanted: Move, form: DecisionForm) -> Result<ProposalPayload> {
    payload(ctx, review::take_step(app(ctx)?, &request(ctx)?.actor, &wanted, &form).await)
}

#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Hands a draft in, a returned one in again, or a deferred one into the next cycle.
    async fn submit_proposal(&self, ctx: &Context<'_>, input: ProposalVersionInput) -> Result<ProposalPayload> {
        take(ctx, step(&input.id, input.version, Action::Submit, None, None)?, DecisionForm::default()).await
    }

    async fn withdraw_proposal(&self, ctx: &Context<'_>, input: WithdrawProposalInput) -> Result<ProposalPayload> {
        let form = DecisionForm { reason_text: input.reason, ..Default::default() };
        take(ctx, step(&input.id, input.version, Action::Withdraw, None, None)?, form).await
    }

    /// The level takes up what waits for it.
    async fn begin_review(&self, ctx: &Context<'_>, input: ProposalVersionInput) -> Result<ProposalPayload> {
        take(ctx, step(&input.id, input.version, Action::BeginReview, None, None)?, DecisionForm::default()).await
    }

    /// Accepts, accepts with changes, rejects or defers.
    async fn decide_proposal(&self, ctx: &Context<'_>, input: DecideProposalInput) -> Result<ProposalPayload> {
        let form = DecisionForm {
            reason_code: input.reason_code.map(Into::into),
            reason_text: input.reason_text,
            quantity: input.quantity.map(|value| value.0),
            cost: input.cost.map(|value| value.0),
            funding_sources: sources(input.funding_sources),
            minutes_number: input.minutes_number,
        };
        let decision: Kind = input.decision.into();
        let action = match decision {
            Kind::Forwarded => Action::Forward,
            Kind::Returned => Action::Return,
            _ => Action::Decide,
        };
        take(ctx, step(&input.id, input.version, action, Some(decision), input.to)?, form).await
    }

    /// Sends it back to its proposer, who may mend it and hand it in again.
    async fn return_proposal(&self, ctx: &Context<'_>, input: ReturnProposalInput) -> Result<ProposalPayload> {
        let form = DecisionForm {
            reason_code: Some(input.reason_code.into()),
            reason_text: Some(input.reason_text),
            ..Default::default()
        };
        take(ctx, step(&input.id, input.version, Action::Return, Some(Kind::Returned), None)?, form).await
    }

    /// Passes it unchanged to the next level.
    async fn forward_proposal(&self, ctx: &Context<'_>, input: ForwardProposalInput) -> Result<ProposalPayload> {
        let form = DecisionForm { reason_text: input.reason_text, minutes_number: input.minutes_number, ..Default::default() };
        take(ctx, step(&input.id, input.version, Action::Forward, Some(Kind::Forwarded), None)?, form).await
    }

    /// Hands it to another agency.
    async fn reassign_proposal(&self, ctx: &Context<'_>, input: ReassignProposalInput) -> Result<ProposalPayload> {
        let wanted = step(&input.id, input.version, Action::Reassign, None, None)?;
        let form = DecisionForm { reason_text: Some(input.reason_text), ..Default::default() };
        payload(ctx, review::reassign(app(ctx)?, &request(ctx)?.actor, &wanted, &input.agency, &form).await)
    }

    /// Records the next stage after the plan: budgeted, carried out, completed.
    async fn advance_proposal(&self, ctx: &Context<'_>, input: AdvanceProposalInput) -> Result<ProposalPayload> {
        let form = DecisionForm {
            reason_text: input.note,
            minutes_number: input.document_number,
            funding_sources: sources(input.funding_sources),
            ..Default::default()
        };
        take(ctx, step(&input.id, input.version, Action::Advance, None, Some(input.to))?, form).await
    }

    /// Merges it into another that is under review.
    async fn merge_proposals(&self, ctx: &Context<'_>, input: MergeProposalsInput) -> Result<ProposalPayload> {
        let wanted = step(&input.id, input.version, Action::Merge, None, None)?;
        let form = DecisionForm { reason_text: Some(input.reason_text), ..Default::default() };
        let result = match input.into.parse() {
            Ok(into) => review::merge(app(ctx)?, &request(ctx)?.actor, &wanted, into, &form).await,
            Err(_) => Err(AppError::field("into", ErrorCode::NotFound)),
        };
        payload(ctx, result)
    }
}
