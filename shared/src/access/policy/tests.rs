//! The rules, case by case.

use super::*;
use crate::proposal::Workflow;
use crate::value::GrantId;
use uuid::Uuid;

const OWNER: AccountId = AccountId(Uuid::from_u128(1));

fn facts(status: Status, agency: Option<&str>) -> ProposalFacts {
    let proposer = ProposerType::Resident;
    ProposalFacts {
        owner: OWNER,
        proposer,
        village: "33.02.17.2019".parse().unwrap(),
        status,
        submitted: status != Status::Draft,
        agency: agency.map(str::to_owned),
    }
}

fn official(role: Role, area: Option<&str>, agency: Option<&str>) -> Actor {
    let office = Office {
        grant: GrantId(Uuid::nil()),
        role,
        area: area.map(|a| a.parse().unwrap()),
        agency: agency.map(str::to_owned),
        name: "Kantor".into(),
    };
    Actor::person(AccountId(Uuid::from_u128(2)), vec![office])
}

fn resident(id: u128) -> Actor {
    Actor::person(AccountId(Uuid::from_u128(id)), vec![])
}

fn allowed(verdict: Verdict<'_>) -> bool {
    matches!(verdict, Verdict::Allowed(_))
}

#[test]
fn few_people_are_told_to_who_wishes_and_who_answers() {
    let wish = facts(Status::DesaReview, Some("dpu"));
    for (actor, knows) in [
        (resident(1), true),
        (official(Role::VillageOperator, Some("33.02.17.2019"), None), true),
        (official(Role::Planner, Some("33.02"), None), true),
        (official(Role::AgencyOfficer, None, Some("dpu")), true),
        (Actor::anonymous(), false),
        (resident(2), false),
        (official(Role::VillageOperator, Some("33.02.17.2018"), None), false),
        (official(Role::AgencyOfficer, None, Some("dindik")), false),
        (official(Role::CommunityOrganiser, Some("33.02.17.2019"), None), false),
    ] {
        assert_eq!(knows_the_few(&actor, &wish), knows, "{actor:?}");
    }
}

#[test]
fn a_draft_is_hidden_from_everyone_but_its_author() {
    let draft = facts(Status::Draft, None);
    assert!(allowed(can(&resident(1), Deed::ReadProposal, Resource::Proposal(&draft))));
    for actor in [Actor::anonymous(), resident(2), official(Role::Admin, Some("33.02"), None)] {
        for deed in [Deed::ReadProposal, Deed::EditProposal, Deed::SupportProposal, Deed::CommentOnProposal, Deed::HideComment] {
            assert_eq!(can(&actor, deed, Resource::Proposal(&draft)), Verdict::Hidden, "{deed}");
        }
    }
}

#[test]
fn a_draft_given_up_stays_its_authors() {
    let given_up = ProposalFacts { submitted: false, ..facts(Status::Withdrawn, None) };
    assert!(allowed(can(&resident(1), Deed::ReadProposal, Resource::Proposal(&given_up))));
    assert_eq!(can(&resident(1), Deed::CommentOnProposal, Resource::Proposal(&given_up)), Verdict::Forbidden);
    assert_eq!(can(&resident(2), Deed::ReadProposal, Resource::Proposal(&given_up)), Verdict::Hidden);
    assert!(allowed(can(&Actor::anonymous(), Deed::ReadProposal, Resource::Proposal(&facts(Status::Withdrawn, None)))));
}

#[test]
fn a_level_is_decided_only_by_its_role_within_its_area() {
    let workflow = Workflow::default();
    for (status, agency, right, wrong) in [
        (
            Status::DesaReview,
            None,
            official(Role::VillageOperator, Some("33.02.17.2019"), None),
            official(Role::VillageOperator, Some("33.02.17.2018"), None),
        ),
        (
            Status::KecReview,
            None,
            official(Role::DistrictOfficer, Some("33.02.17"), None),
            official(Role::DistrictOfficer, Some("33.02.18"), None),
        ),
        (Status::MitraReview, None, official(Role::Planner, Some("33.02"), None), official(Role::BudgetTeam, Some("33.02"), None)),
        (
            Status::OpdReview,
            Some("dpu"),
            official(Role::AgencyOfficer, None, Some("dpu")),
            official(Role::AgencyOfficer, None, Some("dinkes")),
        ),
        (
            Status::KabReview,
            Some("dpu"),
            official(Role::BudgetTeam, Some("33.02"), None),
            official(Role::Planner, Some("33.02"), None),
        ),
    ] {
        let facts = facts(status, agency);
        for step in workflow.steps(status).iter().filter(|step| !step.by.contains(&StepBy::Proposer)) {
            assert!(allowed(can(&right, Deed::MoveProposal, Resource::Step(&facts, step))), "{status} {step:?}");
            assert_eq!(can(&wrong, Deed::MoveProposal, Resource::Step(&facts, step)), Verdict::Forbidden, "{status} {step:?}");
            assert_eq!(can(&resident(3), Deed::MoveProposal, Resource::Step(&facts, step)), Verdict::Forbidden);
            assert_eq!(can(&Actor::anonymous(), Deed::MoveProposal, Resource::Step(&facts, step)), Verdict::Unauthenticated);
        }
    }
}

