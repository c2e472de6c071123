//! What must not get into a plan: it costs its sender the connection, and nobody else anything.

use super::{Group, VILLAGE, account, actor, agree, device, row, typing};
use crate::harness::Server;
use crate::harness::clock::Impatient;
use crate::harness::editor::{Editor, Stream, knock};
use backend::api::budget::{Budget, Due, Payer};
use backend::app::App;
use backend::plan::stages::move_to;
use futures_util::{SinkExt, StreamExt};
use shared::ErrorCode;
use shared::access::Role;
use shared::plan::Stage;
use shared::plan::document::{self, Roots};
use shared::plan::edit::{Edit, TextOf, apply};
use shared::plan::replica::Status;
use shared::plan::schema::{Table, Value};
use shared::plan::wire::{Frame, Presence};
use std::sync::Arc;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use yrs::{ReadTxn, StateVector, Text, Transact};

on_both_databases! {
    a_harmful_update_is_refused_and_the_room_goes_on,
    a_device_belongs_to_one_person,
    the_door_is_shut_to_who_may_not_read_and_to_foreign_pages,
    noise_ends_the_connection_that_makes_it,
    one_person_cannot_take_every_place_of_live_editing,
    who_asks_for_everything_again_and_again_is_slowed_and_not_closed,
    who_has_no_account_keeps_the_database_from_nobody,
}

/// Sends an update as it is, and gives the reason of the refusal.
async fn refused(group: &Group, update: Vec<u8>) -> ErrorCode {
    let mut villain = group.editor(1).await;
    villain.send(Frame::Update(update)).await;
    villain.until(|villain| matches!(villain.replica.status(), Status::Rejected(_))).await;
    match villain.replica.status() {
        Status::Rejected(code) => code,
        _ => unreachable!(),
    }
}

/// What a document of its own says, as an update.
fn update(client: u64, write: impl FnOnce(&yrs::Doc, &Roots)) -> Vec<u8> {
    let doc = document::new(client);
    write(&doc, &Roots::of(&doc));
    doc.transact().encode_diff_v1(&StateVector::default())
}

async fn a_harmful_update_is_refused_and_the_room_goes_on(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let mut editors = [group.editor(0).await];
    editors[0].edit(&[Edit::Add { table: Table::Budget, row: row(1), after: None, fields: vec![] }]).await;
    agree(&mut editors).await;
    let set = |field, value| {
        update(device(), |doc, roots| {
            let fields = vec![(field, value)];
            apply(roots, &mut doc.transact_mut(), &Edit::Add { table: Table::Budget, row: row(2), after: None, fields });
        })
    };
    let end_of_a_story = {
        let doc = document::new(device());
        let roots = Roots::of(&doc);
        roots.title.insert(&mut doc.transact_mut(), 0, "a");
        let before = doc.transact().state_vector();
        roots.title.insert(&mut doc.transact_mut(), 1, "b");
        doc.transact().encode_diff_v1(&before)
    };
    let long = update(device(), |doc, roots| roots.title.insert(&mut doc.transact_mut(), 0, &"x".repeat(5_000)));
    for (update, code) in [
        (vec![1, 2, 3], ErrorCode::UpdateMalformed),
        (set("price", Value::Number(-1)), ErrorCode::Negative),
        (set("harga", Value::Number(1)), ErrorCode::UpdateMalformed),
        (end_of_a_story, ErrorCode::UpdateIncomplete),
        (long, ErrorCode::PlanFull),
    ] {
        let before = editors[0].content();
        assert_eq!(refused(&group, update).await, code);
        editors[0].edit(&[typing(TextOf::Summary, 0, ".")]).await;
        let after = agree(&mut editors).await;
        assert_eq!((after.title, after.budget), (before.title, before.budget), "{code}");
        assert!(editors[0].is_connected(), "{code}");
    }
}

async fn a_device_belongs_to_one_person(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let mut siti = group.editor(0).await;
    siti.edit(&[typing(TextOf::Title, 0, "A")]).await;
    siti.until_saved().await;
    // Budi writes on with Siti's device.
    let doc = document::new(siti.replica.client());
    let roots = Roots::of(&doc);
    roots.title.insert(&mut doc.transact_mut(), 0, "AB");
    let forged = doc.transact().encode_diff_v1(&StateVector::default());
    assert_eq!(refused(&group, forged).await, ErrorCode::UpdateForeign);
    siti.edit(&[typing(TextOf::Title, 0, "C")]).await;
    siti.until_saved().await;
    assert!(siti.content().title.starts_with("CA"));
}

