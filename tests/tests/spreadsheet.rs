//! `rembug query`: a list of the API as a table.

#[macro_use]
mod harness;

use axum::Router;
use axum::http::{StatusCode, header::RETRY_AFTER};
use axum::routing::post;
use backend::cli::query::{Query, run};
use harness::{Server, fields};
use serde_json::{Value, json};
use shared::operations::Operation;
use shared::operations::stats::{Fairness, Funnel, LevelDays, MoneyAsked, Refusals};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

on_both_databases! {
    the_pages_of_a_list_become_one_table,
    what_goes_wrong_is_said_in_words,
    every_example_and_every_question_of_the_data_page_is_a_table,
}

/// What is asked, of a server.
fn question(server: &str) -> Query {
    let (server, variables) = (server.to_owned(), "{}".to_owned());
    Query { file: Default::default(), variables, list: None, timeout: 60, server, token: None }
}

/// What the command prints, or why it prints nothing.
async fn print(query: Query) -> Result<String, String> {
    let mut out = Vec::new();
    run(query, &mut out).await.map_err(|error| backend::cli::explain(&error))?;
    Ok(String::from_utf8(out).unwrap())
}

async fn print_text(text: &str, query: Query) -> Result<String, String> {
    let file = std::env::temp_dir().join(format!("rembug-{}.graphql", uuid::Uuid::now_v7()));
    std::fs::write(&file, text).unwrap();
    let printed = print(Query { file: file.clone(), ..query }).await;
    std::fs::remove_file(file).unwrap();
    printed
}

async fn ask(server: &str, text: &str, variables: &str, token: Option<&str>) -> Result<String, String> {
    let query = Query { variables: variables.into(), token: token.map(Into::into), ..question(server) };
    print_text(text, query).await
}

async fn the_pages_of_a_list_become_one_table(server: Server) {
    let resident = server.person("siti", None).await;
    for number in 1..=5 {
        let mut fields = fields();
        fields["title"] = json!(format!("=Jembatan, ke-{number}"));
        let made = resident.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields, "submit": true })).await;
        assert_eq!(made["errors"], json!([]), "{made}");
    }
    let list = "query($after: String, $size: Int!) { proposals(first: $size, after: $after, orderBy: OLDEST) {
        nodes { title village { name } sector fundingSources proposer { displayName } }
        pageInfo { hasNextPage endCursor } } }";
    let table = ask(&server.url, list, r#"{ "size": 2 }"#, None).await.unwrap();
    let row = |number| format!("\"'=Jembatan, ke-{number}\",Gununglurah,INFRASTRUCTURE,,siti\n");
    let rows: String = (1..=5).map(row).collect();
    assert_eq!(table, format!("title,village.name,sector,fundingSources,proposer.displayName\n{rows}"));
    // A query that takes no cursor asks for one page.
    let page = "{ proposals(first: 2, orderBy: OLDEST) { nodes { title } pageInfo { hasNextPage endCursor } } }";
    assert_eq!(ask(&server.url, page, "{}", None).await.unwrap().lines().count(), 3);
    let another = "query($afterwards: String) { proposals(first: 2, after: $afterwards, orderBy: OLDEST) {
        nodes { title } pageInfo { hasNextPage endCursor } } }";
    assert_eq!(ask(&server.url, another, "{}", None).await.unwrap().lines().count(), 3);

    let (_, secret) = resident.token(&["READ"]).await;
    let own = "{ viewer { account { displayName } } }";
    let table = ask(&server.url, own, "{}", Some(&secret)).await.unwrap();
    assert_eq!(table, "viewer.account.displayName\nsiti\n");
}

async fn what_goes_wrong_is_said_in_words(server: Server) {
    let refused = ask(&server.url, "{ proposals(first: 1) { nodes { nothing } } }", "{}", None).await.unwrap_err();
    assert!(refused.contains("BAD_INPUT") && refused.contains("nothing") && refused.contains("line 1"), "{refused}");
    let unknown = ask(&server.url, "{ region { name } }", "{}", Some("rbg_wrong")).await.unwrap_err();
    assert!(unknown.contains("UNAUTHENTICATED"), "{unknown}");
    let several = ask(&server.url, "{ agencies { code } reviewLevels { code } }", "{}", None).await.unwrap_err();
    assert!(several.contains("agencies, reviewLevels"), "{several}");
    let variables = ask(&server.url, "{ region { name } }", "[1]", None).await.unwrap_err();
    assert!(variables.contains("--variables"), "{variables}");
    let elsewhere = ask("http://127.0.0.1:1", "{ region { name } }", "{}", None).await.unwrap_err();
    assert!(elsewhere.contains("http://127.0.0.1:1"), "{elsewhere}");
}

