//! What runs too long: its asker is told so, and the database has ended it; also where many of one payer's run at once.

use crate::answers::suggestion;
use crate::harness::Server;
use crate::harness::clock::Late;
use crate::harness::socket::Socket;
use crate::{ENDLESS, ask, statement};
use backend::api::budget::Payer;
use backend::api::turns;
use backend::app::App;
use backend::error::AppError;
use backend::platform::clock::{Clock, SystemClock};
use backend::platform::database;
use futures_util::future::join_all;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::operations::comment::AddComment;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

on_both_databases! {
    a_query_that_runs_too_long_is_told_so_and_has_ended,
    an_answer_on_a_socket_that_runs_too_long_is_told_so_and_has_ended,
    a_change_that_runs_too_long_is_told_so_and_the_next_is_made,
    a_change_ends_with_its_request_and_what_is_no_request_goes_on,
    a_change_of_many_statements_ends_with_its_request_too,
    one_payers_many_do_not_keep_others_waiting,
    one_questions_statistics_do_not_keep_others_waiting,
    texts_are_compared_in_turn_and_for_nobody_whose_time_is_over,
}

const NUMBERS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000000) SELECT x FROM n";

async fn sql(server: &Server, statement: &str) {
    server.app.db.writer().execute_unprepared(statement).await.unwrap();
}

/// Whoever reads a row of this table never comes to its end.
async fn make_endless(server: &Server, table: &str) {
    sql(server, &format!("ALTER TABLE {table} RENAME TO kept_{table}")).await;
    let never = format!("(SELECT count(*) FROM ({NUMBERS}) AS numbers) > 0");
    sql(server, &format!("CREATE VIEW {table} AS SELECT kept.* FROM kept_{table} AS kept WHERE {never}")).await;
}

/// The same application where every request has so much less time.
async fn late(server: &Server, by: Duration) -> Server {
    server.with(|app| App { clock: Arc::new(Late(by)), ..App::clone(app) }).await
}

/// That nobody's statement about this runs on: the readers are free, and PostgreSQL says so, some moments after it has told the
/// one who waited.
async fn has_ended(server: &Server, about: &str) {
    let readers = (0..8).map(|_| server.app.db.reader().execute_unprepared("SELECT 1"));
    assert!(join_all(readers).await.iter().all(Result::is_ok));
    if server.app.db.is_sqlite() {
        return;
    }
    let running = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database() \
         AND query LIKE '%{about}%' AND pid <> pg_backend_pid()"
    );
    let (writer, start) = (server.app.db.writer(), Instant::now());
    loop {
        let row = writer.query_one_raw(statement(writer, &running)).await.unwrap().unwrap();
        if row.try_get_by_index::<i64>(0).unwrap() == 0 {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(2), "{about} is still asked for");
    }
}

fn assert_over(error: &Value, most: u64) {
    let extensions = &error["extensions"];
    assert_eq!(extensions["code"], "TOO_COMPLEX", "{error}");
    assert_eq!(extensions["limit"], json!({ "name": "seconds", "most": most }), "{error}");
    assert!(error["message"].as_str().unwrap().contains(&format!(" {most} ")), "{error}");
    assert_eq!(extensions["requestId"].as_str().map(str::len), Some(32));
}

const STATISTICS: &str = "{ proposalStats(groupBy: [STATUS]) { total { count } } }";

async fn a_query_that_runs_too_long_is_told_so_and_has_ended(server: Server) {
    server.person("siti", None).await.propose(json!({})).await;
    make_endless(&server, "proposals").await;
    let hasty = late(&server, Duration::from_millis(9_500)).await;
    let anyone = hasty.anonymous();
    for told in join_all((0..9).map(|_| ask(&anyone, STATISTICS))).await {
        assert_over(&told.body["errors"][0], 10);
        assert!(told.body["extensions"]["cost"]["requested"].as_u64() > Some(3_000), "{}", told.body);
    }
    has_ended(&server, "proposals").await;
}

