//! A decision at one level: what, why, and what changed.

use super::fields::FundingSource;
use super::form::money_of;
use super::workflow::Step;
use crate::error::{ErrorCode, FieldError, FieldErrors};
use crate::value::{Quantity, Rupiah, text};
use crate::wire::wire_enum;
use serde::{Deserialize, Serialize};

wire_enum! {
    /// What a level says.
    DecisionKind, "decision" {
        Accepted = "ACCEPTED",
        AcceptedWithChanges = "ACCEPTED_WITH_CHANGES",
        Forwarded = "FORWARDED",
        Returned = "RETURNED",
        Deferred = "DEFERRED",
        Rejected = "REJECTED",
    }
}

impl DecisionKind {
    pub const fn says_yes(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptedWithChanges | Self::Forwarded)
    }

    /// Wherever something is refused or changed, the public reads why.
    pub const fn needs_reason(self) -> bool {
        !matches!(self, Self::Accepted | Self::Forwarded)
    }
}

wire_enum! {
    /// Why something was refused or changed.
    ReasonCode, "reason" {
        NotAuthority = "NOT_AUTHORITY",
        NotPriority = "NOT_PRIORITY",
        OverCeiling = "OVER_CEILING",
        Duplicate = "DUPLICATE",
        AlreadyPlanned = "ALREADY_PLANNED",
        Incomplete = "INCOMPLETE",
        LandIssue = "LAND_ISSUE",
        NotFeasible = "NOT_FEASIBLE",
        OverQuota = "OVER_QUOTA",
        NotInCatalog = "NOT_IN_CATALOG",
        IneligibleRecipient = "INELIGIBLE_RECIPIENT",
        WrongOpd = "WRONG_OPD",
    }
}

wire_enum! {
    /// The paper that a step rests on.
    Evidence, "evidence" {
        None = "NONE",
        /// Berita acara of the forum: its number.
        Minutes = "MINUTES",
        /// A recommendation in words.
        Recommendation = "RECOMMENDATION",
        /// BAST, the handover record: its number.
        Handover = "HANDOVER",
    }
}

/// The longest reason, in characters.
pub const MAX_REASON: usize = 4_000;
const MAX_DOCUMENT_NUMBER: usize = 80;

/// A decision as an official fills it in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DecisionForm {
    pub reason_code: Option<ReasonCode>,
    pub reason_text: Option<String>,
    /// The accepted volume, when it differs.
    pub quantity: Option<f64>,
    /// The accepted amount in rupiah, when it differs.
    pub cost: Option<i64>,
    pub funding_sources: Vec<FundingSource>,
    pub minutes_number: Option<String>,
}

/// A decision that may be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub reason_code: Option<ReasonCode>,
    pub reason_text: Option<String>,
    pub quantity: Option<Quantity>,
    pub cost: Option<Rupiah>,
    pub funding_sources: Vec<FundingSource>,
    pub minutes_number: Option<String>,
}

impl DecisionForm {
    /// Checks the form against the step it takes. `quantity` and `cost` are what stands now.
    ///
    /// # Errors
    /// Every missing reason, paper, change or source of funds, and every invalid number.
    pub fn parse(&self, step: &Step, quantity: Quantity, cost: Rupiah) -> Result<Decision, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason_text = errors.keep(text::optional_block("reasonText", self.reason_text.as_deref(), MAX_REASON)).flatten();
        let minutes_number =
            errors.keep(text::optional_line("minutesNumber", self.minutes_number.as_deref(), MAX_DOCUMENT_NUMBER)).flatten();
        let new_quantity = self
            .quantity
            .and_then(|number| errors.keep(Quantity::from_f64(number).map_err(|code| FieldError::new("quantity", code))));
        let new_cost = self.cost.and_then(|amount| errors.keep(money_of("cost", amount)));

        let mut require = |missing: bool, field: &str, code| {
            if missing {
                errors.push(FieldError::new(field, code));
            }
        };
        let coded = step.decision.is_some_and(DecisionKind::needs_reason);
        require(coded && self.reason_code.is_none(), "reasonCode", ErrorCode::ReasonRequired);
        let worded = step.reason_required || step.evidence == Evidence::Recommendation;
        require(worded && reason_text.is_none(), "reasonText", ErrorCode::ReasonRequired);
        let papered = matches!(step.evidence, Evidence::Minutes | Evidence::Handover);
        require(papered && minutes_number.is_none(), "minutesNumber", ErrorCode::Required);
        require(step.needs_funding() && self.funding_sources.is_empty(), "fundingSources", ErrorCode::FundingRequired);
        let changes = step.decision == Some(DecisionKind::AcceptedWithChanges);
        let differs = new_quantity.is_some_and(|new| new != quantity) || new_cost.is_some_and(|new| new != cost);
        let changes_stated = self.quantity.is_some() || self.cost.is_some();
        require(
            changes && !differs && (new_quantity.is_some() || new_cost.is_some() || !changes_stated),
            "cost",
            ErrorCode::NothingChanged,
        );

