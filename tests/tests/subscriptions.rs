//! Subscriptions over the WebSocket, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use backend::app::{App, SharedApp};
use backend::journal::tail::{Pace, follow};
use backend::journal::{Event, EventKind, append, entries_after, latest_seq};
use futures_util::StreamExt;
use harness::socket::Socket;
use harness::{Kind, Person, Server};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use std::time::Duration;

on_both_databases! {
    the_journal_replays_what_was_missed_and_goes_on_without_gap_or_repeat,
    changes_are_told_to_those_who_may_see_them,
    changes_can_be_narrowed_to_a_proposal_and_to_areas,
    nobody_misses_an_event_wherever_they_stand,
    what_another_process_does_is_heard_too,
    what_a_server_does_it_hears_without_looking,
    a_session_that_ends_ends_its_socket,
    a_role_that_is_revoked_ends_the_socket,
}

const CHANGES: &str = "subscription($f: ProposalChangedFilter) { proposalChanged(filter: $f) { kind seq proposal { id status supportCount proposer { displayName } } } }";
const JOURNAL: &str = "subscription($after: String) { journal(after: $after) { cursor seq kind subject actor { displayName } } }";

async fn the_journal_replays_what_was_missed_and_goes_on_without_gap_or_repeat(server: Server) {
    let resident = server.person("siti", None).await;
    // More than comes at once, so that reading up and going on live both happen.
    for _ in 0..60 {
        resident.propose(json!({})).await;
    }
    let mut socket = Socket::ready(&server.anonymous()).await;
    socket.subscribe("a", JOURNAL, json!({ "after": "0" })).await;
    let mut seen = Vec::new();
    for _ in 0..40 {
        seen.push(socket.next().await["journal"].clone());
    }
    // It leaves in the middle, and comes back with its last cursor while more happens.
    drop(socket);
    let mut socket = Socket::ready(&server.anonymous()).await;
    socket.subscribe("b", JOURNAL, json!({ "after": seen.last().unwrap()["cursor"] })).await;
    for _ in 0..5 {
        resident.propose(json!({})).await;
    }
    let expected: Vec<i64> =
        entries_after(&server.app.db, 0, 1_000, true).await.unwrap().into_iter().map(|entry| entry.seq).collect();
    while seen.len() < expected.len() {
        seen.push(socket.next().await["journal"].clone());
    }
    assert_eq!(seen.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect::<Vec<_>>(), expected);
    assert_eq!(seen.last().unwrap()["actor"]["displayName"], "siti");
    assert!(seen.iter().all(|entry| entry["kind"] != "proposal.drafted" && entry["kind"] != "account.created"));
    for cursor in ["-1", "kemarin"] {
        socket.subscribe("c", JOURNAL, json!({ "after": cursor })).await;
        assert_eq!(socket.refusal().await, "BAD_INPUT", "{cursor}");
        assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "c" }));
    }
}

/// Rings until the socket hears it: only then has its subscription begun.
async fn begin(socket: &mut Socket, query: &str, variables: Value, ringer: &Person, bell: &Value) {
    socket.subscribe("a", query, variables).await;
    for turn in 0.. {
        let mutation = if turn % 2 == 0 { "supportProposal" } else { "withdrawSupport" };
        ringer.mutate(mutation, "ProposalIdInput", json!({ "id": bell["id"] })).await;
        if tokio::time::timeout(Duration::from_millis(200), socket.next()).await.is_ok() {
            return;
        }
        assert!(turn < 50, "the subscription never begins");
    }
}

