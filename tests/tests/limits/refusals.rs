//! What is refused: it is paid for, says how much it asked for, and says nothing of the schema.

use crate::harness::clock::Stopped;
use crate::harness::socket::Socket;
use crate::harness::{Person, Server, refusal};
use crate::{Told, ask};
use backend::api::budget::{Budget, Due, Payer};
use backend::app::App;
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

on_both_databases! {
    what_is_refused_is_paid_for_and_nobody_else_pays,
    a_refusal_says_what_was_asked_for_and_how_much_there_may_be,
    another_token_is_no_further_purse,
    no_answer_says_what_else_there_is,
}

/// Purses as they are delivered, which no time fills.
async fn strict(server: &Server) -> Server {
    server.with(|app| App { budget: Arc::new(Budget::new(1)), clock: Arc::new(Stopped::ahead()), ..App::clone(app) }).await
}

/// Leaves this much in a purse.
fn drain(server: &Server, payer: Payer, rest: u64) {
    let pay = |points| server.app.budget.pay(payer, points, Due::Asked, server.app.clock.monotonic());
    let (full, _) = pay(0);
    assert!(pay(full.remaining - rest).1.is_ok());
}

fn local() -> Payer {
    Payer::address(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

async fn account(person: &Person) -> shared::value::AccountId {
    person.id().await.as_str().unwrap().parse().unwrap()
}

async fn what_is_refused_is_paid_for_and_nobody_else_pays(server: Server) {
    let siti = server.person("siti", None).await;
    let server = strict(&server).await;
    let (siti, anyone) = (siti.at(&server), server.anonymous());
    let payer = Payer::Account(account(&siti).await);
    drain(&server, local(), 250);
    let before = server.app.db.queries().count();
    for _ in 0..2 {
        assert_eq!(refusal(&ask(&anyone, "{ region { code ").await.body), "BAD_INPUT");
    }
    // Now nothing of theirs is even read.
    for body in ["{ region { code ", "{ region { code } }"] {
        let Told { status, headers, body } = ask(&anyone, body).await;
        assert_eq!((status, refusal(&body)), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"), "{body}");
        assert!(headers.contains_key(RETRY_AFTER));
    }
    assert_eq!(server.app.db.queries().count(), before);
    // Who is signed in behind the same address pays for themselves, and may always defend themselves.
    assert_eq!(ask(&siti, "{ region { code } }").await.status, StatusCode::OK);
    let left = |server: &Server| server.app.budget.pay(payer, 0, Due::Asked, server.app.clock.monotonic()).0.remaining;
    let full = left(&server);
    assert_eq!(refusal(&ask(&siti, "{ region { code ").await.body), "BAD_INPUT");
    assert_eq!(left(&server), full - 100);
    // A socket reads no more for nothing than the door does.
    let mut socket = Socket::ready(&siti).await;
    socket.subscribe("a", "subscription { journal ", json!({})).await;
    assert_eq!((socket.refusal().await, socket.hear().await["type"].clone()), (json!("BAD_INPUT"), json!("complete")));
    assert_eq!(left(&server), full - 200);
    drain(&server, payer, 0);
    socket.subscribe("b", "subscription { journal ", json!({})).await;
    assert_eq!(socket.refusal().await, "RATE_LIMITED");
    assert_eq!(refusal(&ask(&siti, "{ region { code } }").await.body), "RATE_LIMITED");
    let defended = siti.ask("mutation { signOutEverywhere { signedOut } }", json!({})).await;
    assert_eq!(defended["data"]["signOutEverywhere"]["signedOut"], true, "{defended}");
}

async fn a_refusal_says_what_was_asked_for_and_how_much_there_may_be(server: Server) {
    let anyone = server.anonymous();
    let selection = "nodes { comments(first: 100) { nodes { id body author { displayName } } } }";
    let over_http = ask(&anyone, &format!("{{ proposals(first: 100) {{ {selection} }} }}")).await.body;
    let mut socket = Socket::ready(&anyone).await;
    let nested = "comments(first: 100) { nodes { proposal { comments(first: 100) { nodes { id } } } } }";
    let dear = format!("subscription {{ journal {{ touched {{ node {{ ... on Proposal {{ {nested} }} }} }} }} }}");
    socket.subscribe("a", &dear, json!({})).await;
    let over_socket = socket.hear().await["payload"].clone();
    for told in [over_http, over_socket] {
        let (cost, limit) = (&told["extensions"]["cost"], &told["errors"][0]["extensions"]["limit"]);
        assert_eq!((refusal(&told), &cost["most"], &limit["most"]), ("TOO_COMPLEX", &json!(30_000), &json!(30_000)), "{told}");
        assert_eq!((&limit["name"], &limit["requested"]), (&json!("cost"), &cost["requested"]), "{told}");
        assert!(cost["requested"].as_u64() > Some(30_000));
    }
    let deep =
        ask(&anyone, &format!("{{ area(code: \"33.02\") {{ {}code{} }} }}", "parent { ".repeat(20), " }".repeat(20))).await.body;
    assert_eq!(deep["errors"][0]["extensions"]["limit"], json!({ "name": "depth", "most": 16, "requested": 22 }), "{deep}");
}

async fn another_token_is_no_further_purse(server: Server) {
    let siti = server.person("siti", None).await;
    let (one, two) = (siti.token(&["READ"]).await.1, siti.token(&["READ"]).await.1);
    let account = account(&siti).await;
    let server = strict(&server).await;
    let program = |secret: &str| siti.at(&server).program(secret);
    let left = async |secret: &str| ask(&program(secret), "{ region { code } }").await.body["extensions"]["cost"].clone();
    assert_eq!(left(&one).await["limit"], 1_000_000);
    drain(&server, Payer::Token(account), 10);
    for secret in [&one, &two] {
        assert!(left(secret).await["remaining"].as_u64() < Some(10));
    }
    // What the person does in a browser is another matter.
    assert!(ask(&siti.at(&server), "{ region { code } }").await.body["extensions"]["cost"]["remaining"].as_u64() > Some(200_000));
}

async fn no_answer_says_what_else_there_is(server: Server) {
    let anyone = server.anonymous();
    for (query, wrong) in [
        ("{ regio { code } }", "regio"),
        ("{ area(cod: \"33.02\") { name } }", "cod"),
        ("{ region { code @skip(iff: true) } }", "iff"),
        ("{ region { code @skipp(if: true) } }", "skipp"),
        ("{ ...F } fragment F on Quer { region { code } }", "Quer"),
    ] {
        let told: Value = ask(&anyone, query).await.body;
        assert_eq!(refusal(&told), "BAD_INPUT", "{told}");
        assert!(told.to_string().contains(wrong) && !told.to_string().contains("Did you mean"), "{told}");
    }
}
