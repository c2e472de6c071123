//! How far a plan is, who takes part in it, and what must be true before it moves on.

use crate::value::AccountId;
use crate::wire::wire_enum;

wire_enum! {
    /// Tahap of a plan. A draft is its participants' own; from `OPEN` on it is public for good.
    Stage, "plan_stage" {
        Draft = "DRAFT",
        Open = "OPEN",
        InReview = "IN_REVIEW",
        Agreed = "AGREED",
        Superseded = "SUPERSEDED",
    }
}

impl Stage {
    /// The stages that may follow this one.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Open],
            Self::Open => &[Self::InReview],
            Self::InReview => &[Self::Agreed, Self::Open],
            Self::Agreed => &[Self::Superseded],
            Self::Superseded => &[],
        }
    }

    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }

    /// Whether participants may write in it. What is in review stands still, so that everyone signs the same words.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Open)
    }

    /// Whether people who do not take part may suggest changes.
    pub const fn takes_suggestions(self) -> bool {
        matches!(self, Self::Open)
    }

    pub const fn takes_comments(self) -> bool {
        matches!(self, Self::Draft | Self::Open | Self::InReview)
    }
}

wire_enum! {
    /// What a participant may do: an owner also invites and moves the plan on.
    PlanRole, "plan_role" { Owner = "OWNER", Editor = "EDITOR" }
}

wire_enum! {
    /// For whom a participant speaks.
    PlanSide, "plan_side" { Official = "OFFICIAL", Community = "COMMUNITY" }
}

wire_enum! {
    /// How a list of plans is ordered.
    PlanOrder, "plan_order" { RecentlyChanged = "RECENTLY_CHANGED", Newest = "NEWEST", HighestBudget = "HIGHEST_BUDGET" }
}

wire_enum! {
    /// What a new plan begins with.
    Template, "plan_template" {
        Blank = "BLANK",
        SmallInfrastructure = "SMALL_INFRASTRUCTURE",
        LocalEconomy = "LOCAL_ECONOMY",
        Education = "EDUCATION",
        HealthEnvironment = "HEALTH_ENVIRONMENT",
    }
}

wire_enum! {
    /// What a person may do with a plan.
    PlanAction, "plan_action" {
        Edit = "EDIT",
        Suggest = "SUGGEST",
        Comment = "COMMENT",
        Sign = "SIGN",
        Lead = "LEAD",
        Moderate = "MODERATE",
    }
}

wire_enum! {
    /// What in a plan a comment is about. It keeps its anchor by the row's id, whatever is written around it.
    PlanAnchor, "plan_anchor" { Plan = "PLAN", Section = "SECTION", Feature = "FEATURE", Suggestion = "SUGGESTION" }
}

/// One person's part in a plan, as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub account: AccountId,
    pub role: PlanRole,
    pub side: PlanSide,
    /// Whether they signed the plan as it stands in review.
    pub signed: bool,
}

impl Part {
    /// Whose sign-off counts: owners who speak for an office, and whoever speaks for the community.
    pub fn signs(&self) -> bool {
        self.side == PlanSide::Community || self.role == PlanRole::Owner
    }
}

/// Whether both sides have agreed: at least one official owner and one community partner signed.
pub fn is_signed_by_both(parts: &[Part]) -> bool {
    let signed = |side: PlanSide| parts.iter().any(|part| part.side == side && part.signed && part.signs());
    signed(PlanSide::Official) && signed(PlanSide::Community)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn part(role: PlanRole, side: PlanSide, signed: bool) -> Part {
        Part { account: AccountId(Uuid::nil()), role, side, signed }
    }

    #[test]
    fn agreeing_needs_an_official_owner_and_a_community_partner() {
        use {PlanRole::*, PlanSide::*};
        for (parts, agreed) in [
            (vec![], false),
            (vec![part(Owner, Official, true)], false),
            (vec![part(Owner, Community, true)], false),
            (vec![part(Editor, Official, true), part(Editor, Community, true)], false),
            (vec![part(Owner, Official, true), part(Editor, Community, false)], false),
            (vec![part(Owner, Official, true), part(Editor, Community, true)], true),
        ] {
            assert_eq!(is_signed_by_both(&parts), agreed, "{parts:?}");
        }
    }

    #[test]
    fn a_plan_once_public_stays_public() {
        for stage in Stage::ALL.iter().filter(|stage| stage.is_public()) {
            assert!(stage.next().iter().all(|next| next.is_public()), "{stage}");
        }
    }
}
