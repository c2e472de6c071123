//! Who may take a file while others take theirs.

use super::harness::Server;
use super::harness::clock::Impatient;
use super::{get, sql};
use backend::app::App;
use backend::platform::clock::Clock;
use std::sync::Arc;
use std::time::Duration;

pub async fn a_file_that_stood_still_breaks_off_when_another_has_its_place(server: Server) {
    backend::demo::load(&server.app, 7, 60).await.unwrap();
    // Far more than fits between server and client while nobody reads.
    sql(&server, &format!("UPDATE proposals SET problem = '{}'", "x".repeat(500_000))).await;
    let clock = Arc::new(Impatient::default());
    let of_test = Arc::clone(&clock);
    let door = server.with(|app| App { clock: of_test, ..App::clone(app) }).await;
    let (first, second) = (get(&door, "/open-data/proposals.jsonl").await, get(&door, "/open-data/proposals.csv").await);
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 200));
    assert_eq!(get(&door, "/open-data/areas.csv").await.status(), 429);
    clock.wait(Duration::from_secs(300)).await;
    let third = get(&door, "/open-data/areas.csv").await;
    assert_eq!(third.status(), 200, "they stood still for five minutes");
    assert!(third.bytes().await.is_ok());
    for stood in [first, second] {
        assert!(stood.bytes().await.is_err(), "the connection must break, not end");
    }
}
