//! The parts of a proposal.

use crate::api::context::app;
use crate::api::enums::{DecisionKind, Evidence, FundingSource, ProposalAction, ProposalStatus, ReasonCode};
use crate::api::scalars::{Quantity, Rupiah};
use crate::area::graphql::ReviewLevel;
use crate::proposal::model::RecordedDecision;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
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
    pub(super) fn plain(action: ProposalAction, office: Option<String>) -> Self {
        Self { action, decision: None, to: None, office, reason_required: false, evidence: Evidence::None, funding_required: false }
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

/// A decision at one level, in the public record.
pub struct Decision(pub(super) RecordedDecision);

#[Object]
impl Decision {
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Null when the regency no longer has this level.
    async fn level(&self, ctx: &Context<'_>) -> Result<Option<ReviewLevel>> {
        Ok(app(ctx)?.areas.current().workflow().level(&self.0.level).map(Into::into))
    }

    async fn decision(&self) -> DecisionKind {
        self.0.decision.into()
    }

    async fn from(&self) -> ProposalStatus {
        self.0.from.into()
    }

    async fn to(&self) -> ProposalStatus {
        self.0.to.into()
    }

    async fn reason_code(&self) -> Option<ReasonCode> {
        self.0.reason_code.map(Into::into)
    }

    async fn reason_text(&self) -> Option<&str> {
        self.0.reason_text.as_deref()
    }

    /// The volume it was changed to.
    async fn quantity(&self) -> Option<Quantity> {
        self.0.quantity.map(|value| Quantity(value.as_f64()))
    }

    /// The amount it was changed to.
    async fn cost(&self) -> Option<Rupiah> {
        self.0.cost.map(|value| Rupiah(value.get()))
    }

    async fn funding_sources(&self) -> Vec<FundingSource> {
        self.0.funding_sources.iter().copied().map(Into::into).collect()
    }

    /// Berita acara.
    async fn minutes_number(&self) -> Option<&str> {
        self.0.minutes_number.as_deref()
    }

    /// The name of office, as it was then.
    async fn office(&self) -> &str {
        &self.0.office
    }

    async fn decided_at(&self) -> DateTime<Utc> {
        self.0.decided_at
    }
}
