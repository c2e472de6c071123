//! Two servers on one PostgreSQL, and people of the same plan on both.

use super::edits::written;
use super::{Group, agree, device, logged, row, typing};
use crate::harness::editor::Editor;
use crate::harness::{Kind, Server};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::replica::{Event, Status};
use shared::plan::schema::Table;
use shared::plan::wire::{Frame, Presence};
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
async fn a_program_at_one_server_writes_what_people_at_the_other_are_writing() {
    let (first, second) = following(Kind::Postgres).await;
    let group = Group::of(&first, &["siti", "budi"]).await;
    let mut editors = [group.editor(0).await];
    let (_, secret) = group.people[1].token(&["WRITE_PLANS"]).await;
    let mut program = group.people[1].program(&secret);
    program.url.clone_from(&second.url);
    // Each of them knows at once what the other has just written.
    for round in 1..=10 {
        editors[0].edit(&[typing(TextOf::Summary, 0, "a"), line(2 * round)]).await;
        editors[0].until_saved().await;
        let behind = json!([{ "putBudgetLine": { "id": row(2 * round + 1), "behind": row(2 * round) } }]);
        let answer = written(&program, group.plan, None, behind).await;
        assert_eq!(answer["plan"]["summary"], "a".repeat(round as usize), "{answer}");
    }
    editors[0].until(|editor| editor.content().budget.len() == 20).await;
    let content = agree(&mut editors).await;
    let ids: Vec<u128> = content.budget.iter().map(|line| line.id.as_u128()).collect();
    assert_eq!(ids, (2..22).collect::<Vec<_>>());
    assert_eq!(logged(&first.app, group.plan).await, content);
}

/// A line of the cost estimate, at the end.
fn line(n: u128) -> Edit {
    Edit::Add { table: Table::Budget, row: row(n), after: Some(row(99)), fields: vec![] }
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

/// What the page last heard of a device: nothing, that it is gone (`null`), or where it is.
fn seen(editor: &Editor, client: u64) -> Option<Value> {
    let present = editor.events.iter().filter_map(|event| if let Event::Present(present) = event { Some(present) } else { None });
    let last = present.flatten().rfind(|it| it.client == client)?;
    Some(serde_json::from_str(&last.state).unwrap())
}

fn is_there(editor: &Editor, client: u64) -> bool {
    seen(editor, client).is_some_and(|state| !state.is_null())
}

async fn say(editor: &mut Editor, clock: u32, section: u128) {
    let state = json!({ "at": { "section": row(section) } }).to_string();
    editor.send(Frame::Awareness(vec![Presence { client: editor.replica.client(), clock, state }])).await;
}

#[tokio::test]
async fn people_on_two_servers_see_each_other_come_move_and_go() {
    let (first, second) = following(Kind::Postgres).await;
    let group = Group::of(&first, &["siti", "budi"]).await;
    let mut siti = group.editor(0).await;
    let own = siti.replica.client();
    say(&mut siti, 1, 1).await;
    // Who comes in through the other server later sees who is there already.
    let mut budi = Editor::open(&second.url, group.people[1].cookie(), &group.plan.to_string(), device()).await;
    budi.until(|budi| is_there(budi, own)).await;
    let state = seen(&budi, own).unwrap();
    assert_eq!((&state["user"]["name"], &state["at"]["section"]), (&json!("siti"), &json!(row(1))));
    let other = budi.replica.client();
    say(&mut budi, 1, 2).await;
    siti.until(|siti| is_there(siti, other)).await;
    say(&mut siti, 2, 2).await;
    budi.until(|budi| seen(budi, own).is_some_and(|state| state["at"]["section"] == json!(row(2)))).await;
    siti.disconnect();
    budi.until(|budi| seen(budi, own) == Some(Value::Null)).await;
}

#[tokio::test]
async fn who_was_there_through_a_server_that_died_is_gone_before_long() {
    let (first, second) = following(Kind::Postgres).await;
    let group = Group::of(&first, &["siti", "budi"]).await;
    let mut siti = group.editor(0).await;
    let own = siti.replica.client();
    let mut budi = Editor::open(&second.url, group.people[1].cookie(), &group.plan.to_string(), device()).await;
    say(&mut siti, 1, 1).await;
    budi.until(|budi| is_there(budi, own)).await;
    first.app.lifecycle.stop(Duration::ZERO).await;
    budi.until(|budi| seen(budi, own) == Some(Value::Null)).await;
    // She comes back through the other one.
    siti.until(|siti| !siti.is_connected()).await;
    siti.url.clone_from(&second.url);
    assert!(siti.connect().await);
    say(&mut siti, 3, 1).await;
    budi.until(|budi| is_there(budi, own)).await;
}

/// As after a backup was restored: what somebody kept of the earlier document must not get into the later one.
#[tokio::test]
async fn what_was_kept_of_another_document_under_the_same_name_is_refused() {
    let first = Server::start(Kind::Postgres).await;
    let group = Group::of(&first, &["siti"]).await;
    let mut siti = group.editor(0).await;
    siti.disconnect();
    siti.edit(&[typing(TextOf::Title, 0, "Lama ")]).await;
    first.app.db.reader().execute_unprepared("UPDATE plans SET epoch = epoch + 1").await.unwrap();
    let second = first.second().await;
    siti.url.clone_from(&second.url);
    assert!(siti.connect().await);
    siti.until(|siti| siti.replica.status() == Status::Rejected(ErrorCode::Conflict)).await;
    let fresh = Editor::open(&second.url, group.people[0].cookie(), &group.plan.to_string(), device()).await;
    assert!(!fresh.content().title.contains("Lama"), "{}", fresh.content().title);
}
