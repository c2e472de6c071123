//! Who keeps webhooks, and what ends them.

use crate::harness::{Server, mistake, refusal};
use crate::receiver::Says;
use crate::{World, change};
use backend::journal::entries_after;
use serde_json::{Value, json};
use shared::access::Role;
use std::sync::Arc;
use tokio::sync::Notify;

on_both_databases! {
    what_is_asked_for_is_checked_and_the_secret_is_told_once,
    one_person_has_ten_at_most,
    what_is_paused_or_deleted_is_not_sent_to,
    an_admin_stops_anybodys_and_sees_no_secret_address,
    who_lost_their_office_is_sent_nothing,
    a_change_takes_effect_with_the_next_event,
    what_is_changed_while_an_event_is_on_its_way_stays_changed,
}

async fn what_is_asked_for_is_checked_and_the_secret_is_told_once(server: Server) {
    let world = World::of(server).await;
    let url = world.receiver.url.as_str();
    for (input, code, field) in [
        (json!({ "name": " ", "url": url }), "REQUIRED", "name"),
        (json!({ "name": "x".repeat(81), "url": url }), "TOO_LONG", "name"),
        (json!({ "name": "a", "url": "data.example.go.id" }), "WEBHOOK_ADDRESS", "url"),
        (json!({ "name": "a", "url": url, "kinds": ["proposal.drafted"] }), "UNKNOWN_VALUE", "kinds"),
        (json!({ "name": "a", "url": url, "kinds": ["*"] }), "UNKNOWN_VALUE", "kinds"),
        (json!({ "name": "a", "url": url, "kinds": vec!["plan.*"; 51] }), "OUT_OF_RANGE", "kinds"),
        (json!({ "name": "a", "url": url, "areas": ["33.02.99"] }), "UNKNOWN_AREA", "areas"),
        (json!({ "name": "a", "url": url, "after": "999999" }), "INVALID_CURSOR", "after"),
    ] {
        assert_eq!(mistake(&world.change("createWebhook", input).await), (code, Some(field)));
    }
    let (id, secret) = world.webhook(json!({})).await;
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let rotated = world.change("rotateWebhookSecret", json!({ "id": id })).await["secret"].as_str().unwrap().to_owned();
    let everything = "{ viewer { account { webhooks { id name url host kinds areas { code } state owner { id } createdAt } } } }";
    let told = world.official.get(everything, json!({})).await["viewer"]["account"]["webhooks"].to_string();
    assert!(told.contains(url) && !told.contains(&secret[6..]) && !told.contains(&rotated[6..]));
    // The journal knows of it, the public record does not, and neither knows the secret or where exactly it goes.
    let kinds = async |public| {
        let entries = entries_after(&world.server.app.db, 0, 1_000, public).await.unwrap();
        let secrets = ["kunci", &secret[6..], &rotated[6..]];
        assert!(entries.iter().all(|entry| secrets.iter().all(|secret| !entry.details.contains(secret))));
        entries.iter().filter(|entry| entry.kind.as_str().starts_with("webhook.")).count()
    };
    assert_eq!((kinds(false).await, kinds(true).await), (2, 0));
    // Residents and programs have none.
    let resident = world.server.person("siti", None).await;
    let program = world.official.program(&world.official.token(&["DECIDE"]).await.1);
    for (person, code) in [(resident, "FORBIDDEN"), (program, "FORBIDDEN"), (world.server.anonymous(), "UNAUTHENTICATED")] {
        assert_eq!(refusal(&change(&person, "createWebhook", json!({ "name": "a", "url": url })).await), code);
        let account = person.get("{ viewer { account { webhooks { id } } } }", json!({})).await["viewer"].clone();
        assert!(account.is_null() || account["account"]["webhooks"] == json!([]));
    }
}

async fn one_person_has_ten_at_most(server: Server) {
    let world = World::of(server).await;
    for _ in 0..10 {
        world.webhook(json!({})).await;
    }
    let refused = world.change("createWebhook", json!({ "name": "a", "url": world.receiver.url })).await;
    assert_eq!(mistake(&refused), ("TOO_MANY_WEBHOOKS", None));
}

async fn what_is_paused_or_deleted_is_not_sent_to(server: Server) {
    let world = World::of(server).await;
    let (id, _) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    for _ in 0..2 {
        assert_eq!(world.change("pauseWebhook", json!({ "id": id })).await["webhook"]["state"], "PAUSED");
    }
    let cursors = world.happen(2).await;
    world.round().await;
    assert!(world.receiver.heard().is_empty());
    assert_eq!(world.change("resumeWebhook", json!({ "id": id })).await["webhook"]["state"], "ACTIVE");
    world.round().await;
    assert_eq!(world.receiver.ids(), cursors, "nothing is lost");
    world.server.give_up(&id).await;
    assert_eq!(world.change("deleteWebhook", json!({ "id": id })).await["errors"], json!([]));
    world.happen(1).await;
    world.round().await;
    assert_eq!((world.receiver.heard().len(), world.read().await), (2, Value::Null));
    assert_eq!(refusal(&world.change("deleteWebhook", json!({ "id": id })).await), "NOT_FOUND");
}

