//! When the program itself fails: whoever asked hears that it did, and by which number; nothing of the inside is told, and the
//! server goes on.

#[macro_use]
mod harness;

use backend::app::App;
use backend::journal::{Event, EventKind, append};
use backend::platform::clock::{Clock, SystemClock};
use backend::platform::ids::{IdSource, SystemIds};
use chrono::{DateTime, Utc};
use harness::Server;
use harness::socket::Socket;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

on_both_databases! {
    a_panic_is_answered_with_a_number_and_the_server_goes_on,
    a_panic_in_a_subscription_is_told_and_the_socket_goes_on,
    a_damaged_row_is_told_without_what_it_holds,
}

/// What the inside knows and careless words would give away.
const INSIDE: &str = "cannot reach postgres://rembug:rahasia@db.internal/rembug";
const JOURNAL: &str = "subscription { journal(after: \"0\") { seq } }";

/// Fails where a secret is drawn.
struct Failing;

impl IdSource for Failing {
    fn fill(&self, bytes: &mut [u8]) {
        SystemIds.fill(bytes);
    }

    fn secret(&self) -> [u8; 32] {
        panic!("{INSIDE}");
    }
}

/// Fails as long as it is told to.
#[derive(Default)]
struct Stopped(AtomicBool);

impl Clock for Stopped {
    fn now(&self) -> DateTime<Utc> {
        assert!(!self.0.load(Ordering::Relaxed), "{INSIDE}");
        SystemClock.now()
    }
}

/// The error says `INTERNAL`, in words for people, with the number of its request; gives that number.
fn is_internal(told: &Value) -> String {
    let error = &told["errors"][0];
    assert_eq!(error["extensions"]["code"], "INTERNAL", "{told}");
    assert!(error["message"].as_str().unwrap().contains("nomor permintaan"), "{told}");
    for word in ["rahasia", "db.internal", "postgres", "RUSAK", "panicked", ".rs", "damaged", "sqlx"] {
        assert!(!told.to_string().contains(word), "{word}: {told}");
    }
    let number = error["extensions"]["requestId"].as_str().unwrap();
    assert!(number.len() == 32 && number.bytes().all(|byte| byte.is_ascii_hexdigit()), "{told}");
    number.to_owned()
}

async fn a_panic_is_answered_with_a_number_and_the_server_goes_on(server: Server) {
    let mut siti = server.person("siti", None).await;
    let failing = server.with(|app| App { ids: Arc::new(Failing), ..App::clone(app) }).await;
    siti.url = failing.url.clone();
    let make = "mutation { createToken(input: {name: \"Portal\", scopes: []}) { secret errors { code } } }";
    for _ in 0..2 {
        let request = siti.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
        let response = request.body(json!({ "query": make }).to_string()).send().await.unwrap();
        assert_eq!(response.status(), 500);
        assert!(!format!("{:?}", response.headers()).contains("rahasia"));
        let number = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(is_internal(&serde_json::from_str(&response.text().await.unwrap()).unwrap()), number);
    }
    // Whatever it left half done, nobody sees; and others write on.
    let tokens = siti.get("{ viewer { account { tokens { id } } } }", json!({})).await;
    assert_eq!(tokens["viewer"]["account"]["tokens"], json!([]));
    siti.propose(json!({})).await;
}

async fn a_panic_in_a_subscription_is_told_and_the_socket_goes_on(server: Server) {
    let mut siti = server.person("siti", None).await;
    let clock = Arc::new(Stopped::default());
    let failing = server.with(|app| App { clock: Arc::<Stopped>::clone(&clock), ..App::clone(app) }).await;
    siti.url = failing.url.clone();
    let mut socket = Socket::ready(&siti).await;
    // Before anything is told, it is looked up whether the session is still good: now that fails.
    clock.0.store(true, Ordering::Relaxed);
    socket.subscribe("a", JOURNAL, json!({})).await;
    let told = socket.hear().await;
    is_internal(&told["payload"]);
    assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "a" }));
    clock.0.store(false, Ordering::Relaxed);
    socket.subscribe("b", JOURNAL, json!({})).await;
    assert!(socket.next().await["journal"]["seq"].is_number());
}

async fn a_damaged_row_is_told_without_what_it_holds(server: Server) {
    let proposal = server.person("siti", None).await.propose(json!({})).await["id"].clone();
    let anyone = server.anonymous();
    let mut socket = Socket::ready(&anyone).await;
    let changes = "subscription($id: ID) { proposalChanged(filter: {id: $id}) { proposal { status } } }";
    socket.subscribe("a", changes, json!({ "id": proposal })).await;
    // Rings until it is heard: only then has the subscription begun.
    loop {
        happens(&server, &proposal).await;
        if tokio::time::timeout(Duration::from_millis(200), socket.hear()).await.is_ok() {
            break;
        }
    }
    server.app.db.writer().execute_unprepared("UPDATE proposals SET status = 'RUSAK'").await.unwrap();
    happens(&server, &proposal).await;
    let told = loop {
        let heard = socket.hear().await;
        if heard["payload"]["errors"].is_array() {
            break heard;
        }
    };
    is_internal(&told["payload"]);

    let list = json!({ "query": "{ proposals(first: 1) { nodes { status } } region { code } }" }).to_string();
    let request = anyone.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
    let response = request.body(list).send().await.unwrap();
    let number = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(is_internal(&serde_json::from_str(&response.text().await.unwrap()).unwrap()), number);
    assert!(anyone.get("{ region { code } }", json!({})).await["region"]["code"].is_string());
}

async fn happens(server: &Server, proposal: &Value) {
    let mut tx = server.app.db.begin().await.unwrap();
    let event = Event::new(EventKind::ProposalEdited, proposal.as_str().unwrap()).area(&"33.02.17.2019".parse().unwrap());
    append(&server.app, &mut tx, event).await.unwrap();
    tx.commit().await.unwrap();
}
