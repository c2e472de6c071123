//! The parts of a proposal.

use crate::api::enums::{DecisionKind, Evidence, ProposalAction, ProposalStatus};
use crate::api::scalars::Quantity;
use async_graphql::SimpleObject;
use shared::proposal::{Step, form as domain};

/// P × L × T, in metres.
#[derive(SimpleObject)]
pub struct Dimensions {
    length_meters: Option<Quantity>,
    width_meters: Option<Quantity>,
    height_meters: Option<Quantity>,
}

impl From<domain::Dimensions> for Dimensions {
    fn from(size: domain::Dimensions) -> Self {
        let meters = |value: Option<shared::value::Quantity>| value.map(|value| Quantity(value.as_f64()));
        Self {
            length_meters: meters(size.length_meters),
            width_meters: meters(size.width_meters),
            height_meters: meters(size.height_meters),
        }
    }
}

/// Who benefits, as counts only.
#[derive(SimpleObject)]
pub struct BeneficiaryDetail {
    women: Option<i32>,
    men: Option<i32>,
    poor_households: Option<i32>,
    disabled: Option<i32>,
    elderly: Option<i32>,
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

/// Something the viewer may do now.
#[derive(SimpleObject)]
pub struct AvailableAction {
    action: ProposalAction,
    decision: Option<DecisionKind>,
    to: Option<ProposalStatus>,
    /// The office in which the viewer would act.
    office: Option<String>,
    reason_required: bool,
    evidence: Evidence,
    funding_required: bool,
}

impl AvailableAction {
    /// An action that leads to no other status.
    pub(super) fn plain(action: ProposalAction) -> Self {
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

    /// As somebody who holds this office, where one is needed.
    pub(super) fn held_by(self, office: Option<String>) -> Self {
        Self { office, ..self }
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
