//! The way of a proposal through the review levels.
//!
//! The levels are data, so that a regency without one of them, or with another name or pace, changes a
//! table and no code. From the levels follow the steps; with the levels of the national cycle
//! ([`Workflow::default`]) they are exactly the transitions of `shared/data/state-machine.json`.

use super::decision::{DecisionKind, Evidence};
use super::status::{Action, Status};
use crate::access::Role;
use crate::i18n::Lang;
use serde::{Deserialize, Serialize};

/// One level at which proposals are reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewLevel {
    pub code: String,
    /// Order on the way, from 1.
    pub ordinal: i32,
    /// The status in which a proposal waits for this level; equal to `status` when it is taken up at once.
    pub entry: Status,
    /// The status while the level reviews it.
    pub status: Status,
    /// The plan it enters when this level accepts it as its own to fund; none when the level only recommends.
    pub accepts_into: Option<Status>,
    pub may_return: bool,
    pub may_defer: bool,
    pub may_reassign: bool,
    /// What must accompany a yes at this level.
    pub evidence: Evidence,
    pub role: Role,
    pub name_id: String,
    pub name_en: String,
    /// Days within which an answer is expected; older ones count as overdue on the desk.
    pub expected_days: i32,
}

impl ReviewLevel {
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.name_id,
            Lang::En => &self.name_en,
        }
    }
}

/// Who may take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepBy {
    Proposer,
    /// A holder of the role whose area (or agency) is the proposal's.
    Office(Role),
    /// Whoever carries it out: the agency that took it on, otherwise the village.
    Executor,
}

/// One possible move from one status to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub action: Action,
    pub decision: Option<DecisionKind>,
    pub from: Status,
    pub to: Status,
    /// Any of these may take it.
    pub by: Vec<StepBy>,
    /// The level whose decision it is.
    pub level: Option<String>,
    pub reason_required: bool,
    pub evidence: Evidence,
}

/// The review levels in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workflow {
    levels: Vec<ReviewLevel>,
}

impl Workflow {
    /// Sorts the levels by ordinal.
    ///
    /// # Errors
    /// A sentence when there is no level, or two share an ordinal, a code or a status.
    pub fn new(mut levels: Vec<ReviewLevel>) -> Result<Self, String> {
        levels.sort_by_key(|level| level.ordinal);
        if levels.is_empty() {
            return Err("a workflow needs at least one review level".into());
        }
        for (index, level) in levels.iter().enumerate() {
            let clash = levels[..index]
                .iter()
                .find(|other| other.ordinal == level.ordinal || other.code == level.code || other.status == level.status);
            if let Some(other) = clash {
                return Err(format!("review levels {} and {} share an ordinal, a code or a status", other.code, level.code));
            }
        }
        Ok(Self { levels })
    }

    pub fn levels(&self) -> &[ReviewLevel] {
        &self.levels
    }

    pub fn level(&self, code: &str) -> Option<&ReviewLevel> {
        self.levels.iter().find(|level| level.code == code)
    }

    /// The level on whose desk a proposal in `status` lies.
    pub fn level_of(&self, status: Status) -> Option<&ReviewLevel> {
        self.levels.iter().find(|level| level.entry == status || level.status == status)
    }

    /// Where a submitted proposal goes first.
    fn first_entry(&self) -> Status {
        self.levels.first().map_or(Status::Submitted, |level| level.entry)
    }

    fn next_entry(&self, level: &ReviewLevel) -> Option<Status> {
        self.levels.iter().find(|next| next.ordinal > level.ordinal).map(|next| next.entry)
    }

    /// Every step out of `status`.
    pub fn steps(&self, status: Status) -> Vec<Step> {
        let mut steps = self.proposer_steps(status);
        if let Some(level) = self.levels.iter().find(|level| level.entry == status && level.entry != level.status) {
            steps.push(office_step(level, Action::BeginReview, None, status, level.status));
        }
        if let Some(level) = self.levels.iter().find(|level| level.status == status) {
            steps.extend(self.review_steps(level));
        }
        steps.extend(execution_steps(status));
        steps
    }