async fn every_example_and_every_question_of_the_data_page_is_a_table(server: Server) {
    backend::demo::load(&server.app, 7, 60).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples");
    let examples: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(examples.len() > 10, "{examples:?}");
    for file in examples {
        let table = print(Query { file: file.clone(), ..question(&server.url) }).await;
        assert!(table.is_ok(), "{}: {table:?}", file.display());
    }
    async fn table<O: Operation>(server: &Server, list: Option<&str>, group_by: Value) -> Result<String, String> {
        let areas = json!({ "level": "DISTRICT" });
        let variables = json!({ "filter": { "areas": ["33.02"] }, "groupBy": group_by, "areas": areas }).to_string();
        print_text(O::DOCUMENT, Query { variables, list: list.map(Into::into), ..question(&server.url) }).await
    }
    let refused = table::<Funnel>(&server, None, json!(["DISTRICT"])).await.unwrap_err();
    assert!(refused.contains("--list: answer.groups, answer.total.levels"), "{refused}");
    let unknown = table::<Funnel>(&server, Some("groups"), json!(["DISTRICT"])).await.unwrap_err();
    assert!(unknown.contains("no list groups") && unknown.contains("answer.groups"), "{unknown}");
    for (head, table) in [
        ("keys.1.value,", table::<Funnel>(&server, Some("answer.groups"), json!(["DISTRICT"])).await),
        ("level.code,", table::<Funnel>(&server, Some("answer.total.levels"), json!(["DISTRICT"])).await),
        ("keys.1.value,", table::<LevelDays>(&server, Some("answer.groups"), json!(["DISTRICT"])).await),
        ("level.code,", table::<LevelDays>(&server, Some("answer.total.levels"), json!(["DISTRICT"])).await),
        ("keys.1.value,", table::<Refusals>(&server, Some("answer.groups"), json!(["REASON_CODE", "REVIEW_LEVEL"])).await),
        ("code,name", table::<Refusals>(&server, Some("levels"), json!(["REASON_CODE", "REVIEW_LEVEL"])).await),
        ("keys.1.value,", table::<MoneyAsked>(&server, None, json!(["SECTOR"])).await),
        ("keys.1.value,", table::<Fairness>(&server, Some("answer.groups"), json!(["DISTRICT"])).await),
        ("population.source,", table::<Fairness>(&server, Some("areas"), json!(["DISTRICT"])).await),
    ] {
        let table = table.unwrap();
        assert!(table.starts_with(head) && table.lines().count() > 2, "{head}: {table}");
    }
}

/// A server that is none of ours, at this address.
async fn stranger(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

const BUSY: &str = r#"{"errors":[{"message":"Nanti.","extensions":{"code":"RATE_LIMITED"}}]}"#;

/// A server that asks everybody to come again after so many seconds, and how often it was asked.
async fn busy(seconds: &'static str) -> (String, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let answer = move || {
        count.fetch_add(1, Ordering::Relaxed);
        async move { (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds)], BUSY) }
    };
    (stranger(Router::new().route("/graphql", post(answer))).await, asked)
}

#[tokio::test]
async fn who_is_asked_to_wait_waits_and_asks_again() {
    let asked = Arc::new(AtomicU32::new(0));
    let answer = move || {
        let again = asked.fetch_add(1, Ordering::Relaxed) > 0;
        let told = if again { r#"{"data":{"region":{"name":"Banyumas"}}}"# } else { BUSY };
        let status = if again { StatusCode::OK } else { StatusCode::TOO_MANY_REQUESTS };
        async move { (status, [(RETRY_AFTER, "1")], told) }
    };
    let url = stranger(Router::new().route("/graphql", post(answer))).await;
    let begun = Instant::now();
    assert_eq!(ask(&url, "{ region { name } }", "{}", None).await.unwrap(), "region.name\nBanyumas\n");
    assert!(begun.elapsed() >= Duration::from_secs(1), "it was told to wait");
}

#[tokio::test]
async fn a_server_that_always_asks_to_wait_is_given_up() {
    let (url, asked) = busy("0").await;
    let refused = ask(&url, "{ region { name } }", "{}", None).await.unwrap_err();
    assert!(refused.contains("RATE_LIMITED") && asked.load(Ordering::Relaxed) == 11, "{refused}");
}

#[tokio::test]
async fn a_server_that_asks_to_wait_for_longer_than_two_minutes_is_given_up_at_once() {
    for seconds in ["121", "86400"] {
        let (url, asked) = busy(seconds).await;
        let answered = tokio::time::timeout(Duration::from_secs(60), ask(&url, "{ region { name } }", "{}", None)).await;
        let refused = answered.expect("nobody waits for so long").unwrap_err();
        assert!(refused.contains("RATE_LIMITED") && asked.load(Ordering::Relaxed) == 1, "{refused}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let url = stranger(Router::new().route("/graphql", post(std::future::pending::<StatusCode>))).await;
    let refused = print_text("{ region { name } }", Query { timeout: 1, ..question(&url) }).await.unwrap_err();
    assert!(refused.contains("--timeout"), "{refused}");
}

#[tokio::test]
async fn a_page_that_comes_again_is_the_last() {
    let page = r#"{"data":{"areas":{"nodes":[{"code":"33.02"}],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}"#;
    let url = stranger(Router::new().route("/graphql", post(move || async move { page }))).await;
    let text = "query($after: String) { areas(first: 1) { nodes { code } pageInfo { hasNextPage endCursor } } }";
    let refused = ask(&url, text, "{}", None).await.unwrap_err();
    assert!(refused.contains("$after"), "{refused}");
}
