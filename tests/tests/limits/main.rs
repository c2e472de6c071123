//! Limits that hold: the budget of queries, the end of what runs too long, the app's own documents, and what errors tell.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod addresses;
mod answers;
mod refusals;
mod sockets;
mod time;

use backend::api::budget::Budget;
use backend::app::App;
use backend::error::AppError;
use backend::platform::clock::{Clock, SystemClock};
use backend::platform::database;
use harness::socket::Socket;
use harness::{Person, Server};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::operations::account::Start;
use shared::operations::{ALL, Fingerprint, Operation};
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    every_answer_tells_its_cost_and_an_empty_purse_refuses,
    the_database_stops_what_runs_too_long,
    what_is_handed_out_as_it_is_read_is_not_cut_off,
    the_apps_documents_are_known_by_id_and_no_others,
    every_error_has_a_code_and_the_number_of_its_request,
    a_socket_that_breaks_the_rules_is_closed_with_the_protocols_number,
}

struct Told {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

async fn post(person: &Person, body: impl Into<reqwest::Body>) -> Told {
    let request = person.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
    let response = request.body(body).send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Told { status, headers, body: serde_json::from_str(&response.text().await.unwrap()).unwrap() }
}

async fn ask(person: &Person, query: &str) -> Told {
    post(person, json!({ "query": query }).to_string()).await
}

async fn every_answer_tells_its_cost_and_an_empty_purse_refuses(server: Server) {
    // The purses of a server as it is delivered.
    let server = server.with(|app| App { budget: Arc::new(Budget::new(1)), ..App::clone(app) }).await;
    let (anyone, siti) = (server.anonymous(), server.person("siti", None).await);
    let cheap = ask(&anyone, "{ region { code } }").await.body;
    let own = siti.ask("{ region { code } }", json!({})).await;
    assert_eq!(cheap["extensions"]["cost"]["requested"], 2 * own["extensions"]["cost"]["requested"].as_u64().unwrap(), "{cheap}");
    let known = post(&anyone, json!({ "documentId": Start::id() }).to_string()).await.body;
    let same = siti.ask(Start::DOCUMENT, json!({})).await;
    assert_eq!(known["extensions"]["cost"]["requested"], same["extensions"]["cost"]["requested"]);

    let dear = "{ proposals(first: 100) { nodes { id comments(first: 100) { nodes { id } } } } }";
    let mut spent = Vec::new();
    let refused = loop {
        let told = ask(&anyone, dear).await;
        if told.status != StatusCode::OK || spent.len() > 50 {
            break told;
        }
        spent.push(told.body["extensions"]["cost"]["remaining"].as_u64().unwrap());
    };
    assert!(spent.len() > 2 && spent.windows(2).all(|two| two[1] < two[0]), "{spent:?}");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let extensions = &refused.body["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "RATE_LIMITED");
    assert_eq!(refused.headers[RETRY_AFTER].to_str().unwrap(), extensions["retryAfterSeconds"].to_string());
    let cost = &refused.body["extensions"]["cost"];
    assert!(cost["remaining"].as_u64() < cost["requested"].as_u64() && cost["resetSeconds"].as_u64() > Some(0), "{cost}");
    // Whoever is signed in pays from a purse of their own, and may always defend themselves.
    assert_eq!(ask(&siti, dear).await.status, StatusCode::OK);
    while ask(&siti, dear).await.status == StatusCode::OK {}
    let defended = siti.ask("mutation { signOutEverywhere { signedOut } }", json!({})).await;
    assert_eq!(defended["data"]["signOutEverywhere"]["signedOut"], true, "{defended}");
}

/// Counts for hours.
const ENDLESS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000000) SELECT count(*) AS rembug_endless FROM n";

fn statement(connection: &DatabaseConnection, sql: &str) -> Statement {
    Statement::from_string(connection.get_database_backend(), sql)
}

/// Through the pool that every query of GraphQL reads from.
async fn endless(server: &Server) -> Result<(), AppError> {
    let reader = server.app.db.reader();
    Ok(reader.query_one_raw(statement(reader, ENDLESS)).await.map(drop)?)
}

async fn the_database_stops_what_runs_too_long(server: Server) {
    let soon = || SystemClock.monotonic() + Duration::from_millis(300);
    // More of them than there are connections: each must come back.
    for _ in 0..3 {
        let all = (0..8).map(|_| database::until(soon(), endless(&server)));
        for ended in futures_util::future::join_all(all).await {
            let error = ended.unwrap_err();
            assert!(matches!(error, AppError::TimedOut), "{error}");
            assert_eq!(error.code(), ErrorCode::TooComplex);
        }
    }
    // Also when whoever asked has gone: dropping the question alone would not end it.
    let left = tokio::time::timeout(Duration::from_millis(100), database::until(soon(), endless(&server))).await;
    assert!(left.is_err());
    // What a request spreads over several tasks has the same end.
    let (app, (tell, told)) = (Arc::clone(&server.app), tokio::sync::oneshot::channel());
    let spread = async move {
        let reader = app.db.reader();
        let _ = tell.send(reader.query_one_raw(statement(reader, ENDLESS)).await.is_err());
    };
    database::until(soon(), async { database::spawn(Box::pin(spread)) }).await;
    assert!(told.await.unwrap());
    // All of the readers are free again, and nothing runs on.
    let readers = (0..8).map(|_| server.app.db.reader().execute_unprepared("SELECT 1"));
    assert!(futures_util::future::join_all(readers).await.iter().all(Result::is_ok));
    if !server.app.db.is_sqlite() {
        let writer = server.app.db.writer();
        let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database() \
                       AND query LIKE '%rembug_endless%' AND pid <> pg_backend_pid()";
        let count: i64 = writer.query_one_raw(statement(writer, running)).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert_eq!(count, 0);
    }
}

async fn what_is_handed_out_as_it_is_read_is_not_cut_off(server: Server) {
    let unhurried = server.app.db.unhurried();
    let sql = ENDLESS.replace("100000000000", "1000000");
    let over = SystemClock.monotonic();
    let read = database::until(over, unhurried.query_one_raw(statement(unhurried, &sql))).await.unwrap().unwrap();
    assert_eq!(read.try_get_by_index::<i64>(0).unwrap(), 1_000_000);
}

async fn the_apps_documents_are_known_by_id_and_no_others(server: Server) {
    let anyone = server.anonymous();
    let region = post(&anyone, json!({ "documentId": Start::id() }).to_string()).await.body;
    assert!(region["data"]["region"]["code"].is_string(), "{region}");
    let before = server.app.db.queries().count();
    let other_version = Fingerprint::of("query Start { region { code } }").id("Start");
    for id in [other_version.as_str(), "", "Start", "\u{0}", &"x".repeat(50_000)] {
        let told = post(&anyone, json!({ "documentId": id }).to_string()).await;
        let extensions = &told.body["errors"][0]["extensions"];
        assert_eq!(
            (told.status.as_u16(), &extensions["code"], &extensions["fields"]),
            (400, &json!("BAD_INPUT"), &json!(["documentId"]))
        );
    }
    // Nobody adds to them by sending a text along.
    let both = json!({ "query": "{ region { code } }", "documentId": other_version }).to_string();
    assert_eq!(post(&anyone, both).await.status, StatusCode::OK);
    assert_eq!(post(&anyone, json!({ "documentId": other_version }).to_string()).await.status.as_u16(), 400);
    assert_eq!(server.app.db.queries().count(), before);
    assert!(ALL.len() > 50);
}

async fn every_error_has_a_code_and_the_number_of_its_request(server: Server) {
    let anyone = server.anonymous();
    let plan = "/plans/pln_00000000000000000000000000000000/export.json";
    let mut numbers = Vec::new();
    for (method, path, body) in [
        (Method::POST, "/graphql", "nonsense"),
        (Method::POST, "/graphql", r#"{"query":"{ region { code "}"#),
        (Method::POST, "/graphql", r#"{"query":"{ nothing }"}"#),
        (Method::POST, "/graphql", r#"{"query":"{ viewer { account { id } } people(first: 1) { nodes { id } } }"}"#),
        (Method::GET, plan, ""),
        (Method::POST, "/media", ""),
        (Method::GET, "/media/med_00000000000000000000000000000000", ""),
    ] {
        let request = anyone.request(method, path).header(CONTENT_TYPE, "application/json").header("x-request-id", "of the caller");
        let response = request.body(body).send().await.unwrap();
        let number = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let told: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        let extensions = &told["errors"][0]["extensions"];
        assert_eq!(extensions["requestId"], number, "{path} {told}");
        assert!(extensions["code"].as_str().unwrap().parse::<ErrorCode>().is_ok(), "{told}");
        assert!(!told["errors"][0]["message"].as_str().unwrap().is_empty());
        numbers.push(number);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!((numbers.len(), numbers[0].len()), (7, 32));
    let broken = ask(&anyone, "{ region {\n  code( }").await.body;
    assert_eq!(broken["errors"][0]["locations"][0]["line"], 2, "{broken}");
}

async fn a_socket_that_breaks_the_rules_is_closed_with_the_protocols_number(server: Server) {
    let anyone = server.anonymous();
    let journal = json!({ "id": "a", "type": "subscribe", "payload": { "query": "subscription { journal { seq } }" } });
    let closed = async |mut socket: Socket| loop {
        let heard = socket.hear().await;
        if let Some(code) = heard.get("closed") {
            break code.clone();
        }
    };
    let open = async || Socket::open(&anyone, None, Some("graphql-transport-ws")).await.unwrap();
    let mut nonsense = Socket::ready(&anyone).await;
    nonsense.say(json!({ "type": "nonsense" })).await;
    assert_eq!(closed(nonsense).await, 4400);
    let mut early = open().await;
    early.say(journal.clone()).await;
    assert_eq!(closed(early).await, 4401);
    let mut twice = Socket::ready(&anyone).await;
    twice.say(json!({ "type": "connection_init" })).await;
    assert_eq!(closed(twice).await, 4429);
    let mut same = Socket::ready(&anyone).await;
    same.say(journal.clone()).await;
    same.say(journal.clone()).await;
    assert_eq!(closed(same).await, 4409);
    // What has ended may begin again under its name.
    let mut again = Socket::ready(&anyone).await;
    for _ in 0..2 {
        again.subscribe("a", "{ region { code } }", json!({})).await;
        let refused = again.hear().await;
        let error = &refused["payload"]["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_INPUT", "{refused}");
        assert_eq!(error["extensions"]["requestId"].as_str().unwrap().len(), 32);
        assert_eq!(again.hear().await, json!({ "type": "complete", "id": "a" }));
    }
    let mut flood = Socket::ready(&anyone).await;
    for _ in 0..200 {
        flood.say(json!({ "type": "pong" })).await;
    }
    assert_eq!(closed(flood).await, 4429);
    let mut greedy = Socket::ready(&anyone).await;
    for number in 0..21 {
        greedy.subscribe(&number.to_string(), "subscription { journal { seq } }", json!({})).await;
    }
    assert_eq!(greedy.refusal().await, "RATE_LIMITED");
}

#[test]
fn every_code_of_a_whole_request_is_documented() {
    let documented = include_str!("../../../docs/api.md");
    for code in ErrorCode::ALL.iter().map(|code| code.as_str()) {
        assert!(documented.contains(&format!("`{code}`")), "docs/api.md does not name {code}");
    }
}