    /// The step with this action, decision and target, if the machine has it.
    pub fn find(&self, from: Status, action: Action, decision: Option<DecisionKind>, to: Option<Status>) -> Option<Step> {
        let mut matching = self
            .steps(from)
            .into_iter()
            .filter(|step| step.action == action && step.decision == decision && to.is_none_or(|to| step.to == to));
        matching.next()
    }

    fn proposer_steps(&self, status: Status) -> Vec<Step> {
        let step = |action, to, by| Step {
            action,
            decision: None,
            from: status,
            to,
            by,
            level: None,
            reason_required: false,
            evidence: Evidence::None,
        };
        let mut steps = Vec::new();
        match status {
            Status::Draft | Status::Returned => steps.push(step(Action::Submit, self.first_entry(), vec![StepBy::Proposer])),
            Status::Deferred => {
                steps.push(step(Action::Submit, self.first_entry(), vec![StepBy::Proposer, StepBy::Office(Role::VillageOperator)]));
            }
            _ => {}
        }
        if status == Status::Draft || status == Status::Deferred || status.is_open() {
            steps.push(step(Action::Withdraw, Status::Withdrawn, vec![StepBy::Proposer]));
        }
        steps
    }

    fn review_steps(&self, level: &ReviewLevel) -> Vec<Step> {
        let step = |action, decision, to| office_step(level, action, decision, level.status, to);
        let decide = |decision, to| step(Action::Decide, Some(decision), to);
        let mut steps = Vec::new();
        for to in level.accepts_into.into_iter().chain(self.next_entry(level)) {
            steps.push(decide(DecisionKind::Accepted, to));
            steps.push(decide(DecisionKind::AcceptedWithChanges, to));
        }
        if let Some(to) = self.next_entry(level) {
            steps.push(step(Action::Forward, Some(DecisionKind::Forwarded), to));
        }
        steps.push(decide(DecisionKind::Rejected, Status::Rejected));
        if level.may_return {
            steps.push(step(Action::Return, Some(DecisionKind::Returned), Status::Returned));
        }
        if level.may_defer {
            steps.push(decide(DecisionKind::Deferred, Status::Deferred));
        }
        if level.may_reassign {
            steps.push(step(Action::Reassign, None, level.status));
        }
        steps.push(step(Action::Merge, None, Status::Merged));
        steps
    }
}

fn office_step(level: &ReviewLevel, action: Action, decision: Option<DecisionKind>, from: Status, to: Status) -> Step {
    let says_yes = decision.is_some_and(DecisionKind::says_yes);
    Step {
        action,
        decision,
        from,
        to,
        by: vec![StepBy::Office(level.role)],
        level: Some(level.code.clone()),
        reason_required: decision.is_some_and(DecisionKind::needs_reason) || matches!(action, Action::Reassign | Action::Merge),
        evidence: if says_yes { level.evidence } else { Evidence::None },
    }
}

/// From a plan to a finished work.
fn execution_steps(status: Status) -> Vec<Step> {
    let step = |to, by, evidence| Step {
        action: Action::Advance,
        decision: None,
        from: status,
        to,
        by: vec![by],
        level: None,
        reason_required: false,
        evidence,
    };
    match status {
        Status::InRkpdes => vec![step(Status::Budgeted, StepBy::Office(Role::VillageOperator), Evidence::None)],
        Status::InRkpd => vec![
            step(Status::Budgeted, StepBy::Office(Role::BudgetTeam), Evidence::None),
            Step { reason_required: true, ..step(Status::Deferred, StepBy::Office(Role::BudgetTeam), Evidence::None) },
        ],
        Status::Budgeted => vec![step(Status::InExecution, StepBy::Executor, Evidence::None)],
        Status::InExecution => vec![step(Status::Completed, StepBy::Executor, Evidence::Handover)],
        _ => vec![],
    }
}

