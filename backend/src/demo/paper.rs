//! What an official writes with a step: reason, minutes, money.

use super::content::{Content, Reason};
use super::dice::Dice;
use super::draft::rounded;
use crate::proposal::model::Proposal;
use chrono::{DateTime, Datelike, Utc};
use shared::proposal::{DecisionForm, DecisionKind, Evidence, FundingSource, Status, Step};

/// How often what is accepted is accepted with a smaller amount.
const CHANGES: f64 = 0.35;

/// The same step as an acceptance with changes, now and then, where a plan with money is entered.
pub fn soften(step: &Step, dice: &Dice) -> Step {
    let changes = step.needs_funding() && dice.happens(CHANGES);
    let decision = if changes { Some(DecisionKind::AcceptedWithChanges) } else { step.decision };
    Step { decision, reason_required: step.reason_required || changes, ..step.clone() }
}

/// A form that the step accepts. `turn` numbers the proposals, so that reasons vary and minutes are told apart.
pub fn write(content: &Content, proposal: &Proposal, step: &Step, turn: usize, at: DateTime<Utc>, dice: &Dice) -> DecisionForm {
    let reason = step.decision.filter(|kind| kind.needs_reason()).and_then(|kind| reason(content, kind, step, turn));
    let recommendation =
        (step.evidence == Evidence::Recommendation).then(|| dice.pick(&content.texts.recommendations).cloned()).flatten();
    let changes = step.decision == Some(DecisionKind::AcceptedWithChanges);
    DecisionForm {
        reason_code: reason.map(|reason| reason.code),
        reason_text: reason.map(|reason| reason.text.clone()).or(recommendation),
        cost: changes.then(|| rounded(proposal.cost().get() as f64 * dice.between(0.7, 0.9))),
        funding_sources: if step.needs_funding() { funding(proposal, step) } else { Vec::new() },
        minutes_number: number(step, turn, at),
        ..DecisionForm::default()
    }
}

fn reason<'a>(content: &'a Content, kind: DecisionKind, step: &Step, turn: usize) -> Option<&'a Reason> {
    let level = step.level.as_deref().unwrap_or_default();
    let fitting =
        |reason: &&Reason| reason.decision == kind && (reason.levels.is_empty() || reason.levels.iter().any(|code| code == level));
    let fitting: Vec<_> = content.reasons.iter().filter(fitting).collect();
    fitting.get(turn % fitting.len().max(1)).copied()
}

fn funding(proposal: &Proposal, step: &Step) -> Vec<FundingSource> {
    let first = if step.to == Status::InRkpdes { FundingSource::ApbdesDd } else { FundingSource::ApbdKab };
    let own = proposal.fields.self_help_amount.map(|_| FundingSource::Swadaya);
    std::iter::once(first).chain(own).collect()
}

fn number(step: &Step, turn: usize, at: DateTime<Utc>) -> Option<String> {
    let paper = match step.evidence {
        Evidence::Minutes => "BA",
        Evidence::Handover => "BAST",
        _ => return None,
    };
    let level = step.level.as_deref().unwrap_or("PELAKSANA");
    Some(format!("{paper}/{:03}/{level}/{:02}/{}", turn + 1, at.month(), at.year()))
}