async fn changes_are_told_to_those_who_may_see_them(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let bell = resident.propose(json!({})).await;
    let (mut own, mut other) = (Socket::ready(&resident).await, Socket::ready(&neighbour).await);
    for socket in [&mut own, &mut other] {
        begin(socket, CHANGES, json!({}), &neighbour, &bell).await;
    }
    let form = json!({ "fields": harness::fields() });
    let draft = resident.mutate("createProposal", "CreateProposalInput", form).await["proposal"].clone();
    let version = json!({ "id": draft["id"], "version": draft["version"] });
    resident.mutate("submitProposal", "ProposalVersionInput", version).await;
    neighbour.mutate("supportProposal", "ProposalIdInput", json!({ "id": draft["id"] })).await;
    let expected = ["proposal.drafted", "proposal.submitted", "proposal.supported"];
    for (socket, expected) in [(&mut own, &expected[..]), (&mut other, &expected[1..])] {
        let mut heard = Vec::new();
        while heard.len() < expected.len() {
            let change = socket.next().await["proposalChanged"].clone();
            if change["proposal"]["id"] != bell["id"] {
                heard.push(change);
            }
        }
        assert_eq!(heard.iter().map(|change| change["kind"].as_str().unwrap()).collect::<Vec<_>>(), expected);
        let last = &heard.last().unwrap()["proposal"];
        assert_eq!(
            last,
            &json!({ "id": draft["id"], "status": "SUBMITTED", "supportCount": 1, "proposer": { "displayName": "siti" } })
        );
    }
}

async fn changes_can_be_narrowed_to_a_proposal_and_to_areas(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let (one, two) = (resident.propose(json!({})).await, resident.propose(json!({ "villageCode": "33.02.17.2018" })).await);
    let filters =
        [json!({ "id": two["id"] }), json!({ "areas": ["33.02.17.2018"] }), json!({ "id": two["id"], "areas": ["33.02.17"] })];
    for filter in filters {
        let mut socket = Socket::ready(&server.anonymous()).await;
        begin(&mut socket, CHANGES, json!({ "f": filter }), &neighbour, &two).await;
        for mutation in ["supportProposal", "withdrawSupport"] {
            neighbour.mutate(mutation, "ProposalIdInput", json!({ "id": one["id"] })).await;
        }
        let ignored = backend::journal::latest_seq(&server.app.db).await.unwrap();
        for mutation in ["withdrawSupport", "supportProposal", "withdrawSupport"] {
            neighbour.mutate(mutation, "ProposalIdInput", json!({ "id": two["id"] })).await;
        }
        loop {
            let change = socket.next().await["proposalChanged"].clone();
            assert_eq!(change["proposal"]["id"], two["id"], "{filter}");
            if change["seq"].as_i64().unwrap() > ignored {
                break;
            }
        }
    }
    let mut socket = Socket::ready(&server.anonymous()).await;
    for filter in [json!({ "areas": ["33.02.99"] }), json!({ "id": "usr_1" })] {
        socket.subscribe("b", CHANGES, json!({ "f": filter })).await;
        assert_eq!((socket.refusal().await, socket.hear().await["type"].clone()), (json!("BAD_INPUT"), json!("complete")));
    }
}

/// More than a server keeps at hand for those who follow.
const MANY: i64 = 600;

async fn nobody_misses_an_event_wherever_they_stand(server: Server) {
    let follow = |seq: i64| Box::pin(follow(SharedApp::clone(&server.app), seq));
    // From the first who follows on, the server keeps what happens at hand.
    let mut first = follow(0);
    let mut seen = first.next().await.unwrap().unwrap().last().unwrap().seq;
    let mut tx = server.app.db.begin().await.unwrap();
    for _ in 0..MANY {
        append(&server.app, &mut tx, Event::new(EventKind::RoleGranted, "33.02")).await.unwrap();
    }
    tx.commit().await.unwrap();
    let last = latest_seq(&server.app.db).await.unwrap();
    while seen < last {
        for entry in first.next().await.unwrap().unwrap() {
            assert_eq!(entry.seq, seen + 1);
            seen = entry.seq;
        }
    }
    // Before what is at hand, at its edge, and within it.
    for seq in 0..last {
        assert_eq!(follow(seq).next().await.unwrap().unwrap()[0].seq, seq + 1);
    }
}

async fn what_another_process_does_is_heard_too(server: Server) {
    let resident = server.person("siti", None).await;
    let other = server.second().await;
    let mut socket = Socket::ready(&other.anonymous()).await;
    let last = backend::journal::latest_seq(&server.app.db).await.unwrap();
    socket.subscribe("a", JOURNAL, json!({ "after": last.to_string() })).await;
    let proposal = resident.propose(json!({})).await;
    assert_eq!(socket.next().await["journal"]["subject"], proposal["id"]);
}