impl Default for Workflow {
    /// The five levels of the national cycle: desa, kecamatan, Bapperida's partner desk, agency forum, regency.
    fn default() -> Self {
        let level = |code: &str, ordinal, entry, status, role, evidence| ReviewLevel {
            code: code.into(),
            ordinal,
            entry,
            status,
            accepts_into: None,
            may_return: false,
            may_defer: false,
            may_reassign: false,
            evidence,
            role,
            name_id: code.into(),
            name_en: code.into(),
            expected_days: 14,
        };
        Self {
            levels: vec![
                ReviewLevel {
                    accepts_into: Some(Status::InRkpdes),
                    may_return: true,
                    ..level("DESA", 1, Status::Submitted, Status::DesaReview, Role::VillageOperator, Evidence::Minutes)
                },
                ReviewLevel {
                    may_return: true,
                    ..level("KECAMATAN", 2, Status::ForwardedKec, Status::KecReview, Role::DistrictOfficer, Evidence::Minutes)
                },
                ReviewLevel {
                    may_return: true,
                    ..level("MITRA_BAPPERIDA", 3, Status::MitraReview, Status::MitraReview, Role::Planner, Evidence::None)
                },
                ReviewLevel {
                    may_reassign: true,
                    ..level("FORUM_OPD", 4, Status::OpdReview, Status::OpdReview, Role::AgencyOfficer, Evidence::Recommendation)
                },
                ReviewLevel {
                    accepts_into: Some(Status::InRkpd),
                    may_defer: true,
                    ..level("KABUPATEN", 5, Status::KabReview, Status::KabReview, Role::BudgetTeam, Evidence::Minutes)
                },
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const MACHINE: &str = include_str!("../../data/state-machine.json");

    /// The transitions of the data file, with its two wildcards written out.
    fn machine_of_the_cycle() -> BTreeSet<(Status, Status)> {
        let machine: serde_json::Value = serde_json::from_str(MACHINE).unwrap();
        let mut pairs = BTreeSet::new();
        for row in machine["usulan"]["transitions"].as_array().unwrap() {
            let to: Status = row[1].as_str().unwrap().parse().unwrap();
            match row[0].as_str().unwrap() {
                "*(before IN_RKPD)" => pairs.extend(
                    Status::ALL.iter().filter(|s| s.is_open() || matches!(s, Status::Draft | Status::Deferred)).map(|s| (*s, to)),
                ),
                "*(review)" => pairs.extend(Workflow::default().levels().iter().map(|level| (level.status, to))),
                from => {
                    pairs.insert((from.parse().unwrap(), to));
                }
            }
        }
        pairs
    }

    #[test]
    fn the_default_levels_give_exactly_the_transitions_of_the_cycle() {
        let workflow = Workflow::default();
        let pairs: BTreeSet<_> =
            Status::ALL.iter().flat_map(|status| workflow.steps(*status)).map(|step| (step.from, step.to)).collect();
        assert_eq!(pairs, machine_of_the_cycle());
    }

    #[test]
    fn the_statuses_are_those_of_the_cycle() {
        let machine: serde_json::Value = serde_json::from_str(MACHINE).unwrap();
        let states: BTreeSet<_> = machine["usulan"]["states"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(states, Status::ALL.iter().map(|status| status.to_string()).collect());
    }

    #[test]
    fn a_regency_without_a_level_goes_on_to_the_next() {
        let levels = Workflow::default().levels().iter().filter(|level| level.code != "MITRA_BAPPERIDA").cloned().collect();
        let workflow = Workflow::new(levels).unwrap();
        let forward = workflow.find(Status::KecReview, Action::Forward, Some(DecisionKind::Forwarded), None).unwrap();
        assert_eq!(forward.to, Status::OpdReview);
    }

    #[test]
    fn levels_that_clash_are_refused() {
        let mut levels = Workflow::default().levels().to_vec();
        levels[1].ordinal = 1;
        assert!(Workflow::new(levels).is_err());
        assert!(Workflow::new(vec![]).is_err());
    }

    #[test]
    fn a_no_at_any_level_needs_a_reason_and_a_yes_its_evidence() {
        let workflow = Workflow::default();
        for step in Status::ALL.iter().flat_map(|status| workflow.steps(*status)) {
            if step.decision.is_some_and(DecisionKind::says_yes) {
                let level = step.level.as_deref().and_then(|code| workflow.level(code)).unwrap();
                assert_eq!(step.evidence, level.evidence, "{step:?}");
            }
            if matches!(step.to, Status::Rejected | Status::Returned | Status::Deferred | Status::Merged) {
                assert!(step.reason_required, "{step:?}");
            }
            if step.to == Status::Completed {
                assert_eq!(step.evidence, Evidence::Handover);
            }
        }
    }
}
