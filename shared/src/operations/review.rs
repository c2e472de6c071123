//! The officials' steps: each answers with the proposal as it stands afterwards.

use super::draft::Versioned;
use super::proposal::ProposalDetail;
use super::{Answer, Input, Payload};
use crate::proposal::{DecisionKind, FundingSource, ReasonCode, Status};
use crate::value::{ProposalId, Quantity, Rupiah};
use serde::Serialize;

operation! {
    BeginReview(Input<Versioned>) -> Answer<Payload<ProposalDetail>> {
        "mutation BeginReview($input: ProposalVersionInput!) {
  answer: beginReview(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecideInput {
    pub id: ProposalId,
    pub version: i64,
    pub decision: DecisionKind,
    /// Needed when the decision may lead to more than one status.
    pub to: Option<Status>,
    pub reason_code: Option<ReasonCode>,
    pub reason_text: Option<String>,
    /// The accepted volume, when it differs.
    pub quantity: Option<Quantity>,
    /// The accepted amount, when it differs.
    pub cost: Option<Rupiah>,
    pub funding_sources: Option<Vec<FundingSource>>,
    pub minutes_number: Option<String>,
}

operation! {
    DecideProposal(Input<DecideInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation DecideProposal($input: DecideProposalInput!) {
  answer: decideProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReturnInput {
    pub id: ProposalId,
    pub version: i64,
    pub reason_code: ReasonCode,
    pub reason_text: String,
}

operation! {
    ReturnProposal(Input<ReturnInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation ReturnProposal($input: ReturnProposalInput!) {
  answer: returnProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ForwardInput {
    pub id: ProposalId,
    pub version: i64,
    pub reason_text: Option<String>,
    pub minutes_number: Option<String>,
}

operation! {
    ForwardProposal(Input<ForwardInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation ForwardProposal($input: ForwardProposalInput!) {
  answer: forwardProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReassignInput {
    pub id: ProposalId,
    pub version: i64,
    /// Code of the agency that should have it.
    pub agency: String,
    pub reason_text: String,
}

operation! {
    ReassignProposal(Input<ReassignInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation ReassignProposal($input: ReassignProposalInput!) {
  answer: reassignProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdvanceInput {
    pub id: ProposalId,
    pub version: i64,
    pub to: Status,
    pub note: Option<String>,
    pub document_number: Option<String>,
    pub funding_sources: Option<Vec<FundingSource>>,
}

operation! {
    AdvanceProposal(Input<AdvanceInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation AdvanceProposal($input: AdvanceProposalInput!) {
  answer: advanceProposal(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MergeInput {
    pub id: ProposalId,
    pub version: i64,
    /// The proposal that goes on.
    pub into: ProposalId,
    pub reason_text: String,
}

operation! {
    MergeProposals(Input<MergeInput>) -> Answer<Payload<ProposalDetail>> {
        "mutation MergeProposals($input: MergeProposalsInput!) {
  answer: mergeProposals(input: $input) { object: proposal { ...ProposalDetail } errors { code field message } }
}", "proposal_detail", "decision_item"
    }
}
