//! What does not arrive: tried again after a while, given up in the end, and sent again when somebody asks.

use crate::World;
use crate::harness::{Server, refusal};
use crate::receiver::Says;
use backend::app::App;
use backend::platform::clock::Clock;
use backend::webhook::address::{Guard, SystemNames};
use backend::webhook::post::Post;
use backend::webhook::sender::round;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    what_fails_is_tried_again_after_a_while_in_order,
    a_receiver_may_say_by_a_date_when_it_wants_to_be_tried_again,
    what_fails_for_two_days_is_given_up_and_sent_again_when_asked,
    a_receiver_that_is_gone_for_days_is_left_alone,
    a_receiver_that_wants_no_more_is_left_alone,
    a_receiver_that_hangs_is_not_waited_for,
    a_trial_says_what_became_of_it,
}

/// Between the attempts, with the chance that is added.
const PAUSES: [u64; 8] = [12, 72, 360, 2_160, 8_640, 25_920, 51_840, 103_680];

async fn what_fails_is_tried_again_after_a_while_in_order(server: Server) {
    let world = World::of(server).await;
    let (_, secret) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(2).await;
    world.receiver.say([Says::Status(500), Says::With(503, "retry-after", "600".into()), Says::Status(404)]);
    world.round().await;
    let read = world.read().await;
    assert_eq!((&read["attempts"], &read["lastProblem"], &read["lastStatus"]), (&json!(1), &json!("STATUS"), &json!(500)));
    assert!(read["nextAttemptAt"].is_string() && read["failingSince"].is_string());
    world.later(9).await;
    assert_eq!(world.receiver.heard().len(), 1, "not before ten seconds");
    world.later(3).await;
    world.later(72).await;
    assert_eq!(world.receiver.heard().len(), 2, "the receiver asked for ten minutes");
    world.later(600).await;
    world.later(360).await;
    let (first, second) = (&cursors[0], &cursors[1]);
    assert_eq!(&world.receiver.ids(), &[first, first, first, first, second].map(Clone::clone));
    assert!(world.receiver.heard().iter().all(|heard| heard.is_signed_by(&secret)));
    let times: std::collections::BTreeSet<_> =
        world.receiver.heard().iter().map(|heard| heard.header("webhook-timestamp").to_owned()).collect();
    assert_eq!(times.len(), 4, "each attempt has its own time");
    let read = world.read().await;
    assert_eq!((&read["attempts"], &read["cursor"]), (&json!(0), &json!(second)));
    assert!(["lastProblem", "nextAttemptAt", "failingSince"].iter().all(|field| read[field].is_null()), "{read}");
}

