//! What moves a plan on: beginning one, its stages, who takes part, signatures and named versions.

use super::plan::{PlanDetail, PlanVersion};
use super::{Answer, Input, Payload};
use crate::area::AreaCode;
use crate::plan::{PlanRole, Stage, Template};
use crate::proposal::Sector;
use crate::value::{AccountId, PlanId, ProposalId};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatePlanInput {
    /// Made by the form; sending it again returns the same plan.
    pub client_key: Option<String>,
    pub area: AreaCode,
    pub sector: Option<Sector>,
    pub fiscal_year: Option<i32>,
    /// Empty where it shall be that of the first proposal.
    pub title: String,
    pub template: Template,
    /// What it answers: at most 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<ProposalId>,
}

operation! {
    CreatePlan(Input<CreatePlanInput>) -> Answer<Payload<PlanDetail>> {
        "mutation CreatePlan($input: CreatePlanInput!) {
  answer: createPlan(input: $input) { object: plan { ...PlanDetail } errors { code field message } }
}", "plan_detail"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MovePlanInput {
    pub id: PlanId,
    pub to: Stage,
    /// The plan that takes its place, where it is superseded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<PlanId>,
}

operation! {
    MovePlan(Input<MovePlanInput>) -> Answer<Payload<PlanDetail>> {
        "mutation MovePlan($input: MovePlanInput!) {
  answer: movePlan(input: $input) { object: plan { ...PlanDetail } errors { code field message } }
}", "plan_detail"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignPlanInput {
    pub id: PlanId,
    /// `false` takes the signature back.
    pub signed: bool,
}

operation! {
    SignPlan(Input<SignPlanInput>) -> Answer<Payload<PlanDetail>> {
        "mutation SignPlan($input: SignPlanInput!) {
  answer: signPlan(input: $input) { object: plan { ...PlanDetail } errors { code field message } }
}", "plan_detail"
    }
}

/// Whom to bring in: by how they sign in, or by their account.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddPlanParticipantInput {
    pub plan_id: PlanId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    pub role: PlanRole,
}

operation! {
    AddPlanParticipant(Input<AddPlanParticipantInput>) -> Answer<Payload<PlanDetail>> {
        "mutation AddPlanParticipant($input: AddPlanParticipantInput!) {
  answer: addPlanParticipant(input: $input) { object: plan { ...PlanDetail } errors { code field message } }
}", "plan_detail"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangePlanParticipantInput {
    pub plan_id: PlanId,
    pub account_id: AccountId,
    pub role: PlanRole,
}

operation! {
    ChangePlanParticipant(Input<ChangePlanParticipantInput>) -> Answer<Payload<PlanDetail>> {
        "mutation ChangePlanParticipant($input: ChangePlanParticipantInput!) {
  answer: changePlanParticipant(input: $input) { object: plan { ...PlanDetail } errors { code field message } }
}", "plan_detail"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemovePlanParticipantInput {
    pub plan_id: PlanId,
    pub account_id: AccountId,
}

operation! {
    /// The object is `None` without errors when the viewer left a draft: it is none of their business any more.
    RemovePlanParticipant(Input<RemovePlanParticipantInput>) -> Answer<Payload<PlanDetail>> {
        "mutation RemovePlanParticipant($input: RemovePlanParticipantInput!) {
  answer: removePlanParticipant(input: $input) { object: plan { ...PlanDetail } errors { code field message } }
}", "plan_detail"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamePlanVersionInput {
    pub plan_id: PlanId,
    /// 1 to 100 characters.
    pub name: String,
}

operation! {
    NamePlanVersion(Input<NamePlanVersionInput>) -> Answer<Payload<PlanVersion>> {
        "mutation NamePlanVersion($input: NamePlanVersionInput!) {
  answer: namePlanVersion(input: $input) { object: version { ...PlanVersion } errors { code field message } }
}", "plan_version"
    }
}