async fn the_door_is_shut_to_who_may_not_read_and_to_foreign_pages(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let plan = group.plan.to_string();
    let stranger = server.person("orang", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let open = |cookie: Option<&str>, plan: &str, origin: Option<&'static str>| {
        let (cookie, plan) = (cookie.map(str::to_owned), plan.to_owned());
        let url = server.url.clone();
        async move { knock(&url, cookie.as_deref(), &plan, origin).await.map(drop) }
    };
    // A draft is its participants' own: for everyone else it does not exist.
    assert_eq!(open(None, &plan, None).await, Err(404));
    assert_eq!(open(stranger.cookie(), &plan, None).await, Err(404));
    assert_eq!(open(group.people[0].cookie(), "pln_x", None).await, Err(404));
    assert_eq!(open(group.people[0].cookie(), "pln_00000000000000000000000000000000", None).await, Err(404));
    assert_eq!(open(group.people[0].cookie(), &plan, Some("https://lain.example")).await, Err(403));
    assert_eq!(open(group.people[0].cookie(), &plan, None).await, Ok(()));
}

async fn noise_ends_the_connection_that_makes_it(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let mut siti = group.editor(0).await;
    for noise in [vec![], vec![9, 9, 9], vec![0, 7], vec![1, 200], Frame::Ack { count: 1, seq: 1 }.encode(), vec![0xff; 2 << 20]] {
        let mut villain = group.editor(1).await;
        villain.send_raw(noise).await;
        villain.until(|villain: &mut Editor| !villain.is_connected()).await;
    }
    siti.edit(&[typing(TextOf::Title, 0, "A")]).await;
    siti.until_saved().await;
}

async fn one_person_cannot_take_every_place_of_live_editing(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let plan = group.plan.to_string();
    let open = async |who: usize| knock(&server.url, group.people[who].cookie(), &plan, None).await;
    let mut held = Vec::new();
    for _ in 0..50 {
        held.push(open(0).await.unwrap());
    }
    assert_eq!(open(0).await.err(), Some(429));
    assert!(open(1).await.is_ok());
    // Whoever knocks in vain is somebody too: by their address.
    assert_eq!(knock(&server.url, None, &plan, None).await.err(), Some(404));
}

/// Asks for what this device lacks, and waits for it.
async fn ask_for_everything(socket: &mut Stream) {
    socket.send(Message::binary(Frame::Step1(vec![0]).encode())).await.unwrap();
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Binary(bytes) if matches!(Frame::decode(&bytes).unwrap(), Frame::Step2(_)) => return,
            Message::Close(frame) => panic!("closed: {frame:?}"),
            _ => {}
        }
    }
}

async fn who_asks_for_everything_again_and_again_is_slowed_and_not_closed(server: Server) {
    let clock = Arc::new(Impatient::default());
    let of_test = Arc::clone(&clock);
    let server = server.with(|app| App { budget: Arc::new(Budget::new(1)), clock: of_test, ..App::clone(app) }).await;
    let group = Group::of(&server, &["siti", "budi"]).await;
    let payer = Payer::Account(account(&group.people[0]).await);
    let (balance, _) = server.app.budget.pay(payer, 0, Due::Asked, server.app.clock.monotonic());
    assert!(server.app.budget.pay(payer, balance.remaining, Due::Asked, server.app.clock.monotonic()).1.is_ok());
    let mut socket = knock(&server.url, group.people[0].cookie(), &group.plan.to_string(), None).await.unwrap();
    for _ in 0..400 {
        ask_for_everything(&mut socket).await;
    }
    // Two hundred thousand points, of which ten thousand come back in a second.
    assert!(clock.waited() > Duration::from_secs(5), "{:?}", clock.waited());
    // What others write goes on, without a wait.
    drop(socket);
    let waited = clock.waited();
    let mut budi = group.editor(1).await;
    for _ in 0..100 {
        budi.edit(&[typing(TextOf::Title, 0, "A")]).await;
    }
    budi.until_saved().await;
    assert_eq!(clock.waited(), waited);
}

async fn who_has_no_account_keeps_the_database_from_nobody(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let organiser = actor(&server.app, &group.people[0]).await;
    move_to(&server.app, &organiser, group.plan, Stage::Open, None).await.unwrap();
    let mut reader = knock(&server.url, None, &group.plan.to_string(), None).await.unwrap();
    ask_for_everything(&mut reader).await;
    let before = server.app.db.queries().count();
    for _ in 0..100 {
        let said = vec![Presence { client: device(), clock: 1, state: "{}".into() }];
        reader.send(Message::binary(Frame::Awareness(said).encode())).await.unwrap();
    }
    ask_for_everything(&mut reader).await;
    let asked = server.app.db.queries().count() - before;
    assert!(asked < 50, "{asked} questions to the database");
}