/// Nobody who has to look hears anything while the test runs.
const NEVER_LOOKS: Pace = Pace { deaf: Duration::from_secs(24 * 3600), hearing: Duration::from_secs(24 * 3600) };

async fn what_a_server_does_it_hears_without_looking(server: Server) {
    let server = server.second_at(NEVER_LOOKS).await;
    let resident = server.person("siti", None).await;
    let mut socket = Socket::ready(&server.anonymous()).await;
    let last = backend::journal::latest_seq(&server.app.db).await.unwrap();
    socket.subscribe("a", JOURNAL, json!({ "after": last.to_string() })).await;
    for _ in 0..2 {
        let proposal = resident.propose(json!({})).await;
        assert_eq!(socket.next().await["journal"]["subject"], proposal["id"]);
    }
}

#[tokio::test]
async fn postgres_tells_one_server_what_another_commits() {
    let server = Server::start(Kind::Postgres).await;
    let resident = server.person("siti", None).await;
    let other = server.second_at(NEVER_LOOKS).await;
    let mut socket = Socket::ready(&other.anonymous()).await;
    let last = backend::journal::latest_seq(&server.app.db).await.unwrap();
    socket.subscribe("a", JOURNAL, json!({ "after": last.to_string() })).await;
    for turn in 0..3 {
        if turn == 2 {
            // The connection that listens is lost: another takes its place, and finds what went unheard.
            let listeners = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE 'LISTEN %'";
            let ended = server.app.db.writer().execute_unprepared(listeners).await.unwrap();
            assert_eq!(ended.rows_affected(), 1);
        }
        let proposal = resident.propose(json!({})).await;
        assert_eq!(socket.next().await["journal"]["subject"], proposal["id"]);
    }
}

async fn a_session_that_ends_ends_its_socket(server: Server) {
    let (resident, neighbour) = (server.person("siti", None).await, server.person("budi", None).await);
    let mut socket = Socket::ready(&resident).await;
    socket.subscribe("a", JOURNAL, json!({ "after": "0" })).await;
    while socket.next().await["journal"]["seq"].as_i64() < Some(1) {}
    resident.get("mutation { signOutEverywhere { signedOut } }", json!({})).await;
    neighbour.propose(json!({})).await;
    loop {
        let message = socket.hear().await;
        assert!(!message.to_string().contains("proposal.submitted"), "told after the session ended: {message}");
        if let Some(code) = message.get("closed") {
            assert_eq!(code, 4403);
            break;
        }
    }
}

async fn a_role_that_is_revoked_ends_the_socket(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let village = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let mut socket = Socket::ready(&village).await;
    let last = backend::journal::latest_seq(&server.app.db).await.unwrap();
    socket.subscribe("a", JOURNAL, json!({ "after": last.to_string() })).await;
    let grants = village.get("{ viewer { account { grants { id } } } }", json!({})).await;
    let revoke = "mutation($g: ID!) { revokeRole(input: {grantId: $g}) { errors { code } } }";
    admin.get(revoke, json!({ "g": grants["viewer"]["account"]["grants"][0]["id"] })).await;
    loop {
        if let Some(code) = socket.hear().await.get("closed") {
            assert_eq!(code, 4403);
            break;
        }
    }
}

#[tokio::test]
async fn a_foreign_page_cannot_speak_in_a_persons_name() {
    let server = Server::start(Kind::Sqlite).await;
    let (resident, anyone) = (server.person("siti", None).await, server.anonymous());
    let protocol = Some("graphql-transport-ws");
    assert_eq!(Socket::open(&resident, Some("https://jahat.example"), protocol).await.err(), Some(403));
    assert!(Socket::open(&anyone, Some("https://jahat.example"), protocol).await.is_ok());
    assert!(Socket::open(&resident, Some(&server.url), protocol).await.is_ok());
    assert!(Socket::open(&resident, None, protocol).await.is_ok());
    assert_eq!(Socket::open(&anyone, None, None).await.err(), Some(400));
    assert_eq!(Socket::open(&anyone, None, Some("graphql-ws")).await.err(), Some(400));
}