async fn a_receiver_may_say_by_a_date_when_it_wants_to_be_tried_again(server: Server) {
    let world = World::of(server).await;
    world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(1).await;
    let busy_until = |hours: i64| {
        let date = world.clock.now() + chrono::Duration::hours(hours);
        Says::With(503, "retry-after", date.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
    };
    // What has been already is no reason to wait.
    world.receiver.say([busy_until(1), busy_until(-1)]);
    world.round().await;
    world.later(3_590).await;
    assert_eq!(world.receiver.heard().len(), 1, "the receiver asked for an hour");
    world.later(10).await;
    assert_eq!(world.receiver.heard().len(), 2);
    world.later(72).await;
    assert_eq!(world.receiver.ids(), [&cursors[..], &cursors, &cursors].concat());
}

async fn what_fails_for_two_days_is_given_up_and_sent_again_when_asked(server: Server) {
    let world = World::of(server).await;
    world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(2).await;
    world.receiver.say(vec![Says::Status(500); 9]);
    world.round().await;
    for pause in PAUSES {
        assert!(world.given_up().await.is_empty());
        world.later(pause).await;
    }
    world.round().await;
    assert_eq!(world.receiver.ids()[8..], cursors, "the next event goes on");
    let dead = world.given_up().await;
    let id = dead[0]["id"].clone();
    let expected = json!({ "id": id, "state": "DEAD", "problem": "STATUS", "status": 500, "event": { "cursor": cursors[0] } });
    assert_eq!(dead, [expected]);
    world.receiver.clear();
    world.receiver.say([Says::Status(502)]);
    for (state, status) in [("DEAD", 502), ("DELIVERED", 502)] {
        let sent = world.change("resendWebhookDelivery", json!({ "id": id })).await;
        assert_eq!(sent["delivery"]["state"], "WAITING", "{sent}");
        world.round().await;
        let found = world.given_up().await;
        assert_eq!((&found[0]["state"], &found[0]["status"]), (&json!(state), &json!(status)));
    }
    assert_eq!(world.receiver.ids(), [cursors[0].clone(), cursors[0].clone()]);
    // What has arrived is not sent again.
    assert_eq!(world.change("resendWebhookDelivery", json!({ "id": id })).await["delivery"]["state"], "DELIVERED");
    world.round().await;
    assert_eq!(world.receiver.heard().len(), 2);
}

async fn a_receiver_that_is_gone_for_days_is_left_alone(server: Server) {
    let world = World::of(server).await;
    let (id, _) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(9).await;
    world.receiver.say(vec![Says::Status(500); 1_000]);
    world.round().await;
    for _ in 0..6 {
        assert_eq!(world.read().await["state"], "ACTIVE");
        world.later(86_400 - 3_600).await;
    }
    assert_eq!(world.read().await["state"], "FAILING");
    let tried = world.receiver.heard().len();
    world.later(10 * 86_400).await;
    assert_eq!(world.receiver.heard().len(), tried);
    world.receiver.say([]);
    world.receiver.clear();
    assert_eq!(world.change("resumeWebhook", json!({ "id": id })).await["webhook"]["state"], "ACTIVE");
    world.round().await;
    let at = cursors.iter().position(|cursor| *cursor == world.receiver.ids()[0]).unwrap();
    assert_eq!(world.receiver.ids(), cursors[at..], "it goes on where it stood");
}

async fn a_receiver_that_wants_no_more_is_left_alone(server: Server) {
    let world = World::of(server).await;
    let (id, _) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(1).await;
    world.receiver.say([Says::Status(410)]);
    world.round().await;
    world.later(86_400).await;
    let read = world.read().await;
    assert_eq!((&read["state"], &read["lastProblem"], &read["nextAttemptAt"]), (&json!("GONE"), &json!("GONE"), &json!(null)));
    assert_eq!(world.receiver.heard().len(), 1);
    world.change("resumeWebhook", json!({ "id": id })).await;
    world.round().await;
    assert_eq!(world.receiver.ids(), [&cursors[..], &cursors].concat());
}

async fn a_receiver_that_hangs_is_not_waited_for(server: Server) {
    let world = World::of(server).await;
    let guard = Guard { names: Arc::new(SystemNames), private: true };
    let post = Arc::new(Post::with(guard, Duration::from_millis(200)).unwrap());
    let hasty = world.server.with(|app| App { post, ..App::clone(app) }).await;
    world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(1).await;
    world.receiver.say([Says::Nothing]);
    round(&hasty.app).await.unwrap();
    let read = world.read().await;
    assert_eq!((&read["lastProblem"], &read["attempts"]), (&json!("TIMED_OUT"), &json!(1)));
    world.later(12).await;
    assert_eq!(world.receiver.ids(), [&cursors[..], &cursors].concat());
}

async fn a_trial_says_what_became_of_it(server: Server) {
    let world = World::of(server).await;
    let (id, secret) = world.webhook(json!({})).await;
    world.change("pauseWebhook", json!({ "id": id })).await;
    let before = world.read().await;
    world.receiver.say([Says::Status(200), Says::Status(401)]);
    let tested = world.change("testWebhook", json!({ "id": id })).await;
    assert_eq!(tested, json!({ "delivered": true, "problem": null, "status": null, "errors": [] }));
    let ping = &world.receiver.heard()[0];
    assert!(ping.is_signed_by(&secret) && ping.header("webhook-id").starts_with("ping_"));
    assert_eq!((&ping.json()["type"], &ping.json()["data"]["webhook"]), (&json!("ping"), &json!(id)));
    let tested = world.change("testWebhook", json!({ "id": id })).await;
    assert_eq!(tested, json!({ "delivered": false, "problem": "STATUS", "status": 401, "errors": [] }));
    assert_eq!(world.read().await, before, "a trial is no event");
    let other = world.server.person("desa", Some((shared::access::Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    assert_eq!(refusal(&crate::change(&other, "testWebhook", json!({ "id": id })).await), "NOT_FOUND");
}