#[test]
fn nobody_decides_on_what_they_proposed_as_a_person() {
    let workflow = Workflow::default();
    let mut village = official(Role::VillageOperator, Some("33.02.17.2019"), None);
    village.account = Some(OWNER);
    for status in [Status::Submitted, Status::DesaReview, Status::InRkpdes, Status::Budgeted, Status::InExecution] {
        let own = facts(status, None);
        let offices = ProposalFacts { proposer: ProposerType::Village, ..own.clone() };
        for step in workflow.steps(status) {
            let may = can(&village, Deed::MoveProposal, Resource::Step(&own, &step));
            assert_eq!(allowed(may), step.by.contains(&StepBy::Proposer), "{step:?}");
            assert!(allowed(can(&village, Deed::MoveProposal, Resource::Step(&offices, &step))), "{step:?}");
        }
        for deed in [Deed::MergeInto, Deed::HideComment] {
            assert_eq!(can(&village, deed, Resource::Proposal(&own)), Verdict::Forbidden);
            assert!(allowed(can(&village, deed, Resource::Proposal(&offices))));
        }
    }
}

#[test]
fn only_who_answers_for_a_proposal_merges_others_into_it() {
    let target = facts(Status::OpdReview, Some("dpu"));
    let may = |actor: &Actor| allowed(can(actor, Deed::MergeInto, Resource::Proposal(&target)));
    assert!(may(&official(Role::VillageOperator, Some("33.02.17.2019"), None)));
    assert!(may(&official(Role::AgencyOfficer, None, Some("dpu"))));
    assert!(!may(&official(Role::VillageOperator, Some("33.02.17.2018"), None)));
    assert!(!may(&official(Role::AgencyOfficer, None, Some("dinkes"))));
    assert!(!may(&official(Role::CommunityOrganiser, Some("33.02.17"), None)));
    assert!(!may(&resident(2)));
}

#[test]
fn only_an_admin_reads_people_and_grants_roles() {
    assert_eq!(can(&Actor::anonymous(), Deed::GrantRole, Resource::Everything), Verdict::Unauthenticated);
    assert_eq!(can(&resident(1), Deed::ReadPeople, Resource::Everything), Verdict::Forbidden);
    assert_eq!(can(&official(Role::Planner, Some("33.02"), None), Deed::GrantRole, Resource::Everything), Verdict::Forbidden);
    assert!(allowed(can(&official(Role::Admin, Some("33.02"), None), Deed::GrantRole, Resource::Everything)));
}

#[test]
fn who_holds_an_office_keeps_webhooks_and_an_admin_oversees_all() {
    let village = official(Role::VillageOperator, Some("33.02.17.2019"), None);
    let admin = official(Role::Admin, Some("33.02"), None);
    fn own(actor: &Actor) -> Verdict<'_> {
        can(actor, Deed::KeepWebhooks, Resource::Account(actor.account.unwrap()))
    }
    assert_eq!(own(&resident(1)), Verdict::Forbidden);
    assert!(allowed(own(&village)) && allowed(own(&admin)));
    assert_eq!(can(&admin, Deed::KeepWebhooks, Resource::Account(OWNER)), Verdict::Hidden);
    assert!(allowed(can(&admin, Deed::OverseeWebhooks, Resource::Account(OWNER))));
    assert_eq!(can(&village, Deed::OverseeWebhooks, Resource::Account(OWNER)), Verdict::Forbidden);
}

#[test]
fn a_deed_on_the_wrong_kind_of_thing_is_forbidden() {
    let admin = official(Role::Admin, Some("33.02"), None);
    assert_eq!(can(&admin, Deed::EditProposal, Resource::Everything), Verdict::Forbidden);
    assert_eq!(can(&admin, Deed::ReadOwnAccount, Resource::Everything), Verdict::Forbidden);
}

#[test]
fn moderation_stays_within_the_moderators_area() {
    let public = facts(Status::Submitted, None);
    assert!(allowed(can(
        &official(Role::VillageOperator, Some("33.02.17.2019"), None),
        Deed::HideComment,
        Resource::Proposal(&public)
    )));
    assert_eq!(
        can(&official(Role::VillageOperator, Some("33.02.01.2001"), None), Deed::HideComment, Resource::Proposal(&public)),
        Verdict::Forbidden
    );
    assert_eq!(can(&resident(1), Deed::HideComment, Resource::Proposal(&public)), Verdict::Forbidden);
}

#[test]
fn officials_comment_as_the_office_that_answers_for_the_proposal() {
    let public = facts(Status::OpdReview, Some("dpu"));
    let speaks_as_office = |actor: &Actor| match can(actor, Deed::CommentOnProposal, Resource::Proposal(&public)) {
        Verdict::Allowed(office) => office.is_some(),
        refusal => panic!("{refusal:?}"),
    };
    assert!(speaks_as_office(&official(Role::VillageOperator, Some("33.02.17.2019"), None)));
    assert!(speaks_as_office(&official(Role::AgencyOfficer, None, Some("dpu"))));
    assert!(!speaks_as_office(&official(Role::VillageOperator, Some("33.02.17.2018"), None)));
    assert!(!speaks_as_office(&official(Role::AgencyOfficer, None, Some("dinkes"))));
    assert!(!speaks_as_office(&official(Role::CommunityOrganiser, Some("33.02.17"), None)));
    assert!(!speaks_as_office(&resident(2)));
}

#[test]
fn a_draft_takes_no_comment_even_from_its_author() {
    let draft = facts(Status::Draft, None);
    assert_eq!(can(&resident(1), Deed::CommentOnProposal, Resource::Proposal(&draft)), Verdict::Forbidden);
}
