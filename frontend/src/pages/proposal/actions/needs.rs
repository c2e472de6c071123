//! What a step asks its official to fill in. The rules are the domain's; this says which fields show.

use shared::operations::proposal::AvailableAction;
use shared::proposal::{Action, DecisionKind, Evidence, Status, Step};

/// Whether a field shows, and whether it may stay empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Hidden,
    Optional,
    Required,
}

impl Need {
    pub fn is_shown(self) -> bool {
        self != Self::Hidden
    }
}

/// The fields of one step's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    pub reason_code: bool,
    pub reason_text: Need,
    /// Another volume or amount.
    pub changes: bool,
    pub funding: bool,
    /// The paper whose number is asked for.
    pub document: Option<Evidence>,
    pub agency: bool,
    /// The proposal that goes on.
    pub target: bool,
}

impl Needs {
    pub fn of(option: &AvailableAction) -> Self {
        let must_say = option.reason_required
            || option.evidence == Evidence::Recommendation
            || matches!(option.action, Action::Reassign | Action::Merge | Action::Return);
        let reason_text = match option.action {
            _ if must_say => Need::Required,
            Action::BeginReview | Action::Submit => Need::Hidden,
            _ => Need::Optional,
        };
        Self {
            reason_code: option.decision.is_some_and(DecisionKind::needs_reason),
            reason_text,
            changes: option.decision == Some(DecisionKind::AcceptedWithChanges),
            funding: option.funding_required,
            document: Some(option.evidence).filter(|evidence| matches!(evidence, Evidence::Minutes | Evidence::Handover)),
            agency: option.action == Action::Reassign,
            target: option.action == Action::Merge,
        }
    }
}

/// The step as the domain knows it, for its own check of the form.
pub fn step_of(option: &AvailableAction, from: Status) -> Step {
    Step {
        action: option.action,
        decision: option.decision,
        from,
        to: option.to.unwrap_or(from),
        by: Vec::new(),
        level: None,
        reason_required: Needs::of(option).reason_text == Need::Required,
        evidence: option.evidence,
    }
}

/// What names an option within its form.
pub fn option_key(option: &AvailableAction) -> String {
    let part = |text: Option<&'static str>| text.unwrap_or("-");
    format!("{}.{}", part(option.decision.map(DecisionKind::as_str)), part(option.to.map(Status::as_str)))
}

/// The text of what happens next, by where the step leads.
pub fn consequence(option: &AvailableAction) -> &'static str {
    match (option.action, option.to) {
        (Action::BeginReview, _) => "consequence.begin_review",
        (Action::Reassign, _) => "consequence.reassign",
        (Action::Merge, _) => "consequence.merge",
        (Action::Withdraw, _) => "consequence.withdraw",
        (Action::Submit, _) => "consequence.submit",
        (_, Some(Status::Returned)) => "consequence.returned",
        (_, Some(Status::Rejected)) => "consequence.rejected",
        (_, Some(Status::Deferred)) => "consequence.deferred",
        (_, Some(Status::ForwardedKec | Status::KecReview)) => "consequence.to_district",
        (_, Some(Status::MitraReview | Status::OpdReview | Status::KabReview)) => "consequence.onwards",
        (_, Some(Status::InRkpdes)) => "consequence.village_plan",
        (_, Some(Status::InRkpd)) => "consequence.regency_plan",
        _ => "consequence.advance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(action: Action, decision: Option<DecisionKind>, to: Status, evidence: Evidence) -> AvailableAction {
        AvailableAction {
            action,
            decision,
            to: Some(to),
            office: Some("Operator Desa Gununglurah".into()),
            reason_required: decision.is_some_and(DecisionKind::needs_reason),
            evidence,
            funding_required: to == Status::InRkpdes,
        }
    }

    #[test]
    fn a_yes_asks_for_its_minutes_and_lets_the_reason_be() {
        let needs = Needs::of(&option(Action::Decide, Some(DecisionKind::Accepted), Status::InRkpdes, Evidence::Minutes));
        assert_eq!((needs.reason_code, needs.reason_text, needs.changes), (false, Need::Optional, false));
        assert_eq!((needs.document, needs.funding), (Some(Evidence::Minutes), true));
    }

    #[test]
    fn a_refusal_asks_only_why() {
        let needs = Needs::of(&option(Action::Decide, Some(DecisionKind::Rejected), Status::Rejected, Evidence::None));
        assert_eq!((needs.reason_code, needs.reason_text), (true, Need::Required));
        assert_eq!((needs.document, needs.funding, needs.changes), (None, false, false));
    }

    #[test]
    fn a_recommendation_is_given_in_words() {
        let needs = Needs::of(&option(Action::Decide, Some(DecisionKind::Accepted), Status::KabReview, Evidence::Recommendation));
        assert_eq!((needs.reason_text, needs.document), (Need::Required, None));
    }

    #[test]
    fn a_merger_asks_for_the_other_and_a_transfer_for_the_agency() {
        assert!(Needs::of(&option(Action::Merge, None, Status::Merged, Evidence::None)).target);
        assert!(Needs::of(&option(Action::Reassign, None, Status::OpdReview, Evidence::None)).agency);
    }

    #[test]
    fn each_way_on_says_something_of_its_own() {
        let yes = option(Action::Decide, Some(DecisionKind::Accepted), Status::ForwardedKec, Evidence::Minutes);
        let no = option(Action::Decide, Some(DecisionKind::Rejected), Status::Rejected, Evidence::None);
        assert_ne!(consequence(&yes), consequence(&no));
        assert_ne!(option_key(&yes), option_key(&no));
    }
}
