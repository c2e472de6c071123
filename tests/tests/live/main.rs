//! Writing a plan together over `/live/plans/{id}`, the same on SQLite and on PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod crowd;
mod edits;
mod hostile;
mod rights;
mod servers;

use backend::app::SharedApp;
use backend::live::{Author, Deed, Ordered, store};
use backend::plan::create::{NewPlan, create};
use backend::plan::participants::{Invited, add};
use futures_util::StreamExt;
use harness::editor::{Editor, knock};
use harness::{Person, Server};
use serde_json::json;
use shared::access::Actor;
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan_comment::AddPlanComment;
use shared::plan::edit::{Edit, TextOf, retext};
use shared::plan::replica::{Event, Status};
use shared::plan::schema::{Table, Value};
use shared::plan::wire::{Frame, Presence};
use shared::plan::{Content, PlanRole, Template};
use shared::value::{AccountId, PlanId};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

on_both_databases! {
    what_one_writes_the_others_see_and_the_database_has,
    what_was_written_without_a_signal_arrives_after_a_reload,
    who_is_here_is_named_by_the_server,
    who_does_not_listen_is_told_later_what_they_missed,
    a_use_case_changes_a_plan_in_the_middle_of_writing,
    a_client_that_speaks_y_sync_alone_is_served,
    the_typed_view_follows_within_two_seconds,
    what_was_written_this_moment_takes_comments,
}

const VILLAGE: &str = "33.02.17.2019";

/// The name of a device that nobody has had before.
fn device() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1_000);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// People who write a plan together.
struct Group {
    people: Vec<Person>,
    plan: PlanId,
}

impl Group {
    /// The first is the organiser who began it, the others write with her.
    async fn of(server: &Server, names: &[&str]) -> Self {
        let organiser = server.person(names[0], Some((Role::CommunityOrganiser, Some(VILLAGE), None))).await;
        let actor = actor(&server.app, &organiser).await;
        let plan = create(&server.app, &actor, blank("Jalan usaha tani")).await.unwrap().id;
        let mut people = vec![organiser];
        for name in &names[1..] {
            people.push(server.person(name, None).await);
            let invited = Invited::Contact(format!("{name}@contoh.id"));
            add(&server.app, &actor, plan, &invited, PlanRole::Editor).await.unwrap();
        }
        Self { people, plan }
    }

    async fn editor(&self, who: usize) -> Editor {
        let person = &self.people[who];
        Editor::open(&person.url, person.cookie(), &self.plan.to_string(), device()).await
    }
}

fn blank(title: &str) -> NewPlan {
    NewPlan {
        client_key: None,
        area: VILLAGE.into(),
        sector: None,
        fiscal_year: None,
        title: title.into(),
        template: Template::Blank,
        proposals: Vec::new(),
        content: None,
    }
}

async fn account(person: &Person) -> AccountId {
    person.id().await.as_str().unwrap().parse().unwrap()
}

/// The person with the offices they hold.
async fn actor(app: &SharedApp, person: &Person) -> Actor {
    let account = account(person).await;
    let offices = backend::access::store::grants_of(app.db.reader(), &[account.0]).await.unwrap();
    Actor::person(account, offices.into_iter().map(|grant| grant.office).collect())
}

fn typing(text: TextOf, at: u32, letters: &str) -> Edit {
    Edit::Splice { text, at, delete: 0, insert: letters.into() }
}

