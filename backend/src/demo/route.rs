//! The way to a status through the workflow that is in force.

use shared::proposal::{Action, Status, Step, Workflow};
use std::collections::{HashMap, VecDeque};

/// The steps from a draft through each status in turn; `None` when the workflow has no such way.
pub fn through(workflow: &Workflow, statuses: &[Status]) -> Option<Vec<Step>> {
    let mut here = Status::Draft;
    let mut steps = Vec::new();
    for status in statuses {
        steps.extend(shortest(workflow, here, *status)?);
        here = *status;
    }
    Some(steps)
}

fn shortest(workflow: &Workflow, from: Status, to: Status) -> Option<Vec<Step>> {
    let mut reached_by: HashMap<Status, Step> = HashMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(status) = open.pop_front() {
        if status == to {
            return Some(walk_back(&reached_by, from, to));
        }
        let mut steps = workflow.steps(status);
        // A level that only passes a proposal on forwards it rather than accepting it.
        steps.sort_by_key(|step| step.action != Action::Forward);
        for step in steps {
            if step.to != from && !reached_by.contains_key(&step.to) {
                open.push_back(step.to);
                reached_by.insert(step.to, step);
            }
        }
    }
    None
}

fn walk_back(reached_by: &HashMap<Status, Step>, from: Status, to: Status) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut here = to;
    while let Some(step) = reached_by.get(&here).filter(|_| here != from) {
        here = step.from;
        steps.push(step.clone());
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(wanted: &[Status]) -> Option<Vec<Status>> {
        through(&Workflow::default(), wanted).map(|steps| steps.iter().map(|step| step.to).collect())
    }

    #[test]
    fn the_way_to_the_regencys_plan_passes_every_level() {
        use Status::*;
        let way = [Submitted, DesaReview, ForwardedKec, KecReview, MitraReview, OpdReview, KabReview, InRkpd, Budgeted];
        assert_eq!(statuses(&[InRkpd, Budgeted]).unwrap(), way);
    }

    #[test]
    fn what_came_back_is_handed_in_again() {
        use Status::*;
        assert_eq!(
            statuses(&[DesaReview, Returned, DesaReview]).unwrap(),
            [Submitted, DesaReview, Returned, Submitted, DesaReview]
        );
    }

    #[test]
    fn there_is_no_way_out_of_a_refusal() {
        assert_eq!(statuses(&[Status::Rejected, Status::Budgeted]), None);
    }
}
