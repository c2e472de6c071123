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

/// Which proposal, and as it was read (usulan).
#[derive(InputObject)]
pub struct ProposalVersionInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
}

/// Which proposal to take back (pembatalan usulan).
#[derive(InputObject)]
pub struct WithdrawProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// Why (alasan), for everyone to read; may be left out.
    reason: Option<String>,
}

/// What the level decides (keputusan).
#[derive(InputObject)]
pub struct DecideProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// Accepted, accepted with changes, deferred or rejected (keputusan).
    decision: DecisionKind,
    /// Needed where the decision leads to more than one status (status berikut).
    to: Option<ProposalStatus>,
    /// Why (alasan), one of the known reasons; needed unless it is accepted as it is.
    reason_code: Option<ReasonCode>,
    /// Why, in words for everyone to read (penjelasan alasan).
    reason_text: Option<String>,
    /// The accepted volume, with ACCEPTED_WITH_CHANGES (volume yang disetujui).
    quantity: Option<Quantity>,
    /// The accepted amount, with ACCEPTED_WITH_CHANGES (biaya yang disetujui).
    cost: Option<Rupiah>,
    /// Who pays (sumber dana); needed where the decision leads into RKPDes or RKPD.
    funding_sources: Option<Vec<FundingSource>>,
    /// The number of the minutes that it rests on (berita acara).
    minutes_number: Option<String>,
}

/// Back to its proposer, to be mended (pengembalian).
#[derive(InputObject)]
pub struct ReturnProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// Why (alasan), one of the known reasons.
    reason_code: ReasonCode,
    /// What to mend, in words (penjelasan alasan).
    reason_text: String,
}

/// To the next level, unchanged (penerusan).
#[derive(InputObject)]
pub struct ForwardProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// What to say about it, for everyone to read (catatan).
    reason_text: Option<String>,
    /// The number of the minutes that it rests on (berita acara).
    minutes_number: Option<String>,
}

/// To which agency it goes (pengalihan).
#[derive(InputObject)]
pub struct ReassignProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// Code of the new agency (perangkat daerah).
    agency: String,
    /// Why (alasan), for everyone to read.
    reason_text: String,
}

/// The next stage after the review (tahap berikut).
#[derive(InputObject)]
pub struct AdvanceProposalInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// The status that it reaches (status).
    to: ProposalStatus,
    /// What to say about it (catatan), for everyone to read.
    note: Option<String>,
    /// The number of the handover record (BAST), to complete.
    document_number: Option<String>,
    /// Who pays (sumber dana), where that changes.
    funding_sources: Option<Vec<FundingSource>>,
}

/// Which proposal goes up in which (penggabungan).
#[derive(InputObject)]
pub struct MergeProposalsInput {
    /// The one that ends (usulan yang digabung).
    id: ID,
    /// The `version` that one has read (versi); `CONFLICT` when somebody changed it since.
    version: i32,
    /// The one that stays, under review too (usulan induk).
    into: ID,
    /// Why (alasan), for everyone to read.
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
    /// Hands a draft in, a returned one in again, or a deferred one into the next cycle (mengajukan usulan).
    async fn submit_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal, and as it was read (usulan).")] input: ProposalVersionInput,
    ) -> Result<ProposalPayload> {
        take(ctx, step(&input.id, input.version, Action::Submit, None, None)?, DecisionForm::default()).await
    }

    /// Takes one's own proposal back (membatalkan usulan): a draft, or what is under review or deferred.
    async fn withdraw_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal to take back (pembatalan usulan).")] input: WithdrawProposalInput,
    ) -> Result<ProposalPayload> {
        let form = DecisionForm { reason_text: input.reason, ..Default::default() };
        take(ctx, step(&input.id, input.version, Action::Withdraw, None, None)?, form).await
    }

    /// The level takes up what waits for it (mulai verifikasi).
    async fn begin_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal, and as it was read (usulan).")] input: ProposalVersionInput,
    ) -> Result<ProposalPayload> {
        take(ctx, step(&input.id, input.version, Action::BeginReview, None, None)?, DecisionForm::default()).await
    }

    /// Accepts, accepts with changes, rejects or defers (memutuskan).
    async fn decide_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the level decides (keputusan).")] input: DecideProposalInput,
    ) -> Result<ProposalPayload> {
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

    /// Sends it back to its proposer, who may mend it and hand it in again (mengembalikan).
    async fn return_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Back to its proposer, to be mended (pengembalian).")] input: ReturnProposalInput,
    ) -> Result<ProposalPayload> {
        let form = DecisionForm {
            reason_code: Some(input.reason_code.into()),
            reason_text: Some(input.reason_text),
            ..Default::default()
        };
        take(ctx, step(&input.id, input.version, Action::Return, Some(Kind::Returned), None)?, form).await
    }

    /// Passes it unchanged to the next level (meneruskan).
    async fn forward_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To the next level, unchanged (penerusan).")] input: ForwardProposalInput,
    ) -> Result<ProposalPayload> {
        let form = DecisionForm { reason_text: input.reason_text, minutes_number: input.minutes_number, ..Default::default() };
        take(ctx, step(&input.id, input.version, Action::Forward, Some(Kind::Forwarded), None)?, form).await
    }

    /// Hands it to another agency (mengalihkan).
    async fn reassign_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which agency it goes (pengalihan).")] input: ReassignProposalInput,
    ) -> Result<ProposalPayload> {
        let wanted = step(&input.id, input.version, Action::Reassign, None, None)?;
        let form = DecisionForm { reason_text: Some(input.reason_text), ..Default::default() };
        payload(ctx, review::reassign(app(ctx)?, &request(ctx)?.actor, &wanted, &input.agency, &form).await)
    }

    /// Records the next stage after the plan (mencatat tahap berikut): budgeted, carried out, completed.
    async fn advance_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The next stage after the review (tahap berikut).")] input: AdvanceProposalInput,
    ) -> Result<ProposalPayload> {
        let form = DecisionForm {
            reason_text: input.note,
            minutes_number: input.document_number,
            funding_sources: sources(input.funding_sources),
            ..Default::default()
        };
        take(ctx, step(&input.id, input.version, Action::Advance, None, Some(input.to))?, form).await
    }

    /// Merges it into another that is under review (menggabungkan).
    async fn merge_proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposal goes up in which (penggabungan).")] input: MergeProposalsInput,
    ) -> Result<ProposalPayload> {
        let wanted = step(&input.id, input.version, Action::Merge, None, None)?;
        let form = DecisionForm { reason_text: Some(input.reason_text), ..Default::default() };
        let result = match input.into.parse() {
            Ok(into) => review::merge(app(ctx)?, &request(ctx)?.actor, &wanted, into, &form).await,
            Err(_) => Err(AppError::field("into", ErrorCode::NotFound)),
        };
        payload(ctx, result)
    }
}
