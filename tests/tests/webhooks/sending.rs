//! What is sent: every event once, in order, signed, by one server at a time.

use crate::harness::Server;
use crate::receiver::Says;
use crate::{World, happen, happen_in, make};
use backend::journal::EventKind;
use backend::webhook::sender::{round, run};
use serde_json::json;
use std::time::Duration;

on_both_databases! {
    a_receiver_is_told_what_the_journal_tells_in_order_and_signed,
    it_begins_where_it_is_told_to_and_again_from_any_cursor,
    a_long_backlog_arrives_in_order_and_each_event_once,
    two_servers_send_once,
    what_a_killed_server_left_another_takes_up,
    the_server_sends_by_itself_and_ends_when_it_is_told_to,
    an_old_secret_signs_beside_the_new_one_for_a_day,
}

async fn a_receiver_is_told_what_the_journal_tells_in_order_and_signed(server: Server) {
    let world = World::of(server).await;
    let (_, secret) = world.webhook(json!({ "kinds": ["proposal.*", "comment.added"], "areas": ["33.02.17"] })).await;
    let (_, everything) = make(&world.official, &format!("{}&semua", world.receiver.url), json!({})).await;
    let before = world.read().await["cursor"].clone();
    world.official.propose(json!({})).await;
    let kinds = [EventKind::DraftEdited, EventKind::CommentAdded, EventKind::ProposalSupported, EventKind::CommentHidden];
    happen(&world.server.app, &kinds).await;
    happen_in(&world.server.app, "33.02.18.2001", &kinds).await;
    world.round().await;
    // The public record under the same filter is what the two were told.
    let query = "query($filter: JournalFilter, $after: String) { journal(first: 100, after: $after, filter: $filter) {
        edges { cursor node { kind at subject office area { code } actor { id } details hash touched { id } } } } }";
    let anybody = world.server.anonymous();
    let kinds = ["proposal.submitted", "proposal.edited", "proposal.supported", "comment.added"];
    let narrow = json!({ "kinds": kinds, "areas": ["33.02.17"] });
    for (filter, secret, other) in [(narrow, &secret, &everything), (json!({}), &everything, &secret)] {
        let told = anybody.get(query, json!({ "filter": filter, "after": before })).await["journal"]["edges"].clone();
        let heard: Vec<_> = world.receiver.heard().into_iter().filter(|heard| heard.is_signed_by(secret)).collect();
        assert!(told.as_array().unwrap().len() >= 3 && heard.iter().all(|heard| !heard.is_signed_by(other)));
        let as_told = heard.iter().map(|heard| {
            let body = heard.json();
            let data = &body["data"];
            assert_eq!(heard.header("content-type"), "application/json");
            assert_eq!(data["cursor"], heard.header("webhook-id"));
            assert_eq!(heard.header("webhook-timestamp"), world.server.app.clock.now().timestamp().to_string());
            let at: chrono::DateTime<chrono::Utc> = body["timestamp"].as_str().unwrap().parse().unwrap();
            json!({ "cursor": data["cursor"], "node": {
                "kind": body["type"], "at": at.to_rfc3339(), "subject": data["subject"], "office": data["office"],
                "area": data["area"].as_str().map(|code| json!({ "code": code })), "hash": data["hash"], "details": data["details"],
                "actor": data["actor"].as_str().map(|id| json!({ "id": id })),
                "touched": data["touched"].as_array().unwrap().iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            } })
        });
        assert_eq!(json!(as_told.collect::<Vec<_>>()), told);
    }
    world.receiver.clear();
    world.round().await;
    assert!(world.receiver.heard().is_empty(), "once is enough");
}

async fn it_begins_where_it_is_told_to_and_again_from_any_cursor(server: Server) {
    let world = World::of(server).await;
    let first = world.happen(2).await;
    let (id, _) = world.webhook(json!({ "kinds": ["proposal.*"], "after": "0" })).await;
    let second = world.happen(3).await;
    world.round().await;
    assert_eq!(world.receiver.ids(), [first.clone(), second.clone()].concat());
    world.receiver.clear();
    let replayed = world.change("replayWebhook", json!({ "id": id, "after": first[1] })).await;
    assert_eq!(replayed["webhook"]["cursor"], json!(first[1]));
    world.round().await;
    assert_eq!(world.receiver.ids(), second, "with the same ids");
    // Forward it skips what is in the way.
    world.receiver.clear();
    world.receiver.say([Says::Status(500)]);
    let third = world.happen(2).await;
    world.round().await;
    world.change("replayWebhook", json!({ "id": id, "after": third[0] })).await;
    world.round().await;
    assert_eq!(world.receiver.ids(), third);
    for cursor in ["999999999", "-1", "x"] {
        let refused = world.change("replayWebhook", json!({ "id": id, "after": cursor })).await.to_string();
        assert!(refused.contains("INVALID_CURSOR"), "{cursor}: {refused}");
    }
}

