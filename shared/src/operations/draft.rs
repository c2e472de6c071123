//! What proposers do with a proposal of their own.

use super::proposal::ProposalDetail;
use super::{Answer, Input, Payload};
use crate::proposal::ProposalForm;
use crate::value::ProposalId;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateInput {
    /// A UUID made by the form: repeating it after a lost answer gives the same proposal.
    pub client_key: Option<String>,
    pub fields: ProposalForm,
    /// Submit at once instead of keeping a draft.
    pub submit: bool,
}

operation! {
    CreateProposal(Input<CreateInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation CreateProposal($input: CreateProposalInput!) {
  answer: createProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UpdateInput {
    pub id: ProposalId,
    /// The version that was read; an older one is a `CONFLICT`.
    pub version: i64,
    pub fields: ProposalForm,
}

operation! {
    UpdateProposal(Input<UpdateInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation UpdateProposal($input: UpdateProposalInput!) {
  answer: updateProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

/// A proposal as it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Versioned {
    pub id: ProposalId,
    pub version: i64,
}

operation! {
    SubmitProposal(Input<Versioned>) -> Answer<Payload<ProposalDetail>> {
        "mutation SubmitProposal($input: ProposalVersionInput!) {
  answer: submitProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithdrawInput {
    pub id: ProposalId,
    pub version: i64,
    pub reason: Option<String>,
}

operation! {
    WithdrawProposal(Input<WithdrawInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation WithdrawProposal($input: WithdrawProposalInput!) {
  answer: withdrawProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}