async fn an_answer_on_a_socket_that_runs_too_long_is_told_so_and_has_ended(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = siti.propose(json!({})).await;
    siti.make::<AddComment>(json!({ "proposalId": proposal["id"], "parentId": null, "body": "Setuju." })).await;
    make_endless(&server, "comments").await;
    let hasty = late(&server, Duration::from_millis(9_500)).await;
    let mut socket = Socket::ready(&hasty.anonymous()).await;
    let query =
        "subscription { journal(after: \"0\") { touched { node { ... on Proposal { comments(first: 1) { totalCount } } } } } }";
    socket.subscribe("a", query, json!({})).await;
    // The journal goes on after an answer that could not be given.
    let mut over = 0;
    while over < 2 {
        let told = socket.hear().await;
        assert_eq!(told["type"], "next", "{told}");
        if let Some(error) = told["payload"]["errors"].get(0) {
            assert_over(error, 10);
            over += 1;
        }
    }
    has_ended(&server, "comments").await;
}

async fn a_change_that_runs_too_long_is_told_so_and_the_next_is_made(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = siti.propose(json!({})).await;
    sql(&server, &format!("CREATE VIEW endless AS {NUMBERS}")).await;
    if server.app.db.is_sqlite() {
        sql(&server, "CREATE TRIGGER slow BEFORE INSERT ON supports BEGIN SELECT count(*) FROM endless; END").await;
    } else {
        let body = "BEGIN PERFORM count(*) FROM endless; RETURN NEW; END";
        sql(&server, &format!("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")).await;
        sql(&server, "CREATE TRIGGER slow BEFORE INSERT ON supports FOR EACH ROW EXECUTE FUNCTION slow()").await;
    }
    let hasty = late(&server, Duration::from_millis(29_000)).await;
    for _ in 0..2 {
        let told = budi.at(&hasty).mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
        assert_over(&told["errors"][0], 30);
    }
    has_ended(&server, "supports").await;
    // The writer is whole again, and what it writes is there.
    sql(&server, if server.app.db.is_sqlite() { "DROP TRIGGER slow" } else { "DROP TRIGGER slow ON supports" }).await;
    let made = budi.mutate("supportProposal", "ProposalIdInput", json!({ "id": proposal["id"] })).await;
    assert_eq!(made["proposal"]["supportCount"], 1, "{made}");
    let read = "query($id: ID!) { proposal(id: $id) { supportCount } }";
    assert_eq!(siti.get(read, json!({ "id": proposal["id"] })).await["proposal"]["supportCount"], 1);
}

async fn a_change_ends_with_its_request_and_what_is_no_request_goes_on(server: Server) {
    let write = async |sql: &str| {
        let tx = server.app.db.begin().await?;
        tx.connection().query_one_raw(statement(server.app.db.writer(), sql)).await?;
        tx.commit_unrecorded().await
    };
    // More of them than there are connections.
    for _ in 0..9 {
        let cut = database::until(SystemClock.monotonic() + Duration::from_millis(100), write(ENDLESS)).await;
        assert!(matches!(cut, Err(AppError::TimedOut)), "{cut:?}");
    }
    // An import, a load, the log of a plan: longer than what the last request had left, on the same connections.
    for _ in 0..9 {
        write(&ENDLESS.replace("100000000000", "300000")).await.unwrap();
    }
}

/// What the last statement gets is what the others left, not as much again.
async fn a_change_of_many_statements_ends_with_its_request_too(server: Server) {
    let end = SystemClock.monotonic() + Duration::from_secs(4);
    let write = async {
        let tx = server.app.db.begin().await?;
        tx.connection().execute_unprepared("SELECT 1").await?;
        tokio::time::sleep(Duration::from_millis(3_500)).await;
        tx.connection().query_one_raw(statement(server.app.db.writer(), ENDLESS)).await?;
        tx.commit_unrecorded().await
    };
    let cut = database::until(end, write).await;
    assert!(matches!(cut, Err(AppError::TimedOut)), "{cut:?}");
    let late = SystemClock.monotonic().saturating_duration_since(end);
    assert!(late < Duration::from_secs(2), "{late:?} after its end");
}

