//! Who may do what with a plan.

use super::actor::{Actor, Office};
use super::policy::{Deed, Verdict, moderator, signed_in};
use super::role::Role;
use crate::area::AreaCode;
use crate::plan::{Part, PlanRole, Stage};

/// What the rules need to know of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFacts {
    pub area: AreaCode,
    pub stage: Stage,
    /// Everyone who takes part in it.
    pub parts: Vec<Part>,
}

impl PlanFacts {
    /// The actor's own part.
    pub fn part_of(&self, actor: &Actor) -> Option<&Part> {
        self.parts.iter().find(|part| actor.is(part.account))
    }
}

/// Plans are begun by who answers for the area: its groups' organisers, its officials, and agencies anywhere.
pub(super) fn create_plan<'a>(actor: &'a Actor, area: &AreaCode) -> Verdict<'a> {
    let begins = |office: &&Office| office.covers(area) || office.role == Role::AgencyOfficer;
    actor.offices.iter().find(begins).map_or(Verdict::Forbidden, |office| Verdict::Allowed(Some(office)))
}

/// A draft is its participants' own; what they opened is everyone's to read, and theirs to write.
pub(super) fn plan<'a>(actor: &'a Actor, deed: Deed, facts: &PlanFacts) -> Verdict<'a> {
    let part = facts.part_of(actor);
    let may = match deed {
        Deed::ReadPlan => true,
        Deed::EditPlan => part.is_some() && facts.stage.is_editable(),
        Deed::SuggestForPlan => facts.stage.takes_suggestions(),
        // One may still think better of it while the plan is in review.
        Deed::CommentOnPlan | Deed::WithdrawSuggestion => facts.stage.takes_comments(),
        Deed::SignPlan => facts.stage == Stage::InReview && part.is_some_and(Part::signs),
        Deed::LeadPlan => part.is_some_and(|part| part.role == PlanRole::Owner),
        Deed::ModeratePlan => part.is_none() && moderator(actor, &facts.area).is_some(),
        _ => return Verdict::Forbidden,
    };
    if !facts.stage.is_public() && part.is_none() {
        return Verdict::Hidden;
    }
    let office = actor.offices.iter().find(|office| office.role.is_official() && office.covers(&facts.area));
    match deed {
        Deed::ReadPlan => Verdict::Allowed(None),
        _ => signed_in(actor, |_| if may { Verdict::Allowed(office) } else { Verdict::Forbidden }),
    }
}