#[tokio::test]
async fn a_socket_keeps_to_the_limits() {
    let server = Server::start(Kind::Sqlite).await;
    let anyone = server.anonymous();
    let mut socket = Socket::ready(&anyone).await;
    let deep =
        format!("subscription {{ proposalChanged {{ proposal {{ {}id{} }} }} }}", "mergedInto { ".repeat(20), " }".repeat(20));
    let wide = format!("subscription {{ {} }}", (0..30).map(|i| format!("a{i}: journal {{ seq }}")).collect::<Vec<_>>().join(" "));
    let nested = "{".repeat(30_000);
    for (query, code) in [
        (deep.as_str(), json!("TOO_COMPLEX")),
        (&wide, json!("TOO_COMPLEX")),
        (&nested, json!("TOO_COMPLEX")),
        ("mutation { signOut { signedOut } }", json!("BAD_INPUT")),
        ("subscription { proposalChanged { secret } }", json!("BAD_INPUT")),
    ] {
        socket.subscribe("x", query, json!({})).await;
        assert_eq!(socket.refusal().await, code, "{query}");
        assert_eq!(socket.hear().await["type"], "complete");
    }
    for place in 0..20 {
        socket.subscribe(&format!("s{place}"), CHANGES, json!({})).await;
    }
    socket.subscribe("s20", CHANGES, json!({})).await;
    assert_eq!(socket.refusal().await, "RATE_LIMITED");
    assert_eq!(socket.hear().await["type"], "complete");
    socket.say(json!({ "type": "complete", "id": "s0" })).await;
    assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "s0" }));
    socket.subscribe("s21", JOURNAL, json!({ "after": "0" })).await;
    socket.next().await;
    socket.say(json!({ "type": "ping", "payload": { "filler": "x".repeat(70_000) } })).await;
    while socket.hear().await.get("closed").is_none() {}
}

#[tokio::test]
async fn who_finds_no_place_is_told_when_to_come_again() {
    let server = Server::start(Kind::Sqlite).await;
    let siti = server.person("siti", None).await;
    let mut held = Vec::new();
    for _ in 0..50 {
        held.push(Socket::ready(&siti).await);
    }
    let mut request = siti.request(Method::GET, "/graphql/ws");
    for (name, value) in [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", "graphql-transport-ws"),
    ] {
        request = request.header(name, value);
    }
    let refused = request.send().await.unwrap();
    let wait = refused.headers()["retry-after"].to_str().unwrap().to_owned();
    assert_eq!(refused.status(), 429);
    let answer: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!((&extensions["code"], extensions["retryAfterSeconds"].to_string()), (&json!("RATE_LIMITED"), wait));
}

#[tokio::test]
async fn a_client_introduces_itself_once_and_soon() {
    let server = Server::start(Kind::Sqlite).await;
    let anyone = server.anonymous();
    let mut silent = Socket::open(&anyone, None, Some("graphql-transport-ws")).await.unwrap();
    let mut hasty = Socket::open(&anyone, None, Some("graphql-transport-ws")).await.unwrap();
    hasty.subscribe("a", JOURNAL, json!({})).await;
    assert!(!hasty.hear().await["closed"].is_null());
    let mut twice = Socket::ready(&anyone).await;
    twice.say(json!({ "type": "connection_init" })).await;
    assert_eq!(twice.hear().await["closed"], 4429);
    assert_eq!(silent.hear().await["closed"], 4408);
}

#[tokio::test]
async fn who_gives_no_sign_of_life_keeps_no_place() {
    let server = Server::start(Kind::Sqlite).await;
    let hasty = server.with(|app| App { beat: Duration::from_secs(2), ..App::clone(app) }).await;
    Socket::ready(&hasty.anonymous()).await.fall_silent().await;
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye() {
    let server = Server::start(Kind::Sqlite).await;
    let mut socket = Socket::ready(&server.anonymous()).await;
    socket.subscribe("a", JOURNAL, json!({})).await;
    server.app.lifecycle.stop(Duration::from_secs(10)).await;
    assert_eq!(socket.hear().await["closed"], 1001);
}
