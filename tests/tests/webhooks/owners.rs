//! Two people's webhooks: what each is told of their own and nothing of the other's, a page at a time.

use crate::harness::{Person, Server};
use crate::receiver::Receiver;
use crate::{World, change, make};
use serde_json::{Value, json};
use shared::access::Role;
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    what_was_given_up_is_told_to_whose_it_is_a_page_at_a_time,
    what_is_sent_again_goes_to_the_receiver_that_did_not_take_it,
    an_admin_leafs_through_everybodys_webhooks,
}

const GIVEN_UP: (&str, &str) = (
    "query($after: String) { viewer { account { webhooks { deliveries(first: 2, after: $after) {
        nodes { id state } pageInfo { hasNextPage endCursor } } } } } }",
    "/viewer/account/webhooks/0/deliveries",
);
const WEBHOOKS: (&str, &str) = (
    "query($after: String) { webhooks(first: 2, after: $after) { nodes { id state } pageInfo { hasNextPage endCursor } } }",
    "/webhooks",
);

/// Everything on the pages of a list, from the first to the last: what asks for a page, and where it stands in the answer.
async fn leaf_through(person: &Person, (query, place): (&str, &str)) -> Vec<(String, String)> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = person.get(query, json!({ "after": after })).await;
        let page = answer.pointer(place).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        found.extend(page["nodes"].as_array().unwrap().iter().map(|node| (text(&node["id"]), text(&node["state"]))));
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        assert_ne!(page["pageInfo"]["endCursor"], after, "the next page is the same one");
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn all(ids: &[String], state: &str) -> Vec<(String, String)> {
    ids.iter().map(|id| (id.clone(), state.to_owned())).collect()
}

/// Someone in another office, and the system that they want to be told.
async fn another(world: &World) -> (Person, Arc<Receiver>) {
    let role = (Role::VillageOperator, Some("33.02.17.2019"), None);
    (world.server.person("desa", Some(role)).await, Receiver::start().await)
}

/// So many events that this webhook's receiver did not take, the newest first. It is one event, given up after each replay.
async fn given_up(world: &World, webhook: &str, count: usize) -> Vec<String> {
    let mut dead = Vec::new();
    for _ in 0..count {
        world.clock.advance(Duration::from_secs(1));
        dead.insert(0, world.server.give_up(webhook).await.to_string());
    }
    dead
}

async fn what_was_given_up_is_told_to_whose_it_is_a_page_at_a_time(server: Server) {
    let world = World::of(server).await;
    let (other, theirs) = another(&world).await;
    let (own, _) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let (others, _) = make(&other, &theirs.url, json!({ "kinds": ["proposal.*"] })).await;
    let first = given_up(&world, &own, 3).await;
    let foreign = given_up(&world, &others, 1).await;
    let dead = [given_up(&world, &own, 2).await, first].concat();
    assert_eq!(leaf_through(&world.official, GIVEN_UP).await, all(&dead, "DEAD"));
    assert_eq!(leaf_through(&other, GIVEN_UP).await, all(&foreign, "DEAD"));
}

async fn what_is_sent_again_goes_to_the_receiver_that_did_not_take_it(server: Server) {
    let world = World::of(server).await;
    let (other, theirs) = another(&world).await;
    let (own, secret) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let (others, other_secret) = make(&other, &theirs.url, json!({ "kinds": ["proposal.*"] })).await;
    let (dead, foreign) = (given_up(&world, &own, 1).await, given_up(&world, &others, 1).await);
    for (person, dead) in [(&world.official, &dead), (&other, &foreign)] {
        let sent = change(person, "resendWebhookDelivery", json!({ "id": dead[0] })).await;
        assert_eq!(sent["delivery"]["state"], "WAITING", "{sent}");
    }
    world.round().await;
    for (receiver, secret) in [(&world.receiver, secret), (&theirs, other_secret)] {
        let signed: Vec<_> = receiver.heard().iter().map(|heard| heard.is_signed_by(&secret)).collect();
        assert_eq!(signed, [true]);
    }
    assert_eq!(leaf_through(&world.official, GIVEN_UP).await, all(&dead, "DELIVERED"));
    assert_eq!(leaf_through(&other, GIVEN_UP).await, all(&foreign, "DELIVERED"));
}

async fn an_admin_leafs_through_everybodys_webhooks(server: Server) {
    let world = World::of(server).await;
    let admin = world.server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let (other, theirs) = another(&world).await;
    let mut made = Vec::new();
    for (person, receiver) in [(&world.official, &world.receiver), (&other, &theirs), (&world.official, &world.receiver)] {
        world.clock.advance(Duration::from_secs(1));
        made.push(make(person, &receiver.url, json!({})).await.0);
    }
    assert_eq!(leaf_through(&admin, WEBHOOKS).await, all(&made, "ACTIVE"), "the oldest first");
}
