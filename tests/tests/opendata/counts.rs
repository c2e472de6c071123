//! What the pages count.

use super::harness::Server;
use super::harness::clock::Impatient;
use super::{get, say, sql, text};
use backend::app::App;
use backend::platform::clock::Clock;
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// How many statements `work` has sent.
async fn sent(server: &Server, work: impl Future) -> u64 {
    let before = server.app.db.queries().count();
    work.await;
    server.app.db.queries().count() - before
}

pub async fn a_count_that_nobody_waits_for_any_more_is_kept_for_the_next(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = siti.propose(json!({})).await;
    say(&siti, &proposal["id"], "Kapan?").await;
    // Counting takes long enough to be left.
    let numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500000) SELECT x FROM n";
    sql(&server, "ALTER TABLE comments RENAME TO kept_comments").await;
    let slowly = format!("(SELECT count(*) FROM ({numbers}) AS numbers) > 0");
    sql(&server, &format!("CREATE VIEW comments AS SELECT kept.* FROM kept_comments AS kept WHERE {slowly}")).await;

    // A door that nobody has come through has counted nothing.
    let (one, other) = (server.with(App::clone).await, server.with(App::clone).await);
    let counted = sent(&server, get(&one, "/open-data")).await;
    let known = sent(&server, get(&one, "/open-data")).await;
    assert!(known < 5 && counted > 15, "{known} of {counted}");
    let left_and_asked_again = async {
        let before = server.app.db.queries().count();
        let left = tokio::spawn(other.anonymous().request(Method::GET, "/open-data").send());
        while server.app.db.queries().count() < before + known + 2 {
            tokio::task::yield_now().await;
        }
        left.abort();
        get(&other, "/open-data").await
    };
    assert_eq!(sent(&server, left_and_asked_again).await, counted + known);
}

pub async fn what_was_counted_is_told_for_ten_minutes_and_then_counted_again(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    let clock = Arc::new(Impatient::default());
    let of_test = Arc::clone(&clock);
    let door = server.with(|app| App { clock: of_test, ..App::clone(app) }).await;
    let tells = async |rows: &str| {
        let page = text(&door, "/open-data/proposals?lang=en").await;
        assert!(page.contains(&format!(">{rows}<")), "{rows}: {page}");
    };
    tells("1 row").await;
    siti.propose(json!({})).await;
    clock.wait(Duration::from_secs(300)).await;
    tells("1 row").await;
    clock.wait(Duration::from_secs(300)).await;
    tells("2 rows").await;
}
