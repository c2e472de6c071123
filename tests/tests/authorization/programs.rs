//! What programs may ask with a token: every case once more, with all scopes, with none but reading, and with each alone.

use super::cases::{About, CASES, Whose};
use super::harness::{Person, Server};
use super::{ROLES, World, compare};
use serde_json::json;
use shared::access::TokenScope;
use std::fmt::Write;

/// The columns of the second table: the scopes of a token, which may always read.
const SCOPES: [&[&str]; 6] = [
    &["READ"],
    &["WRITE_PROPOSALS"],
    &["WRITE_PLANS"],
    &["WRITE_COMMENTS"],
    &["DECIDE"],
    &["WRITE_PROPOSALS", "WRITE_PLANS", "WRITE_COMMENTS", "DECIDE"],
];

const HEAD: &str = "\
# What a token's scopes open of all that changes something: for the operator of a village, in person and through a program.
# Made by tests/authorization/ from what the server answers; the letters are those of matrix.txt, and so is the rule: review a
# change of it as a change of rights.
";

/// Whoever finds a token must not become its owner, nor read the addresses of everybody.
const PERSONAL: [&str; 21] = [
    "people",
    "signUp",
    "signIn",
    "signOut",
    "signOutEverywhere",
    "updateAccount",
    "changePassword",
    "createToken",
    "revokeToken",
    "webhooks",
    "createWebhook",
    "updateWebhook",
    "rotateWebhookSecret",
    "replayWebhook",
    "testWebhook",
    "resendWebhookDelivery",
    "resumeWebhook",
    "pauseWebhook",
    "deleteWebhook",
    "grantRole",
    "revokeRole",
];

pub async fn a_token_does_what_its_scopes_name_and_never_what_needs_the_person(server: Server) {
    let world = World::make(server).await;
    // An account may make only so many changes at once through one server: each way of asking has its own.
    let (second, third) = (world.server.second().await, world.server.second().await);
    let every: Vec<&str> = TokenScope::ALL.iter().map(|scope| scope.as_str()).collect();
    for (column, (role, _)) in ROLES.iter().enumerate().filter(|(_, (role, _))| ["village", "admin"].contains(role)) {
        let person = &world.people[column].0;
        let (mut reader, mut doer) = (person.program(&person.token(&[]).await.1), person.program(&person.token(&every).await.1));
        (reader.url, doer.url) = (second.url.clone(), third.url.clone());
        for case in CASES {
            let name = format!("{} as {role}", case.title());
            let (reads, does) = (world.cell_of(case, column, &reader).await, world.cell_of(case, column, &doer).await);
            // Whoever finds an admin's token reads no account but the admin's own: of others what anybody may know.
            if case.name == "node" && case.about == About::Account {
                let stranger = world.thing(case.about, world.people[column].1.as_ref(), Whose::Others).unwrap();
                let told = doer.get("query($id: ID!) { node(id: $id) { __typename } }", json!({ "id": stranger })).await;
                assert_eq!(told["node"]["__typename"], "Person", "{name}");
            }
            let nothing_done = |cell: &str| assert!(!cell.contains(['+', 'E']), "{name}: {cell}");
            if PERSONAL.contains(&case.name) {
                nothing_done(&reads);
                nothing_done(&does);
                continue;
            }
            assert_eq!(does, world.cell(case, column).await, "{name}");
            match case.changes() {
                true => nothing_done(&reads),
                false => assert_eq!(reads, does, "{name}"),
            }
        }
    }
}

pub async fn each_scope_opens_what_the_committed_table_says(server: Server) {
    let world = World::make(server).await;
    let column = ROLES.iter().position(|(role, _)| *role == "village").unwrap();
    let person = &world.people[column].0;
    let mut programs: Vec<(Server, Person)> = Vec::new();
    for scopes in SCOPES {
        // An account may make only so many changes at once through one server: each way of asking has its own.
        let door = world.server.second().await;
        let mut program = person.program(&person.token(scopes).await.1);
        program.url = door.url.clone();
        programs.push((door, program));
    }
    let mut table = format!("{HEAD}\n{:<36} {:<10}", "", "in person");
    for scopes in SCOPES {
        write!(table, " {:<16}", if let [scope] = scopes { scope } else { "all of them" }).unwrap();
    }
    for case in CASES.iter().filter(|case| case.changes()) {
        let mut cells = Vec::new();
        for (_, program) in &programs {
            cells.push(world.cell_of(case, column, program).await);
        }
        // Last, for the person may take away what is asked about.
        write!(table, "\n{:<36} {:<10}", case.title(), world.cell(case, column).await).unwrap();
        cells.iter().for_each(|cell| write!(table, " {cell:<16}").unwrap());
    }
    compare("scopes.txt", &table);
}

#[test]
fn the_table_has_a_column_for_every_scope() {
    let alone: Vec<_> = SCOPES.iter().filter(|scopes| scopes.len() == 1).map(|scopes| scopes[0]).collect();
    assert_eq!(alone, TokenScope::ALL.iter().map(|scope| scope.as_str()).collect::<Vec<_>>());
}