        if !errors.is_empty() {
            return Err(errors);
        }
        // Who says no, or sends it back, puts no money behind it.
        let may_pay = step.decision.is_none_or(DecisionKind::says_yes);
        let mut funding_sources = if may_pay { self.funding_sources.clone() } else { Vec::new() };
        funding_sources.sort_unstable();
        funding_sources.dedup();
        Ok(Decision {
            reason_code: self.reason_code,
            reason_text,
            // Only a change may change: a plain yes keeps what was asked.
            quantity: new_quantity.filter(|_| changes),
            cost: new_cost.filter(|_| changes),
            funding_sources,
            minutes_number,
        })
    }
}

impl Step {
    /// Entering a plan that has money behind it names where the money comes from.
    pub fn needs_funding(&self) -> bool {
        use super::status::Status;
        matches!(self.to, Status::InRkpdes | Status::InRkpd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposal::{Action, Status, Workflow};

    fn step(from: Status, action: Action, decision: DecisionKind, to: Status) -> Step {
        Workflow::default().find(from, action, Some(decision), Some(to)).unwrap()
    }

    fn codes(form: &DecisionForm, step: &Step) -> Vec<(String, ErrorCode)> {
        let asked = (Quantity::from_thousandths(100_000).unwrap(), Rupiah::new(50_000_000).unwrap());
        form.parse(step, asked.0, asked.1)
            .err()
            .map(FieldErrors::into_vec)
            .unwrap_or_default()
            .into_iter()
            .map(|e| (e.field.unwrap(), e.code))
            .collect()
    }

    #[test]
    fn a_refusal_needs_a_code_and_a_text() {
        let reject = step(Status::DesaReview, Action::Decide, DecisionKind::Rejected, Status::Rejected);
        assert_eq!(
            codes(&DecisionForm::default(), &reject),
            [("reasonCode".into(), ErrorCode::ReasonRequired), ("reasonText".into(), ErrorCode::ReasonRequired)]
        );
        let told = DecisionForm {
            reason_code: Some(ReasonCode::LandIssue),
            reason_text: Some("Tanah milik perorangan.".into()),
            ..Default::default()
        };
        assert_eq!(codes(&told, &reject), []);
    }

    #[test]
    fn an_acceptance_into_a_plan_names_its_minutes_and_its_money() {
        let accept = step(Status::KabReview, Action::Decide, DecisionKind::Accepted, Status::InRkpd);
        assert_eq!(
            codes(&DecisionForm::default(), &accept),
            [("minutesNumber".into(), ErrorCode::Required), ("fundingSources".into(), ErrorCode::FundingRequired)]
        );
    }

    #[test]
    fn an_acceptance_with_changes_must_change_something_and_say_why() {
        let change = step(Status::DesaReview, Action::Decide, DecisionKind::AcceptedWithChanges, Status::ForwardedKec);
        let form = DecisionForm {
            minutes_number: Some("BA-1".into()),
            reason_code: Some(ReasonCode::OverCeiling),
            reason_text: Some("Pagu.".into()),
            cost: Some(50_000_000),
            ..Default::default()
        };
        assert_eq!(codes(&form, &change), [("cost".into(), ErrorCode::NothingChanged)]);
        assert_eq!(codes(&DecisionForm { cost: Some(-1), ..form.clone() }, &change), [("cost".into(), ErrorCode::Negative)]);
        let most = DecisionForm { cost: Some(Rupiah::MOST + 1), ..form.clone() };
        assert_eq!(codes(&most, &change), [("cost".into(), ErrorCode::OutOfRange)]);
        assert_eq!(codes(&DecisionForm { cost: Some(40_000_000), ..form }, &change), []);
    }

    #[test]
    fn a_refusal_puts_no_money_behind_it() {
        let reject = step(Status::KabReview, Action::Decide, DecisionKind::Rejected, Status::Rejected);
        let form = DecisionForm {
            reason_code: Some(ReasonCode::OverCeiling),
            reason_text: Some("Pagu.".into()),
            funding_sources: vec![FundingSource::Apbn],
            ..Default::default()
        };
        let decision = form.parse(&reject, Quantity::from_thousandths(1).unwrap(), Rupiah::default()).unwrap();
        assert_eq!(decision.funding_sources, []);
    }

    #[test]
    fn a_plain_yes_cannot_smuggle_in_another_amount() {
        let accept = step(Status::KecReview, Action::Decide, DecisionKind::Accepted, Status::MitraReview);
        let form = DecisionForm { minutes_number: Some("BA-2".into()), cost: Some(1), ..Default::default() };
        let decision = form.parse(&accept, Quantity::from_thousandths(1).unwrap(), Rupiah::default()).unwrap();
        assert_eq!(decision.cost, None);
    }
}