async fn a_long_backlog_arrives_in_order_and_each_event_once(server: Server) {
    let world = World::of(server).await;
    let kinds: Vec<_> = (0..1_300).map(|n| if n % 2 == 0 { EventKind::ProposalEdited } else { EventKind::DraftEdited }).collect();
    let cursors = happen(&world.server.app, &kinds).await;
    let public: Vec<_> = cursors.into_iter().step_by(2).collect();
    world.webhook(json!({ "kinds": ["proposal.edited"], "after": "0" })).await;
    // More than one turn holds.
    world.round().await;
    assert!(world.receiver.heard().len() < public.len());
    world.round().await;
    assert_eq!(world.receiver.ids(), public);
    // A webhook for which nothing happens moves on all the same.
    let (id, _) = make(&world.official, &world.receiver.url, json!({ "kinds": ["area.*"], "after": public[0] })).await;
    world.round().await;
    let moved = world.change("pauseWebhook", json!({ "id": id })).await["webhook"]["cursor"].clone();
    assert!(moved.as_str().unwrap().parse::<i64>().unwrap() > public[600].parse().unwrap());
    assert_eq!(world.receiver.heard().len(), public.len());
}

async fn two_servers_send_once(server: Server) {
    let world = World::of(server).await;
    let other = world.second().await;
    for number in 0..5 {
        make(&world.official, &format!("{}&ke={number}", world.receiver.url), json!({ "kinds": ["proposal.*"] })).await;
    }
    let cursors = world.happen(20).await;
    while world.receiver.heard().len() < 100 {
        let (one, two) = tokio::join!(round(&world.server.app), round(&other.app));
        one.and(two).unwrap();
    }
    round(&other.app).await.unwrap();
    let ids = world.receiver.ids();
    assert_eq!(ids.len(), 100);
    assert!(cursors.iter().all(|cursor| ids.iter().filter(|id| *id == cursor).count() == 5));
}

async fn what_a_killed_server_left_another_takes_up(server: Server) {
    let world = World::of(server).await;
    let other = world.second().await;
    world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(2).await;
    world.receiver.say([Says::Nothing]);
    let app = world.server.app.clone();
    let killed = tokio::spawn(async move { round(&app).await });
    world.receiver.until(1).await;
    killed.abort();
    let _ = killed.await;
    round(&other.app).await.unwrap();
    assert_eq!(world.receiver.ids(), cursors[..1], "it may still be sending");
    world.clock.advance(Duration::from_secs(31));
    round(&other.app).await.unwrap();
    assert_eq!(world.receiver.ids(), [&cursors[..1], &cursors].concat());
}

async fn the_server_sends_by_itself_and_ends_when_it_is_told_to(server: Server) {
    let world = World::of(server).await;
    let app = world.server.app.clone();
    let running = tokio::spawn(app.lifecycle.track(run(app.clone())));
    world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let cursors = world.happen(3).await;
    world.receiver.until(3).await;
    assert_eq!(world.receiver.ids(), cursors);
    // What hangs does not hold it up.
    world.receiver.say([Says::Nothing]);
    world.happen(1).await;
    world.receiver.until(4).await;
    app.lifecycle.stop(Duration::from_secs(60)).await;
    running.await.unwrap();
}

async fn an_old_secret_signs_beside_the_new_one_for_a_day(server: Server) {
    let world = World::of(server).await;
    let (id, old) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    let new = world.change("rotateWebhookSecret", json!({ "id": id })).await["secret"].as_str().unwrap().to_owned();
    assert_ne!(old, new);
    world.happen(1).await;
    world.round().await;
    world.happen(1).await;
    world.later(24 * 3_600).await;
    let signed = |at: usize| [&old, &new].map(|secret| world.receiver.heard()[at].is_signed_by(secret));
    assert_eq!((signed(0), signed(1)), ([true, true], [false, true]));
}
