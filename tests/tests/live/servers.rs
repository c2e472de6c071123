//! Two servers on one PostgreSQL, and people of the same plan on both.

use super::{Group, agree, device, logged, typing};
use crate::harness::editor::Editor;
use crate::harness::{Kind, Server};
use shared::plan::edit::TextOf;
use std::time::Duration;

/// With what tells each server of the other.
async fn following(kind: Kind) -> (Server, Server) {
    let first = Server::start(kind).await;
    let second = first.second().await;
    for app in [&first.app, &second.app] {
        tokio::spawn(backend::live::follow(app.clone()));
    }
    (first, second)
}

#[tokio::test]
async fn people_on_two_servers_write_one_plan() {
    let (first, second) = following(Kind::Postgres).await;
    let group = Group::of(&first, &["siti", "budi"]).await;
    let elsewhere = Editor::open(&second.url, group.people[1].cookie(), &group.plan.to_string(), device()).await;
    let mut editors = [group.editor(0).await, elsewhere];
    for round in 0..20 {
        let at = round % 5;
        editors[0].edit(&[typing(TextOf::Summary, at, "a")]).await;
        editors[1].edit(&[typing(TextOf::Summary, at, "b")]).await;
    }
    let content = agree(&mut editors).await;
    assert_eq!(content.summary.len(), 40);
    assert_eq!(logged(&first.app, group.plan).await, content);
}

#[tokio::test]
async fn when_one_server_dies_the_other_goes_on_with_everything_that_was_safe() {
    let (first, second) = following(Kind::Postgres).await;
    let group = Group::of(&first, &["siti", "budi"]).await;
    let elsewhere = Editor::open(&second.url, group.people[1].cookie(), &group.plan.to_string(), device()).await;
    let mut editors = [group.editor(0).await, elsewhere];
    editors[0].edit(&[typing(TextOf::Summary, 0, "a")]).await;
    editors[0].until_saved().await;
    first.app.lifecycle.stop(Duration::ZERO).await;
    editors[0].edit(&[typing(TextOf::Summary, 0, "c")]).await;
    editors[0].until(|editor| !editor.is_connected()).await;
    editors[1].edit(&[typing(TextOf::Summary, 0, "b")]).await;
    editors[1].until_saved().await;
    editors[0].url = second.url.clone();
    assert!(editors[0].connect().await);
    let content = agree(&mut editors).await;
    assert_eq!(content.summary.len(), 3, "{}", content.summary);
    assert_eq!(logged(&second.app, group.plan).await, content);
}
