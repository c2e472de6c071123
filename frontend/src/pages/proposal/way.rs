//! Where a proposal stands on its way: one stop a review level, then the money and the work.

use chrono::{DateTime, Utc};
use shared::operations::desk::Level;
use shared::operations::proposal::{DecisionItem, ProposalDetail};
use shared::proposal::Status;

/// A stop on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    pub name: StopName,
    pub place: Place,
    /// When it was passed, or since when it is here.
    pub at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopName {
    /// A review level, as the regency calls it, and the status while it reviews.
    Level(String, Status),
    Status(Status),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Passed,
    Here,
    Ahead,
}

/// What follows once a plan holds the proposal.
const AFTER_PLAN: [Status; 3] = [Status::Budgeted, Status::InExecution, Status::Completed];

/// The status in which the level reviews what waits for it in `status`.
pub fn reviewed_in(status: Status) -> Status {
    match status {
        Status::Submitted => Status::DesaReview,
        Status::ForwardedKec => Status::KecReview,
        other => other,
    }
}

/// The level on whose desk a proposal in `status` lies.
pub fn level_of(levels: &[Level], status: Status) -> Option<&Level> {
    levels.iter().find(|level| level.status == reviewed_in(status))
}

/// The stops behind, the one where it is, and those ahead. A way that has ended shows none ahead.
pub fn stops(proposal: &ProposalDetail, levels: &[Level]) -> Vec<Stop> {
    let ProposalDetail { status, status_since, submitted_at, decisions, .. } = proposal;
    let here = |status: Status| Stop { name: StopName::Status(status), place: Place::Here, at: Some(*status_since) };
    let ahead = |name: StopName| Stop { name, place: Place::Ahead, at: None };
    let mut stops = Vec::new();
    match status {
        Status::Draft => stops.push(here(Status::Draft)),
        _ => stops.push(Stop { name: StopName::Status(Status::Submitted), place: Place::Passed, at: *submitted_at }),
    }
    let current = level_of(levels, *status).map(|level| level.ordinal);
    for level in levels {
        let name = StopName::Level(level.name.clone(), level.status);
        let said_yes = last_yes(decisions, &level.code).filter(|_| current.is_none_or(|current| level.ordinal < current));
        if current == Some(level.ordinal) {
            stops.push(Stop { name, place: Place::Here, at: Some(*status_since) });
        } else if let Some(decision) = said_yes {
            stops.push(Stop { name, place: Place::Passed, at: Some(decision.decided_at) });
        } else if current.is_some_and(|current| level.ordinal > current) || *status == Status::Draft {
            stops.push(ahead(name));
        }
    }
    match status {
        Status::InRkpdes | Status::InRkpd => {
            stops.push(here(*status));
            stops.extend(AFTER_PLAN.map(|next| ahead(StopName::Status(next))));
        }
        Status::Budgeted | Status::InExecution | Status::Completed => {
            for step in AFTER_PLAN {
                stops.push(match step.cmp(status) {
                    std::cmp::Ordering::Less => Stop { name: StopName::Status(step), place: Place::Passed, at: None },
                    std::cmp::Ordering::Equal => here(step),
                    std::cmp::Ordering::Greater => ahead(StopName::Status(step)),
                });
            }
        }
        Status::Returned | Status::Rejected | Status::Deferred | Status::Merged | Status::Withdrawn => stops.push(here(*status)),
        _ => stops.push(ahead(StopName::Status(Status::Budgeted))),
    }
    stops
}

fn last_yes<'a>(decisions: &'a [DecisionItem], level: &str) -> Option<&'a DecisionItem> {
    decisions.iter().rev().find(|decision| decision.level.code == level && decision.decision.says_yes())
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn shown(status: Status, decided: &[&str]) -> Vec<(String, Place)> {
        let mut proposal = example::proposal(status);
        proposal.decisions = decided.iter().map(|level| example::accepted(level)).collect();
        stops(&proposal, &example::levels())
            .into_iter()
            .map(|stop| match stop.name {
                StopName::Level(name, _) => (name, stop.place),
                StopName::Status(status) => (status.to_string(), stop.place),
            })
            .collect()
    }

    fn named(place: Place, stops: &[(String, Place)]) -> Vec<&str> {
        stops.iter().filter(|(_, own)| *own == place).map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn a_proposal_under_review_has_levels_behind_and_ahead() {
        let stops = shown(Status::ForwardedKec, &["DESA"]);
        assert_eq!(named(Place::Passed, &stops), ["SUBMITTED", "DESA"]);
        assert_eq!(named(Place::Here, &stops), ["KECAMATAN"]);
        assert_eq!(named(Place::Ahead, &stops), ["KABUPATEN", "BUDGETED"]);
    }

    #[test]
    fn what_the_village_funds_skips_the_levels_above() {
        let stops = shown(Status::InRkpdes, &["DESA"]);
        assert_eq!(named(Place::Passed, &stops), ["SUBMITTED", "DESA"]);
        assert_eq!(named(Place::Here, &stops), ["IN_RKPDES"]);
        assert_eq!(named(Place::Ahead, &stops), ["BUDGETED", "IN_EXECUTION", "COMPLETED"]);
    }

    #[test]
    fn a_way_that_ended_shows_nothing_ahead() {
        let stops = shown(Status::Rejected, &["DESA"]);
        assert_eq!(named(Place::Here, &stops), ["REJECTED"]);
        assert!(named(Place::Ahead, &stops).is_empty());
    }

    #[test]
    fn a_draft_has_the_whole_way_ahead() {
        let stops = shown(Status::Draft, &[]);
        assert_eq!(named(Place::Here, &stops), ["DRAFT"]);
        assert_eq!(named(Place::Ahead, &stops), ["DESA", "KECAMATAN", "KABUPATEN", "BUDGETED"]);
    }

    #[test]
    fn finished_work_lies_behind_every_stop() {
        let stops = shown(Status::Completed, &["DESA", "KECAMATAN", "KABUPATEN"]);
        assert_eq!(named(Place::Here, &stops), ["COMPLETED"]);
        assert_eq!(stops.len(), 7);
    }
}