async fn an_admin_stops_anybodys_and_sees_no_secret_address(server: Server) {
    let world = World::of(server).await;
    let admin = world.server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let other = world.server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let (id, _) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let query = "{ webhooks(first: 10) { nodes { id url host state owner { displayName } } pageInfo { hasNextPage } } }";
    let seen = admin.get(query, json!({})).await["webhooks"]["nodes"][0].clone();
    let expected = json!({ "id": id, "url": null, "host": "127.0.0.1", "state": "ACTIVE", "owner": { "displayName": "opd" } });
    assert_eq!(seen, expected);
    assert_eq!(refusal(&other.ask(query, json!({})).await), "FORBIDDEN");
    for name in ["pauseWebhook", "resumeWebhook", "deleteWebhook", "rotateWebhookSecret"] {
        assert_eq!(refusal(&change(&other, name, json!({ "id": id })).await), "NOT_FOUND", "{name}");
    }
    assert_eq!(change(&admin, "pauseWebhook", json!({ "id": id })).await["webhook"]["state"], "STOPPED");
    assert_eq!(refusal(&world.change("resumeWebhook", json!({ "id": id })).await), "FORBIDDEN");
    // Nor does pausing it oneself change whose it is to lift.
    assert_eq!(world.change("pauseWebhook", json!({ "id": id })).await["webhook"]["state"], "STOPPED");
    world.happen(1).await;
    world.round().await;
    assert!(world.receiver.heard().is_empty());
    // An admin lifts what an admin did, and nothing else.
    assert_eq!(change(&admin, "resumeWebhook", json!({ "id": id })).await["webhook"]["state"], "ACTIVE");
    world.change("pauseWebhook", json!({ "id": id })).await;
    assert_eq!(refusal(&change(&admin, "resumeWebhook", json!({ "id": id })).await), "FORBIDDEN");
    assert_eq!(refusal(&change(&admin, "deleteWebhook", json!({ "id": id })).await), "NOT_FOUND");
}

async fn who_lost_their_office_is_sent_nothing(server: Server) {
    let world = World::of(server).await;
    let admin = world.server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let grants = world.official.get("{ viewer { account { grants { id } } } }", json!({})).await;
    let revoke = "mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { errors { code } } }";
    admin.get(revoke, json!({ "input": { "grantId": grants["viewer"]["account"]["grants"][0]["id"] } })).await;
    world.happen(1).await;
    world.round().await;
    assert!(world.receiver.heard().is_empty());
}

async fn a_change_takes_effect_with_the_next_event(server: Server) {
    let world = World::of(server).await;
    let (id, _) = world.webhook(json!({ "kinds": ["comment.*"] })).await;
    world.happen(1).await;
    world.round().await;
    assert!(world.receiver.heard().is_empty());
    let input = json!({ "id": id, "name": "Data", "url": format!("{}&baru", world.receiver.url), "kinds": ["proposal.edited"] });
    assert_eq!(world.change("updateWebhook", input).await["errors"], json!([]));
    let cursors = world.happen(1).await;
    world.round().await;
    assert_eq!(world.receiver.ids().last(), cursors.last());
}

/// One turn in which the receiver has the next event, and answers by this status only when `change` was made: the webhook as
/// the change made it, which is as it is afterwards.
async fn meanwhile(world: &World, status: u16, change: impl Future<Output = Value>) -> Value {
    let told = Arc::new(Notify::new());
    world.receiver.clear();
    world.receiver.say([Says::WhenTold(Arc::clone(&told), status)]);
    let changed = async {
        world.receiver.until(1).await;
        let changed = change.await;
        told.notify_one();
        changed
    };
    let ((), changed) = tokio::join!(world.round(), changed);
    assert_eq!(world.read().await, changed["webhook"]);
    changed["webhook"].clone()
}

async fn what_is_changed_while_an_event_is_on_its_way_stays_changed(server: Server) {
    let world = World::of(server).await;
    let admin = world.server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let (id, _) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(4).await;
    let paused = meanwhile(&world, 204, world.change("pauseWebhook", json!({ "id": id }))).await;
    assert_eq!(paused["state"], "PAUSED");
    world.round().await;
    assert_eq!(world.receiver.ids(), cursors[..1], "nothing follows what was on its way");

    world.change("resumeWebhook", json!({ "id": id })).await;
    let replayed = meanwhile(&world, 204, world.change("replayWebhook", json!({ "id": id, "after": cursors[2] }))).await;
    assert_eq!((&replayed["cursor"], world.receiver.ids()), (&json!(cursors[2]), cursors[..1].to_vec()));

    let stopped = meanwhile(&world, 410, change(&admin, "pauseWebhook", json!({ "id": id }))).await;
    assert_eq!((&stopped["state"], world.receiver.ids()), (&json!("STOPPED"), cursors[3..].to_vec()));
    change(&admin, "resumeWebhook", json!({ "id": id })).await;
    world.round().await;
    assert_eq!(world.receiver.ids(), [&cursors[3..], &cursors[3..]].concat(), "with the same id");
}
