//! Sockets: what they tell is paid for, and nobody holds all of their places.

use crate::ask;
use crate::harness::clock::Impatient;
use crate::harness::socket::Socket;
use crate::harness::{Person, Server};
use backend::api::budget::Budget;
use backend::app::App;
use backend::journal::entries_after;
use reqwest::StatusCode;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    a_replay_waits_for_its_purse_loses_nothing_and_leaves_some_for_others,
    one_person_cannot_take_every_place,
    whoever_introduces_themselves_takes_a_place_of_their_own,
    whoever_introduces_themselves_pays_out_of_their_own_purse,
}

const EVENTS: usize = 40;

/// As dear as a subscription may be; nothing of it is there.
fn dear() -> String {
    let comments: String = (0..60).map(|number| format!("c{number}: comments(first: 100) {{ nodes {{ id }} }} ")).collect();
    format!("subscription {{ journal(after: \"0\") {{ seq touched {{ node {{ ... on Proposal {{ {comments} }} }} }} }} }}")
}

async fn a_replay_waits_for_its_purse_loses_nothing_and_leaves_some_for_others(server: Server) {
    let siti = server.person("siti", None).await;
    for _ in 0..EVENTS {
        siti.propose(json!({})).await;
    }
    let clock = Arc::new(Impatient::default());
    let of_test = Arc::clone(&clock);
    let server = server.with(|app| App { budget: Arc::new(Budget::new(1)), clock: of_test, ..App::clone(app) }).await;
    let (anyone, siti) = (server.anonymous(), siti.at(&server));
    let costs = async |person: &Person, most: usize| {
        let mut socket = Socket::ready(person).await;
        socket.subscribe("a", &dear(), json!({})).await;
        let (mut told, mut price) = (Vec::new(), 0);
        while told.len() < most {
            let message = socket.hear().await;
            assert!(message["payload"].get("errors").is_none(), "{message}");
            told.push(message["payload"]["data"]["journal"]["seq"].as_i64().unwrap());
            price = message["payload"]["extensions"]["cost"]["requested"].as_u64().unwrap();
        }
        (told, price)
    };
    let expected: Vec<i64> =
        entries_after(&server.app.db, 0, 1_000, true).await.unwrap().into_iter().map(|entry| entry.seq).collect();
    assert!(expected.len() >= EVENTS);
    let (told, price) = costs(&anyone, expected.len()).await;
    assert_eq!(told, expected);
    // Nobody is signed in, and it is none of the app's own questions.
    assert_eq!(price, 2 * costs(&siti, 1).await.1);
    // All of it together cost far more than there was: most of it had to be waited for.
    let owed = expected.len() as u64 * price - 300_000;
    assert!(clock.waited() > Duration::from_secs(owed / 10_000 / 2), "{:?} for {owed} points", clock.waited());
    // Another behind the same address still asks.
    let question = "{ proposals(first: 100) { nodes { id comments(first: 100) { nodes { id } } } } }";
    for _ in 0..3 {
        assert_eq!(ask(&anyone, question).await.status, StatusCode::OK);
    }
}

async fn one_person_cannot_take_every_place(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let program = siti.program(&siti.token(&["READ"]).await.1);
    for (greedy, other) in [(&siti, &budi), (&program, &siti.program(&budi.token(&["READ"]).await.1))] {
        let mut held = Vec::new();
        for _ in 0..50 {
            held.push(Socket::ready(greedy).await);
        }
        let open = async |person: &Person| Socket::open(person, None, Some("graphql-transport-ws")).await;
        assert_eq!(open(greedy).await.err(), Some(429));
        assert!(open(other).await.is_ok() && open(&server.anonymous()).await.is_ok());
    }
}

async fn whoever_introduces_themselves_takes_a_place_of_their_own(server: Server) {
    let siti = server.person("siti", None).await;
    let secrets = [siti.token(&["READ"]).await.1, siti.token(&["READ"]).await.1];
    let open = async |person: &Person| Socket::open(person, None, Some("graphql-transport-ws")).await;
    let introduced = async |secret: &str| {
        // As a browser, which cannot send headers.
        let mut socket = open(&server.anonymous()).await.unwrap();
        let payload = json!({ "authorization": format!("Bearer {secret}") });
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        let said = socket.hear().await;
        (socket, said)
    };
    let mut held = Vec::new();
    for number in 0..50 {
        let (socket, said) = introduced(&secrets[number % 2]).await;
        assert_eq!(said["type"], "connection_ack", "{number}: {said}");
        held.push(socket);
    }
    assert_eq!(introduced(&secrets[0]).await.1, json!({ "closed": 4429 }));
    assert_eq!(open(&siti.program(&secrets[1])).await.err(), Some(429));
    // What the person does in a browser is another matter, and so is whoever says nothing of themselves.
    assert!(open(&siti).await.is_ok() && open(&server.anonymous()).await.is_ok());
    drop(held);
    while open(&siti.program(&secrets[1])).await.is_err() {
        tokio::task::yield_now().await;
    }
}

async fn whoever_introduces_themselves_pays_out_of_their_own_purse(server: Server) {
    let siti = server.person("siti", None).await;
    let secret = siti.token(&["READ"]).await.1;
    siti.propose(json!({})).await;
    let mut introduced = Socket::open(&server.anonymous(), None, Some("graphql-transport-ws")).await.unwrap();
    let payload = json!({ "authorization": format!("Bearer {secret}") });
    introduced.say(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(introduced.hear().await["type"], "connection_ack");
    let mut nobody = Socket::ready(&server.anonymous()).await;
    // How much their purse holds says whose it is.
    for (socket, person) in [(&mut introduced, siti.program(&secret)), (&mut nobody, server.anonymous())] {
        socket.subscribe("a", "subscription { journal(after: \"0\") { seq } }", json!({})).await;
        let told = socket.hear().await["payload"]["extensions"]["cost"]["limit"].clone();
        let asked = person.ask("{ region { code } }", json!({})).await["extensions"]["cost"]["limit"].clone();
        assert!(told.is_u64() && told == asked, "{told}, not {asked}");
    }
}