fn row(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Both listen until they have the same, and all of it is safe.
async fn agree(editors: &mut [Editor]) -> Content {
    for _ in 0..1_000 {
        for editor in editors.iter_mut() {
            while editor.hear(Duration::from_millis(5)).await {}
        }
        let content = editors[0].content();
        if editors.iter().all(|editor| editor.replica.status() == Status::Saved && editor.content() == content) {
            return content;
        }
    }
    panic!("{:?}", editors.iter().map(|editor| (editor.replica.status(), editor.content())).collect::<Vec<_>>());
}

/// What the log says, without any room.
async fn logged(app: &SharedApp, plan: PlanId) -> Content {
    let stored = store::load(&app.db, plan).await.unwrap().unwrap();
    let doc = shared::plan::document::new(7);
    let roots = shared::plan::document::Roots::of(&doc);
    use yrs::updates::decoder::Decode;
    use yrs::{Transact, Update};
    for bytes in stored.snapshot.iter().map(|(_, bytes)| bytes).chain(stored.entries.iter().map(|entry| &entry.bytes)) {
        doc.transact_mut().apply_update(Update::decode_v1(bytes).unwrap()).unwrap();
    }
    shared::plan::document::read(&roots, &doc.transact())
}

async fn what_one_writes_the_others_see_and_the_database_has(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let mut editors = [group.editor(0).await, group.editor(1).await];
    let section = Edit::Add { table: Table::Sections, row: row(1), after: None, fields: vec![("heading", "Latar".into())] };
    editors[0].edit(&[section]).await;
    agree(&mut editors).await;
    // Both at once, in the same place.
    editors[0].edit(&[typing(TextOf::Section(row(1)), 0, "Sawah "), typing(TextOf::Title, 0, "A")]).await;
    let price = Edit::Set { table: Table::Sections, row: row(1), field: "heading", value: Value::from("Latar belakang") };
    editors[1].edit(&[typing(TextOf::Section(row(1)), 0, "basah "), price]).await;
    let content = agree(&mut editors).await;
    assert!(["Sawah basah ", "basah Sawah "].contains(&content.sections[0].body.as_str()), "{content:?}");
    assert_eq!((content.title.as_str(), content.sections[0].heading.as_str()), ("AJalan usaha tani", "Latar belakang"));
    assert_eq!(logged(&server.app, group.plan).await, content);
    let stored = store::load(&server.app.db, group.plan).await.unwrap().unwrap();
    let by: Vec<_> = stored.entries.iter().map(|entry| entry.account).collect();
    let (siti, budi) = (account(&group.people[0]).await, account(&group.people[1]).await);
    assert!(by[1..].contains(&Some(siti)) && by[1..].contains(&Some(budi)), "{by:?}");
    let touched: Vec<String> = stored.entries[1..].iter().flat_map(|entry| entry.touched.iter().map(ToString::to_string)).collect();
    for touch in ["title".to_owned(), format!("sections/{}", row(1)), format!("sections/{}/body", row(1))] {
        assert!(touched.contains(&touch), "{touch}: {touched:?}");
    }
}

async fn what_was_written_without_a_signal_arrives_after_a_reload(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let mut editors = [group.editor(0).await, group.editor(1).await];
    editors[0].disconnect();
    editors[0].edit(&[typing(TextOf::Summary, 0, "Dari ladang. ")]).await;
    editors[1].edit(&[typing(TextOf::Summary, 0, "Dari kantor. ")]).await;
    editors[1].until_saved().await;
    assert_eq!(editors[0].replica.status(), Status::Offline(1));
    editors[0].reload(device());
    editors[0].edit(&[typing(TextOf::Title, 0, "B")]).await;
    assert_eq!(editors[0].replica.status(), Status::Offline(2));
    assert!(editors[0].connect().await);
    let content = agree(&mut editors).await;
    assert!(content.summary.contains("ladang") && content.summary.contains("kantor"), "{content:?}");
    assert!(content.title.starts_with('B'));
    assert_eq!(logged(&server.app, group.plan).await, content);
    // Loaded again with nothing waiting, it has nothing to say.
    editors[0].reload(device());
    editors[0].connect().await;
    let head = store::head(&server.app.db, group.plan).await.unwrap();
    agree(&mut editors).await;
    assert_eq!(store::head(&server.app.db, group.plan).await.unwrap(), head);
}

async fn who_is_here_is_named_by_the_server(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let (mut siti, mut budi) = (group.editor(0).await, group.editor(1).await);
    let state = json!({ "at": { "section": row(1) }, "user": { "name": "Bupati" } }).to_string();
    let own = Presence { client: siti.replica.client(), clock: 1, state };
    siti.send(Frame::Awareness(vec![own.clone()])).await;
    let seen = |editor: &mut Editor| {
        let states =
            editor.events.iter().filter_map(|event| if let Event::Present(present) = event { Some(present) } else { None });
        states.flatten().last().map(|it| (it.client, serde_json::from_str::<serde_json::Value>(&it.state).unwrap()))
    };
    budi.until(|budi| seen(budi).is_some()).await;
    let (client, state) = seen(&mut budi).unwrap();
    assert_eq!((client, &state["user"]["name"], &state["at"]["section"]), (own.client, &json!("siti"), &json!(row(1))));
    assert_eq!(state["user"]["id"], group.people[0].id().await);
    // Somebody else's device is not theirs to speak for.
    budi.send(Frame::Awareness(vec![Presence { client: own.client, clock: 9, state: "null".into() }])).await;
    let mut late = group.editor(1).await;
    late.until(|late| seen(late).is_some_and(|(client, state)| client == own.client && !state.is_null())).await;
    siti.disconnect();
    budi.until(|budi| seen(budi).is_some_and(|(client, state)| client == own.client && state.is_null())).await;
}

async fn who_does_not_listen_is_told_later_what_they_missed(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let mut editors = [group.editor(0).await, group.editor(1).await];
    let section = Edit::Add { table: Table::Sections, row: row(1), after: None, fields: vec![] };
    editors[0].edit(&[section]).await;
    agree(&mut editors).await;
    // Far more than fits between the room and a socket, while one of the two hears nothing.
    for _ in 0..1_500 {
        editors[0]
            .edit(&[Edit::Splice { text: TextOf::Section(row(1)), at: 0, delete: 18, insert: "Sawah di Cilongok. ".into() }])
            .await;
        editors[0].hear(Duration::ZERO).await;
    }
    editors[0].until_saved().await;
    let content = agree(&mut editors).await;
    assert_eq!(content, logged(&server.app, group.plan).await);
}

async fn a_use_case_changes_a_plan_in_the_middle_of_writing(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let mut editors = [group.editor(0).await];
    editors[0].edit(&[typing(TextOf::Title, 0, "A")]).await;
    let author = Author { account: account(&group.people[0]).await, office: None, token: None };
    let change = Box::new(|roots: &shared::plan::document::Roots, txn: &mut yrs::TransactionMut| {
        retext(&roots.summary, txn, "Dipulihkan.");
        Ok(())
    });
    let deed: Deed = Arc::new(|_, _, _, _| Box::pin(async { Ok(()) }));
    let seq = server.app.rooms.change(&server.app, group.plan, Ordered { author, change, deed }).await.unwrap();
    editors[0].until(|editor| editor.content().summary == "Dipulihkan.").await;
    let content = agree(&mut editors).await;
    assert!(content.title.starts_with('A'));
    assert!(seq >= 2);
}

async fn a_client_that_speaks_y_sync_alone_is_served(server: Server) {
    use yrs::updates::decoder::Decode;
    use yrs::updates::encoder::Encode;
    use yrs::{GetString, StateVector, Text, Transact, Update};
    let group = Group::of(&server, &["siti"]).await;
    let person = &group.people[0];
    let mut socket = knock(&person.url, person.cookie(), &group.plan.to_string(), None).await.unwrap();
    let doc = shared::plan::document::new(device());
    let title = doc.get_or_insert_text("title");
    use futures_util::SinkExt;
    let step1 = Frame::Step1(StateVector::default().encode_v1()).encode();
    socket.send(Message::binary(step1)).await.unwrap();
    let mut heard = Vec::new();
    while title.get_string(&doc.transact()).is_empty() {
        let Some(Ok(Message::Binary(bytes))) = socket.next().await else { continue };
        heard.push(bytes[0]);
        if let Ok(Frame::Step2(update) | Frame::Update(update)) = Frame::decode(&bytes) {
            doc.transact_mut().apply_update(Update::decode_v1(&update).unwrap()).unwrap();
        }
    }
    assert!(heard.iter().all(|kind| [0, 1, 100].contains(kind)), "{heard:?}");
    let mut txn = doc.transact_mut();
    title.insert(&mut txn, 0, "Y ");
    let update = txn.encode_update_v1();
    drop(txn);
    socket.send(Message::binary(Frame::Update(update).encode())).await.unwrap();
    let mut other = group.editor(0).await;
    other.until(|other| other.content().title.starts_with("Y ")).await;
}

async fn the_typed_view_follows_within_two_seconds(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let mut editor = group.editor(0).await;
    let fields = vec![("volume", Value::Number(2_000)), ("price", Value::Number(65_000))];
    editor.edit(&[Edit::Add { table: Table::Budget, row: row(5), after: None, fields }]).await;
    editor.until_saved().await;
    let actor = actor(&server.app, &group.people[0]).await;
    let saved = std::time::Instant::now();
    let plan = loop {
        let found = backend::plan::store::find(&server.app.db, group.plan).await.unwrap().unwrap();
        let plan = found.read_as(&actor).unwrap();
        if plan.projected_seq == plan.head {
            break plan;
        }
        assert!(saved.elapsed() < Duration::from_secs(20), "the typed view never comes");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(plan.budget_total, 130_000);
}

async fn what_was_written_this_moment_takes_comments(server: Server) {
    let group = Group::of(&server, &["siti"]).await;
    let mut editors = [group.editor(0).await];
    let section = Edit::Add { table: Table::Sections, row: row(1), after: None, fields: vec![("heading", "Latar".into())] };
    editors[0].edit(&[section]).await;
    editors[0].until(|editor| editor.replica.status() == Status::Saved).await;
    let say = async |row: Uuid| {
        let input = json!({ "planId": group.plan.to_string(), "anchorKind": "SECTION", "anchorId": row, "body": "Setuju." });
        group.people[0].ask(AddPlanComment::DOCUMENT, json!({ "input": input })).await["data"]["answer"].clone()
    };
    assert_eq!(say(row(1)).await["object"]["anchorId"], json!(row(1)));
    assert_eq!(say(row(2)).await["errors"][0]["code"], "UNKNOWN_SECTION");
}
