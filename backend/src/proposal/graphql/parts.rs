//! The parts of a proposal.

use crate::api::enums::{DecisionKind, Evidence, ProposalAction, ProposalStatus};
use crate::api::scalars::Quantity;
use crate::app::App;
use crate::comment::graphql as comments;
use crate::proposal::{Proposal, review};
use async_graphql::SimpleObject;
use shared::access::Actor;
use shared::proposal::{Step, form as domain};

/// Length × width × height, in metres (P × L × T).
#[derive(SimpleObject)]
pub struct Dimensions {
    /// In metres (panjang); null when not said.
    length_meters: Option<Quantity>,
    /// In metres (lebar); null when not said.
    width_meters: Option<Quantity>,
    /// In metres (tinggi); null when not said.
    height_meters: Option<Quantity>,
}

impl From<domain::Dimensions> for Dimensions {
    fn from(size: domain::Dimensions) -> Self {
        Self {
            length_meters: size.length_meters.map(Into::into),
            width_meters: size.width_meters.map(Into::into),
            height_meters: size.height_meters.map(Into::into),
        }
    }
}

/// Who benefits, as counts only (rincian penerima manfaat). Null is what was not said, and to the public also one to four; women
/// and men are then null together, as where either of them and the number of all leave one to four.
#[derive(SimpleObject)]
pub struct BeneficiaryDetail {
    /// How many women (perempuan); null when not said.
    women: Option<i32>,
    /// How many men (laki-laki); null when not said.
    men: Option<i32>,
    /// How many poor households (rumah tangga miskin); null when not said.
    poor_households: Option<i32>,
    /// How many people with a disability (penyandang disabilitas); null when not said.
    disabled: Option<i32>,
    /// How many elderly people (lansia); null when not said.
    elderly: Option<i32>,
    /// How many children (anak); null when not said.
    children: Option<i32>,
}

impl From<domain::BeneficiaryDetail> for BeneficiaryDetail {
    fn from(detail: domain::BeneficiaryDetail) -> Self {
        Self {
            women: detail.women,
            men: detail.men,
            poor_households: detail.poor_households,
            disabled: detail.disabled,
            elderly: detail.elderly,
            children: detail.children,
        }
    }
}

/// Something the viewer may do now (tindakan).
#[derive(SimpleObject)]
pub struct AvailableAction {
    /// What it is (tindakan).
    action: ProposalAction,
    /// What is decided by it (keputusan); null for what is no decision.
    decision: Option<DecisionKind>,
    /// The status to which it leads (status berikut); null when it stays.
    to: Option<ProposalStatus>,
    /// The office in which the viewer would act (jabatan).
    office: Option<String>,
    /// Whether a reason must be given (alasan wajib diisi).
    reason_required: bool,
    /// The paper that it needs (dokumen pendukung).
    evidence: Evidence,
    /// Whether it must say who pays (sumber dana wajib diisi).
    funding_required: bool,
}

impl AvailableAction {
    /// All that the viewer may do with a proposal that they support, or do not.
    pub(super) fn all(app: &App, actor: &Actor, proposal: &Proposal, supported: bool) -> Vec<Self> {
        let mut actions: Vec<_> = review::steps_open_to(app, actor, proposal).into_iter().map(Self::from).collect();
        if actor.is(proposal.owner) && proposal.status.is_editable() {
            actions.push(Self::plain(ProposalAction::Edit));
        }
        if supported {
            actions.push(Self::plain(ProposalAction::Unsupport));
        } else if actor.account.is_some() && !actor.is(proposal.owner) && proposal.status.takes_support() {
            actions.push(Self::plain(ProposalAction::Support));
        }
        actions.extend(comments::actions(actor, proposal).map(|(action, office)| Self { office, ..Self::plain(action) }));
        actions
    }

    /// An action that leads to no other status.
    fn plain(action: ProposalAction) -> Self {
        Self {
            action,
            decision: None,
            to: None,
            office: None,
            reason_required: false,
            evidence: Evidence::None,
            funding_required: false,
        }
    }
}

impl From<(Step, Option<String>)> for AvailableAction {
    fn from((step, office): (Step, Option<String>)) -> Self {
        Self {
            action: step.action.into(),
            decision: step.decision.map(Into::into),
            to: Some(step.to.into()),
            office,
            reason_required: step.reason_required,
            evidence: step.evidence.into(),
            funding_required: step.needs_funding(),
        }
    }
}
