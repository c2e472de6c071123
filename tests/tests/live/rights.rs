//! Who may write, from the moment that it changes.

use super::{Group, account, actor, device, typing};
use crate::harness::Server;
use crate::harness::editor::Editor;
use backend::plan::participants::remove;
use backend::plan::stages::move_to;
use serde_json::json;
use shared::ErrorCode;
use shared::plan::Stage;
use shared::plan::edit::TextOf;
use shared::plan::replica::{Event, Status};

on_both_databases! {
    a_reader_sees_everything_and_writes_nothing,
    who_loses_the_right_to_write_is_told_at_once,
    what_is_in_review_stands_still,
    a_session_that_has_ended_writes_nothing,
}

async fn until_rejected(editor: &mut Editor) -> ErrorCode {
    editor.until(|editor| matches!(editor.replica.status(), Status::Rejected(_))).await;
    match editor.replica.status() {
        Status::Rejected(code) => code,
        _ => unreachable!(),
    }
}

async fn a_reader_sees_everything_and_writes_nothing(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let organiser = actor(&server.app, &group.people[0]).await;
    move_to(&server.app, &organiser, group.plan, Stage::Open, None).await.unwrap();
    let neighbour = server.person("tono", None).await;
    let plan = group.plan.to_string();
    let mut siti = group.editor(0).await;
    for (reader, code) in [(neighbour, ErrorCode::Forbidden), (server.anonymous(), ErrorCode::Unauthenticated)] {
        let mut reader = Editor::open(&reader.url, reader.cookie(), &plan, device()).await;
        assert!(!reader.replica.may_edit());
        siti.edit(&[typing(TextOf::Title, 0, "A")]).await;
        siti.until_saved().await;
        let title = siti.content().title;
        reader.until(|reader| reader.content().title == title).await;
        reader.edit(&[typing(TextOf::Title, 0, "X")]).await;
        assert_eq!(until_rejected(&mut reader).await, code);
        assert_eq!(siti.content().title, title);
    }
}

async fn who_loses_the_right_to_write_is_told_at_once(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let organiser = actor(&server.app, &group.people[0]).await;
    move_to(&server.app, &organiser, group.plan, Stage::Open, None).await.unwrap();
    let following = tokio::spawn(backend::live::follow(server.app.clone()));
    let mut budi = group.editor(1).await;
    assert!(budi.replica.may_edit());
    remove(&server.app, &organiser, group.plan, account(&group.people[1]).await).await.unwrap();
    budi.until(|budi| !budi.replica.may_edit()).await;
    assert!(matches!(budi.events.last(), Some(Event::Welcomed(welcome)) if !welcome.may_edit));
    // What was on its way is not lost without a word.
    budi.edit(&[typing(TextOf::Title, 0, "X")]).await;
    assert_eq!(until_rejected(&mut budi).await, ErrorCode::Forbidden);
    assert!(budi.content().title.starts_with('X'));
    following.abort();
}

/// Nobody follows the journal here: the log itself is where the right is looked at.
async fn what_is_in_review_stands_still(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let organiser = actor(&server.app, &group.people[0]).await;
    let mut siti = group.editor(0).await;
    for stage in [Stage::Open, Stage::InReview] {
        siti.edit(&[typing(TextOf::Title, 0, "A")]).await;
        siti.until_saved().await;
        move_to(&server.app, &organiser, group.plan, stage, None).await.unwrap();
    }
    siti.edit(&[typing(TextOf::Title, 0, "X")]).await;
    assert_eq!(until_rejected(&mut siti).await, ErrorCode::Forbidden);
    let mut again = group.editor(0).await;
    assert!(again.content().title.starts_with("AA") && !again.replica.may_edit());
    move_to(&server.app, &organiser, group.plan, Stage::Open, None).await.unwrap();
    again = group.editor(0).await;
    again.edit(&[typing(TextOf::Title, 0, "B")]).await;
    again.until_saved().await;
}

async fn a_session_that_has_ended_writes_nothing(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let mut siti = group.editor(0).await;
    siti.edit(&[typing(TextOf::Title, 0, "A")]).await;
    siti.until_saved().await;
    group.people[0].get("mutation { signOut { signedOut } }", json!({})).await;
    siti.edit(&[typing(TextOf::Title, 0, "X")]).await;
    assert_eq!(until_rejected(&mut siti).await, ErrorCode::Unauthenticated);
}