async fn one_payers_many_do_not_keep_others_waiting(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    make_endless(&server, "proposals").await;
    let hasty = late(&server, Duration::from_secs(5)).await;
    let (anyone, crowd) = (hasty.anonymous(), Payer::address(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    let many: Vec<_> = (0..40)
        .map(|_| {
            let request = anyone.request(reqwest::Method::POST, "/graphql").header("content-type", "application/json");
            tokio::spawn(request.body(json!({ "query": STATISTICS }).to_string()).send())
        })
        .collect();
    while hasty.app.turns.standing(crowd) < many.len() {
        assert!(many.iter().all(|each| !each.is_finished()));
        tokio::task::yield_now().await;
    }
    let siti = siti.at(&hasty);
    for _ in 0..3 {
        siti.get("{ viewer { account { id } } plans(first: 1) { nodes { id } } }", json!({})).await;
    }
    assert!(many.iter().all(|each| !each.is_finished()), "who waits behind the many is not answered before them");
    many.iter().for_each(tokio::task::JoinHandle::abort);
}

async fn one_questions_statistics_do_not_keep_others_waiting(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    make_endless(&server, "proposals").await;
    let hasty = late(&server, Duration::from_secs(5)).await;
    let (anyone, crowd) = (hasty.anonymous(), Payer::address(IpAddr::V4(Ipv4Addr::LOCALHOST)));
    let each = "proposalStats(groupBy: [VILLAGE, MONTH]) { groups { count estimatedCost { median } } } ";
    // More than there are connections.
    let query = format!("{{ {} }}", (0..9).map(|at| format!("s{at}: {each}")).collect::<String>());
    let asked = tokio::spawn(async move { ask(&anyone, &query).await });
    while hasty.app.statistics.standing(crowd) < 9 {
        assert!(!asked.is_finished());
        tokio::task::yield_now().await;
    }
    let siti = siti.at(&hasty);
    for _ in 0..3 {
        siti.get("{ viewer { account { id } } plans(first: 1) { nodes { id } } }", json!({})).await;
    }
    assert!(!asked.is_finished(), "the others are answered before them");
    assert_over(&asked.await.unwrap().body["errors"][0], 10);
    has_ended(&server, "proposals").await;
    assert_eq!(hasty.app.statistics.standing(crowd), 0);
}

async fn texts_are_compared_in_turn_and_for_nobody_whose_time_is_over(server: Server) {
    let (id, anyone) = (suggestion(&server).await["id"].clone(), server.anonymous());
    let hasty = late(&server, Duration::from_secs(8)).await;
    let hurried = hasty.anonymous();
    let query = format!("{{ node(id: {id}) {{ ... on PlanSuggestion {{ a: hunks {{ text }} b: hunks {{ text }} }} }} }}");
    // Somebody else compares for so long.
    let turns = [server.app.comparing.turn().await.unwrap(), server.app.comparing.turn().await.unwrap()];
    let (told, small) = tokio::join!(ask(&hurried, &query), ask(&anyone, "{ region { code } }"));
    assert_over(&told.body["errors"][0], 10);
    assert!(small.body["data"]["region"]["code"].is_string(), "{}", small.body);
    drop(turns);
    let told = ask(&anyone, &query).await.body["data"]["node"].clone();
    assert!(!told["a"].as_array().unwrap().is_empty() && told["a"] == told["b"]);
}

/// The rest of what it asks never comes.
#[tokio::test]
async fn who_sends_too_slowly_is_not_waited_for() {
    let server = Server::start(crate::harness::Kind::Sqlite).await;
    let address = server.url.strip_prefix("http://").unwrap().to_owned();
    let asking = tokio::task::spawn_blocking(move || {
        let mut line = TcpStream::connect(&address).unwrap();
        let head = format!("POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n");
        line.write_all(format!("{head}content-length: 100\r\n\r\n{{").as_bytes()).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut told = [0; 4_096];
        let length = line.read(&mut told).expect("an answer");
        String::from_utf8_lossy(&told[..length]).into_owned()
    });
    let told = asking.await.unwrap();
    assert!(told.starts_with("HTTP/1.1 408 "), "{told}");
}

#[tokio::test]
async fn a_turn_lasts_as_long_as_the_question_also_when_its_asker_has_gone() {
    let server = Server::start(crate::harness::Kind::Sqlite).await;
    let payer = Payer::address(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let (finish, finished) = tokio::sync::oneshot::channel::<()>();
    let mut asked = Box::pin(turns::run(&server.app, Some(payer), Duration::from_secs(600), finished));
    while server.app.turns.standing(payer) == 0 {
        assert!(futures_util::poll!(&mut asked).is_pending());
        tokio::task::yield_now().await;
    }
    drop(asked);
    for _ in 0..100 {
        tokio::task::yield_now().await;
        assert_eq!(server.app.turns.standing(payer), 1);
    }
    finish.send(()).unwrap();
    while server.app.turns.standing(payer) > 0 {
        tokio::task::yield_now().await;
    }
}
