//! The one place that says who may do what. A deed with no rule does not compile, so nothing is allowed by omission.

use super::actor::{Actor, Office};
use super::plan::{PlanFacts, create_plan, plan};
use super::role::Role;
use crate::area::AreaCode;
use crate::proposal::{ProposerType, Status, Step, StepBy};
use crate::value::AccountId;
use crate::wire::wire_enum;

wire_enum! {
    /// Something a person may ask to do.
    Deed, "deed" {
        ReadProposal = "READ_PROPOSAL",
        CreateProposal = "CREATE_PROPOSAL",
        EditProposal = "EDIT_PROPOSAL",
        MoveProposal = "MOVE_PROPOSAL",
        MergeInto = "MERGE_INTO",
        SupportProposal = "SUPPORT_PROPOSAL",
        CommentOnProposal = "COMMENT_ON_PROPOSAL",
        HideComment = "HIDE_COMMENT",
        ReadDesk = "READ_DESK",
        EnterOrLeave = "ENTER_OR_LEAVE",
        ReadOwnAccount = "READ_OWN_ACCOUNT",
        KeepOwnAccount = "KEEP_OWN_ACCOUNT",
        KeepWebhooks = "KEEP_WEBHOOKS",
        OverseeWebhooks = "OVERSEE_WEBHOOKS",
        ReadPeople = "READ_PEOPLE",
        GrantRole = "GRANT_ROLE",
        UploadMedia = "UPLOAD_MEDIA",
        ReadPlan = "READ_PLAN",
        CreatePlan = "CREATE_PLAN",
        EditPlan = "EDIT_PLAN",
        SuggestForPlan = "SUGGEST_FOR_PLAN",
        WithdrawSuggestion = "WITHDRAW_SUGGESTION",
        CommentOnPlan = "COMMENT_ON_PLAN",
        ModeratePlan = "MODERATE_PLAN",
        SignPlan = "SIGN_PLAN",
        LeadPlan = "LEAD_PLAN",
    }
}

/// What the rules need to know of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalFacts {
    pub owner: AccountId,
    /// In whose name the owner speaks.
    pub proposer: ProposerType,
    pub village: AreaCode,
    pub status: Status,
    /// Whether it was ever submitted. What was not is no matter of the public, even after its author gave it up.
    pub submitted: bool,
    /// The agency that carries it out, once one is chosen.
    pub agency: Option<String>,
}

/// What a deed is done to.
#[derive(Clone, Copy, Debug)]
pub enum Resource<'a> {
    /// The deed concerns no single thing.
    Everything,
    Proposal(&'a ProposalFacts),
    /// One step of a proposal's way through the levels.
    Step(&'a ProposalFacts, &'a Step),
    Account(AccountId),
    /// An area for which something is begun.
    Area(&'a AreaCode),
    Plan(&'a PlanFacts),
}

/// The answer of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Yes; as this office, where an office was needed.
    Allowed(Option<&'a Office>),
    /// Sign in first.
    Unauthenticated,
    /// No, and the thing is known to exist.
    Forbidden,
    /// No, and it must look as if the thing did not exist.
    Hidden,
}

/// Whether `actor` may do `deed` to `resource`: the rules say yes, and it lies within their reach.
pub fn can<'a>(actor: &'a Actor, deed: Deed, resource: Resource<'_>) -> Verdict<'a> {
    match rule(actor, deed, resource) {
        Verdict::Allowed(office) if !actor.reach.covers(deed, office.is_some()) => Verdict::Forbidden,
        verdict => verdict,
    }
}

/// What the rules say of the person. A pair that makes no sense is forbidden.
fn rule<'a>(actor: &'a Actor, deed: Deed, resource: Resource<'_>) -> Verdict<'a> {
    match (deed, resource) {
        (Deed::EnterOrLeave, Resource::Everything) => Verdict::Allowed(None),
        (Deed::ReadProposal, Resource::Proposal(facts)) => read_proposal(actor, facts),
        (Deed::CreateProposal | Deed::UploadMedia, Resource::Everything) => signed_in(actor, |_| Verdict::Allowed(None)),
        (Deed::EditProposal, Resource::Proposal(facts)) => {
            visible(actor, facts, |account| if account == facts.owner { Verdict::Allowed(None) } else { Verdict::Forbidden })
        }
        (Deed::MoveProposal, Resource::Step(facts, step)) => visible(actor, facts, |_| move_proposal(actor, facts, step)),
        (Deed::MergeInto, Resource::Proposal(facts)) => visible(actor, facts, |_| merge_into(actor, facts)),
        (Deed::SupportProposal, Resource::Proposal(facts)) => visible(actor, facts, |_| Verdict::Allowed(None)),
        (Deed::CommentOnProposal, Resource::Proposal(facts)) => visible(actor, facts, |_| comment(actor, facts)),
        (Deed::HideComment, Resource::Proposal(facts)) => visible(actor, facts, |_| moderate(actor, facts)),
        (Deed::ReadDesk, Resource::Everything) => {
            signed_in(actor, |_| if actor.is_official() { Verdict::Allowed(None) } else { Verdict::Forbidden })
        }
        (Deed::ReadOwnAccount | Deed::KeepOwnAccount, Resource::Account(account)) => {
            signed_in(actor, |own| if own == account { Verdict::Allowed(None) } else { Verdict::Hidden })
        }
        (Deed::KeepWebhooks, Resource::Account(account)) => signed_in(actor, |own| match own == account {
            true if actor.offices.is_empty() => Verdict::Forbidden,
            true => Verdict::Allowed(None),
            false => Verdict::Hidden,
        }),
        (Deed::ReadPeople | Deed::GrantRole | Deed::OverseeWebhooks, Resource::Everything | Resource::Account(_)) => {
            signed_in(actor, |_| actor.office(Role::Admin).map_or(Verdict::Forbidden, |office| Verdict::Allowed(Some(office))))
        }
        (Deed::CreatePlan, Resource::Area(area)) => signed_in(actor, |_| create_plan(actor, area)),
        (deed, Resource::Plan(facts)) => plan(actor, deed, facts),
        _ => Verdict::Forbidden,
    }
}

pub(super) fn signed_in<'a>(actor: &'a Actor, rule: impl FnOnce(AccountId) -> Verdict<'a>) -> Verdict<'a> {
    actor.account.map_or(Verdict::Unauthenticated, rule)
}

/// What was never submitted belongs to its author alone; everything submitted is public for good.
fn read_proposal<'a>(actor: &'a Actor, facts: &ProposalFacts) -> Verdict<'a> {
    if facts.submitted || actor.is(facts.owner) { Verdict::Allowed(None) } else { Verdict::Hidden }
}

