//! Who may do what, as a table that people can read and review: every deed × resource × role.
//!
//! A change of the rules shows as a change of `policy.txt`; `UPDATE=1 cargo test -p shared --test policy` writes it anew.

// All of it is a test, where an unwrap is an assertion.
#![allow(clippy::unwrap_used)]

use shared::access::{Actor, Deed, Office, PlanFacts, ProposalFacts, Resource, Role, Verdict, can};
use shared::area::AreaCode;
use shared::plan::{Part, PlanRole, PlanSide, Stage};
use shared::proposal::{ProposerType, Status, Step, Workflow};
use shared::value::{AccountId, GrantId};
use std::fmt::Write;
use uuid::Uuid;

const VILLAGE: &str = "33.02.17.2019";
const AGENCY: &str = "dpu";
const ACTOR: AccountId = AccountId(Uuid::from_u128(1));
const STRANGER: AccountId = AccountId(Uuid::from_u128(2));

/// Whose a proposal is: what it is called, its owner, and in whose name they speak.
const WHOSE: [(&str, AccountId, ProposerType); 3] =
    [("own", ACTOR, ProposerType::Resident), ("office", ACTOR, ProposerType::Village), ("other", STRANGER, ProposerType::Resident)];

/// The columns: what they are called, their role, and the area or agency it is bound to.
const ACTORS: &[(&str, Option<(Role, &str)>)] = &[
    ("anonymous", None),
    ("resident", None),
    ("organiser", Some((Role::CommunityOrganiser, VILLAGE))),
    ("village", Some((Role::VillageOperator, VILLAGE))),
    ("village'", Some((Role::VillageOperator, "33.02.17.2018"))),
    ("district", Some((Role::DistrictOfficer, "33.02.17"))),
    ("district'", Some((Role::DistrictOfficer, "33.02.18"))),
    ("agency", Some((Role::AgencyOfficer, AGENCY))),
    ("agency'", Some((Role::AgencyOfficer, "dinkes"))),
    ("planner", Some((Role::Planner, "33.02"))),
    ("budget", Some((Role::BudgetTeam, "33.02"))),
    ("inspector", Some((Role::Inspectorate, "33.02"))),
    ("admin", Some((Role::Admin, "33.02"))),
];

const HEAD: &str = "\
# Who may do what. Made by policy.rs from the rules; read a change of it as a change of who may do what.
# yes  allowed     sign  sign in first     no  forbidden     -  it must look as if it did not exist
# The proposal is of village 33.02.17.2019 and agency dpu; a role with ' is bound to another village, district or agency.
# 'own' is the actor's own proposal or account, 'office' their own in the name of an office, 'other' somebody else's. What has no row is forbidden to everybody.
";

fn actor(name: &str, office: Option<(Role, &str)>) -> Actor {
    let bound = |(role, place): (Role, &str)| Office {
        grant: GrantId(Uuid::nil()),
        role,
        area: place.parse::<AreaCode>().ok(),
        agency: (role == Role::AgencyOfficer).then(|| place.to_owned()),
        name: name.to_owned(),
    };
    let offices = office.map(bound).into_iter().collect();
    if name == "anonymous" { Actor::anonymous() } else { Actor::person(ACTOR, offices) }
}

fn proposal(owner: AccountId, status: Status) -> ProposalFacts {
    let proposer = ProposerType::Resident;
    ProposalFacts {
        owner,
        proposer,
        village: VILLAGE.parse().unwrap(),
        status,
        submitted: status != Status::Draft,
        agency: Some(AGENCY.into()),
    }
}

/// A plan in which the actor has this part, for the community.
fn plan(role: Option<PlanRole>, stage: Stage) -> PlanFacts {
    let part = |role| Part { account: ACTOR, role, side: PlanSide::Community, signed: false };
    PlanFacts { area: VILLAGE.parse().unwrap(), stage, parts: role.into_iter().map(part).collect() }
}

fn word(verdict: &Verdict<'_>) -> &'static str {
    match verdict {
        Verdict::Allowed(_) => "yes",
        Verdict::Unauthenticated => "sign",
        Verdict::Forbidden => "no",
        Verdict::Hidden => "-",
    }
}

fn row(table: &mut String, name: &str, deed: Deed, resource: Resource<'_>) {
    let words: Vec<_> = ACTORS.iter().map(|(role, office)| word(&can(&actor(role, *office), deed, resource))).collect();
    if words.iter().all(|word| *word == "no") {
        return;
    }
    write!(table, "{name:<80}").unwrap();
    for word in words {
        write!(table, " {word:<9}").unwrap();
    }
    table.truncate(table.trim_end().len());
    table.push('\n');
}

fn name_of(step: &Step, whose: &str) -> String {
    let decision = step.decision.map(|decision| format!(" {decision}")).unwrap_or_default();
    format!("{} {whose} {}: {}{decision} to {}", Deed::MoveProposal, step.from, step.action, step.to)
}

fn table() -> String {
    let mut table = format!("{HEAD}\n{:<80}", "");
    for (role, _) in ACTORS {
        write!(table, " {role:<9}").unwrap();
    }
    table.truncate(table.trim_end().len());
    table.push('\n');
    for deed in Deed::ALL {
        row(&mut table, &format!("{deed} on everything"), *deed, Resource::Everything);
        for (whose, owner) in [("own", ACTOR), ("other", STRANGER)] {
            row(&mut table, &format!("{deed} {whose} account"), *deed, Resource::Account(owner));
        }
        row(&mut table, &format!("{deed} in village {VILLAGE}"), *deed, Resource::Area(&VILLAGE.parse().unwrap()));
        for stage in Stage::ALL {
            for (whose, role) in [("owned", Some(PlanRole::Owner)), ("edited", Some(PlanRole::Editor)), ("other", None)] {
                row(&mut table, &format!("{deed} {whose} plan {stage}"), *deed, Resource::Plan(&plan(role, *stage)));
            }
        }
        for (whose, owner, proposer) in WHOSE {
            for status in [Status::Draft, Status::Submitted] {
                let facts = ProposalFacts { proposer, ..proposal(owner, status) };
                row(&mut table, &format!("{deed} {whose} proposal {status}"), *deed, Resource::Proposal(&facts));
            }
        }
    }
    for step in Status::ALL.iter().flat_map(|status| Workflow::default().steps(*status)) {
        for (whose, owner, proposer) in WHOSE {
            let facts = ProposalFacts { proposer, ..proposal(owner, step.from) };
            row(&mut table, &name_of(&step, whose), Deed::MoveProposal, Resource::Step(&facts, &step));
        }
    }
    table
}

#[test]
fn the_committed_table_is_what_the_rules_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy.txt");
    let table = table();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    let changed: Vec<_> = table.lines().filter(|line| !committed.lines().any(|old| old == *line)).collect();
    assert!(table == committed, "the rules now say, unlike {path} (UPDATE=1 writes it anew):\n{}", changed.join("\n"));
}

#[test]
fn a_step_is_taken_by_its_own_deed_alone() {
    let facts = proposal(STRANGER, Status::DesaReview);
    for step in Workflow::default().steps(Status::DesaReview) {
        for deed in Deed::ALL.iter().filter(|deed| **deed != Deed::MoveProposal) {
            for (role, office) in ACTORS {
                assert_eq!(can(&actor(role, *office), *deed, Resource::Step(&facts, &step)), Verdict::Forbidden, "{deed} {role}");
            }
        }
    }
}
