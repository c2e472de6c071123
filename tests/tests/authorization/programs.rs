//! What programs may ask with a token: every case once more, with all scopes and with none but reading.

use super::cases::{Ask, CASES};
use super::harness::Server;
use super::{ROLES, World, assert_every_field_has_its_case, name_of, root_fields};
use shared::access::TokenScope;

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
    let fields = root_fields(&server).await;
    assert_every_field_has_its_case(&fields);
    let world = World::make(server, fields.into_iter().collect()).await;
    // An account may make only so many changes at once through one server: each way of asking has its own.
    let (second, third) = (world.server.second().await, world.server.second().await);
    let every: Vec<&str> = TokenScope::ALL.iter().map(|scope| scope.as_str()).collect();
    for (column, (role, _)) in ROLES.iter().enumerate().filter(|(_, (role, _))| ["village", "admin"].contains(role)) {
        let person = &world.people[column].0;
        let (mut reader, mut doer) = (person.program(&person.token(&[]).await.1), person.program(&person.token(&every).await.1));
        (reader.url, doer.url) = (second.url.clone(), third.url.clone());
        for case in CASES {
            let name = format!("{} as {role}", name_of(case));
            let (reads, does) = (world.cell_of(case, column, &reader).await, world.cell_of(case, column, &doer).await);
            let nothing_done = |cell: &str| assert!(!cell.contains(['+', 'E']), "{name}: {cell}");
            if PERSONAL.contains(&case.name) {
                nothing_done(&reads);
                nothing_done(&does);
                continue;
            }
            assert_eq!(does, world.cell(case, column).await, "{name}");
            match case.ask {
                Ask::Mutation(_) | Ask::Upload(..) => nothing_done(&reads),
                _ => assert_eq!(reads, does, "{name}"),
            }
        }
    }
}