fn visible<'a>(actor: &'a Actor, facts: &ProposalFacts, rule: impl FnOnce(AccountId) -> Verdict<'a>) -> Verdict<'a> {
    match read_proposal(actor, facts) {
        Verdict::Allowed(_) => signed_in(actor, rule),
        refusal => refusal,
    }
}

fn move_proposal<'a>(actor: &'a Actor, facts: &ProposalFacts, step: &Step) -> Verdict<'a> {
    let as_proposer = step.by.contains(&StepBy::Proposer) && actor.is(facts.owner);
    let office = actor.offices.iter().find(|office| step.by.iter().any(|by| holds(office, *by, facts)));
    match office {
        _ if as_proposer => Verdict::Allowed(None),
        _ if decides_on_their_own(actor, facts) => Verdict::Forbidden,
        Some(office) => Verdict::Allowed(Some(office)),
        None => Verdict::Forbidden,
    }
}

/// What somebody proposed as a person, they cannot also judge as an official. Where the office itself proposes, whoever
/// filled in the form is not the one who wishes.
fn decides_on_their_own(actor: &Actor, facts: &ProposalFacts) -> bool {
    actor.is(facts.owner) && facts.proposer.needs_role().is_none()
}

/// Another proposal goes into this one: that brings it supporters, so only who answers for it may do so.
fn merge_into<'a>(actor: &'a Actor, facts: &ProposalFacts) -> Verdict<'a> {
    match answering(actor, facts) {
        Some(office) if !decides_on_their_own(actor, facts) => Verdict::Allowed(Some(office)),
        _ => Verdict::Forbidden,
    }
}

/// The office in which `actor` answers for the proposal: its area lies within theirs, or their agency carries it out.
fn answering<'a>(actor: &'a Actor, facts: &ProposalFacts) -> Option<&'a Office> {
    let of_agency = |office: &Office| office.agency.is_some() && office.agency == facts.agency;
    actor.offices.iter().find(|office| office.role.is_official() && (office.covers(&facts.village) || of_agency(office)))
}

/// Whether `actor` may know of how few people a proposal is about: those who wish it, and those who answer for it.
pub fn knows_the_few(actor: &Actor, facts: &ProposalFacts) -> bool {
    actor.is(facts.owner) || answering(actor, facts).is_some()
}

fn holds(office: &Office, by: StepBy, facts: &ProposalFacts) -> bool {
    let of_agency = || office.role == Role::AgencyOfficer && office.agency.is_some() && office.agency == facts.agency;
    match by {
        StepBy::Proposer => false,
        StepBy::Office(Role::AgencyOfficer) => of_agency(),
        StepBy::Office(role) => office.role == role && office.covers(&facts.village),
        // What an agency took on, the agency carries out; the rest is the village's own.
        StepBy::Executor if facts.agency.is_some() => of_agency(),
        StepBy::Executor => office.role == Role::VillageOperator && office.covers(&facts.village),
    }
}

/// A draft is no conversation. Officials speak as their office wherever it answers for the proposal: who decides on a
/// wish cannot pass for a neighbour. Who wishes it themselves cannot pass for the office.
fn comment<'a>(actor: &'a Actor, facts: &ProposalFacts) -> Verdict<'a> {
    let office = answering(actor, facts).filter(|_| !decides_on_their_own(actor, facts));
    if facts.submitted { Verdict::Allowed(office) } else { Verdict::Forbidden }
}

/// Who proposed as a person hides no comment there either: it may be the neighbours' objection.
fn moderate<'a>(actor: &'a Actor, facts: &ProposalFacts) -> Verdict<'a> {
    if decides_on_their_own(actor, facts) {
        return Verdict::Forbidden;
    }
    moderator(actor, &facts.village).map_or(Verdict::Forbidden, |office| Verdict::Allowed(Some(office)))
}

/// The office in which `actor` hides what breaks the rules of the house in this area.
pub(super) fn moderator<'a>(actor: &'a Actor, area: &AreaCode) -> Option<&'a Office> {
    let moderates = |office: &&Office| {
        matches!(office.role, Role::Admin | Role::Inspectorate | Role::DistrictOfficer | Role::VillageOperator)
            && office.covers(area)
    };
    actor.offices.iter().find(moderates)
}

#[cfg(test)]
mod tests;
