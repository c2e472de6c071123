//! Plans as several people write them: what they end up with, and what an editor's copy tells its page.

// All of it is a test, where an unwrap is an assertion.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use serde_json::json;
use shared::ErrorCode;
use shared::plan::document::{self, Roots, read};
use shared::plan::edit::{Edit, TextOf, apply, bring_to, encode};
use shared::plan::replica::{Event, Kept, Now, Replica, Status};
use shared::plan::scan::scan;
use shared::plan::schema::{Table, Value};
use shared::plan::touch::{Touch, Watch, check};
use shared::plan::wire::{Frame, Welcome};
use shared::plan::{Activity, BudgetLine, Content, Feature, FeatureKind, Indicator, Objective, Section};
use shared::proposal::FundingSource;
use shared::value::Rupiah;
use std::sync::Arc;
use uuid::Uuid;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, ReadTxn, StateVector, Transact, Update};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn whole() -> Content {
    let feature = |n, geometry| Feature { id: id(n), label: "Jalan".into(), kind: FeatureKind::Planned, note: "".into(), geometry };
    Content {
        title: "Jalan usaha tani 🌾".into(),
        summary: "Dua baris\nringkas".into(),
        sections: vec![
            Section { id: id(2), heading: "Latar".into(), body: "Sawah **basah**.".into() },
            Section { id: id(1), heading: "Cara".into(), body: String::new() },
        ],
        objectives: vec![Objective { id: id(3), text: "Panen sampai pasar".into() }],
        indicators: vec![Indicator {
            id: id(4),
            name: "Panjang".into(),
            unit: "m".into(),
            target: "120".into(),
            ..Indicator::default()
        }],
        budget: vec![BudgetLine {
            id: id(5),
            item: "Semen".into(),
            volume: Some(12_500),
            unit: "sak".into(),
            price: Some(65_000),
            source: Some(FundingSource::Swadaya),
        }],
        activities: vec![
            Activity { id: id(6), name: "Survei".into(), start: "2028-03-01".parse().ok(), ..Activity::default() },
            Activity { id: id(7), name: "Bangun".into(), after: vec![id(6)], ..Activity::default() },
        ],
        features: vec![feature(8, json!({ "type": "Point", "coordinates": [109.1, -7.4] }))],
        proposals: vec![id(10), id(9)],
    }
}

fn doc_of(update: &[u8], client: u64) -> (Doc, Roots) {
    let doc = document::new(client);
    let roots = Roots::of(&doc);
    doc.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
    (doc, roots)
}

#[test]
fn a_content_survives_its_document() {
    let update = encode(&whole(), 1);
    scan(&update).unwrap();
    let (doc, roots) = doc_of(&update, 2);
    assert_eq!(read(&roots, &doc.transact()), whole());
}

#[test]
fn a_document_is_brought_to_another_content_by_what_differs_alone() {
    let (doc, roots) = doc_of(&encode(&whole(), 1), 2);
    let watch = Watch::over(&roots);
    let mut other = whole();
    other.sections.swap(0, 1);
    other.sections[1].body = "Sawah sangat **basah**.".into();
    other.budget[0].price = None;
    other.features.clear();
    other.objectives.insert(0, Objective { id: id(30), text: "Aman".into() });
    bring_to(&roots, &mut doc.transact_mut(), &other);
    assert_eq!(read(&roots, &doc.transact()), other);
    let touched: Vec<String> = watch.take().into_iter().map(String::from).collect();
    assert!(touched.contains(&format!("budget/{}/price", id(5))), "{touched:?}");
    assert!(!touched.iter().any(|touch| touch.starts_with("activities") || touch.starts_with("title")), "{touched:?}");
    bring_to(&roots, &mut doc.transact_mut(), &other);
    assert!(watch.take().is_empty());
    bring_to(&roots, &mut doc.transact_mut(), &whole());
    assert_eq!(read(&roots, &doc.transact()), whole());
}

#[test]
fn what_breaks_the_schema_is_found_where_it_was_touched() {
    let (doc, roots) = doc_of(&encode(&whole(), 1), 2);
    let watch = Watch::over(&roots);
    let refused = |edit: Edit| {
        apply(&roots, &mut doc.transact_mut(), &edit);
        let verdict = check(&roots, &doc.transact(), &watch.take());
        bring_to(&roots, &mut doc.transact_mut(), &whole());
        watch.take();
        verdict
    };
    let set = |table, row, field, value| Edit::Set { table, row: id(row), field, value };
    assert_eq!(refused(set(Table::Budget, 5, "price", Value::Number(5))), Ok(()));
    assert_eq!(refused(set(Table::Budget, 5, "price", Value::Number(-5))), Err(ErrorCode::Negative));
    assert_eq!(refused(set(Table::Budget, 5, "price", Value::Number(Rupiah::MOST))), Ok(()));
    assert_eq!(refused(set(Table::Budget, 5, "price", Value::Number(Rupiah::MOST + 1))), Err(ErrorCode::OutOfRange));
    assert_eq!(refused(set(Table::Budget, 5, "harga", Value::Number(5))), Err(ErrorCode::UpdateMalformed));
    let long = Edit::Splice { text: TextOf::Title, at: 0, delete: 0, insert: "a".repeat(300) };
    assert_eq!(refused(long), Err(ErrorCode::PlanFull));
}

#[test]
fn a_touch_survives_being_written() {
    for text in
        ["title", "summary", "budget/00000000-0000-0000-0000-000000000005", "budget/00000000-0000-0000-0000-000000000005/price"]
    {
        assert_eq!(text.parse::<Touch>().unwrap().to_string(), text);
    }
    assert!("kas/x".parse::<Touch>().is_err());
}

fn edits() -> impl Strategy<Value = Edit> {
    let row = || (1u128..8).prop_map(id);
    let table = || prop::sample::select(vec![Table::Sections, Table::Budget, Table::Objectives]);
    let text = prop_oneof![Just(TextOf::Title), row().prop_map(TextOf::Section)];
    prop_oneof![
        (text, 0u32..12, 0u32..4, "[a-zé🌾]{0,3}").prop_map(|(text, at, delete, insert)| Edit::Splice { text, at, delete, insert }),
        (row(), 1i64..9).prop_map(|(row, n)| Edit::Set { table: Table::Budget, row, field: "price", value: Value::Number(n) }),
        (table(), row(), prop::option::of(row())).prop_map(|(table, row, after)| Edit::Add { table, row, after, fields: vec![] }),
        (table(), row(), prop::option::of(row())).prop_map(|(table, row, after)| Edit::Move { table, row, after }),
        (table(), row()).prop_map(|(table, row)| Edit::Remove { table, row }),
    ]
}

proptest! {
    /// Three people edit, hear of each other or not, and in the end all: they have the same plan, and a sound one.
    #[test]
    fn editors_converge_whatever_they_do(steps in prop::collection::vec((0usize..3, edits(), any::<bool>()), 1..60)) {
        let docs: Vec<_> = (1..=3).map(|client| doc_of(&encode(&whole(), 9), client)).collect();
        for (who, edit, tells) in steps {
            let (doc, roots) = &docs[who];
            let mut txn = doc.transact_mut();
            apply(roots, &mut txn, &edit);
            let update = txn.encode_update_v1();
            drop(txn);
            prop_assert!(scan(&update).is_ok(), "{edit:?}");
            if tells {
                let (other, _) = &docs[(who + 1) % 3];
                let missing = doc.transact().encode_diff_v1(&other.transact().state_vector());
                other.transact_mut().apply_update(Update::decode_v1(&missing).unwrap()).unwrap();
            }
        }
        for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 1)] {
            let missing = docs[from].0.transact().encode_diff_v1(&docs[to].0.transact().state_vector());
            docs[to].0.transact_mut().apply_update(Update::decode_v1(&missing).unwrap()).unwrap();
        }
        let contents: Vec<_> = docs.iter().map(|(doc, roots)| read(roots, &doc.transact())).collect();
        prop_assert_eq!(&contents[0], &contents[1]);
        prop_assert_eq!(&contents[0], &contents[2]);
        let (doc, roots) = &docs[0];
        let every = Table::ALL.iter().flat_map(|table| roots.rows(&doc.transact(), *table).into_iter().map(|row| Touch::Row(*table, row.id)).collect::<Vec<_>>());
        prop_assert_eq!(check(roots, &doc.transact(), &every.collect()), Ok(()));
    }
}

/// A server that takes everything, as simple as can be.
struct Server(Doc, Roots);

impl Server {
    fn new() -> Self {
        let (doc, roots) = doc_of(&encode(&whole(), 9), 8);
        Self(doc, roots)
    }

    fn greet(&self, replica: &mut Replica) -> Vec<Frame> {
        let Frame::Step1(state) = replica.connect() else { panic!("no greeting") };
        let missing = self.0.transact().encode_diff_v1(&StateVector::decode_v1(&state).unwrap());
        let welcome = Welcome { may_edit: true, epoch: 1, seq: 1 };
        let own = self.0.transact().state_vector().encode_v1();
        [Frame::Welcome(welcome), Frame::Step2(missing), Frame::Step1(own)]
            .into_iter()
            .flat_map(|frame| replica.receive(frame).unwrap().0)
            .collect()
    }

    fn take(&self, frames: &[Frame]) {
        for frame in frames {
            let (Frame::Update(update) | Frame::Step2(update)) = frame else { panic!("{frame:?}") };
            self.0.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
        }
    }

    fn content(&self) -> Content {
        read(&self.1, &self.0.transact())
    }
}

fn clock() -> Now {
    let ticks = std::sync::atomic::AtomicU64::new(0);
    Arc::new(move || ticks.fetch_add(1_000, std::sync::atomic::Ordering::Relaxed))
}

fn typing(letters: &str) -> [Edit; 1] {
    [Edit::Splice { text: TextOf::Title, at: 0, delete: 0, insert: letters.into() }]
}

#[test]
fn a_change_is_saved_once_the_server_says_so_and_not_before() {
    let (server, mut replica) = (Server::new(), Replica::new(1, clock()));
    assert!(!replica.is_here());
    assert!(server.greet(&mut replica).is_empty());
    assert!(replica.is_here());
    assert_eq!(replica.status(), Status::Saved);
    replica.edit(&typing("A"));
    replica.edit(&typing("B"));
    assert_eq!(replica.status(), Status::Saving);
    let frames = replica.to_send();
    assert_eq!(frames.len(), 2);
    server.take(&frames);
    replica.receive(Frame::Ack { count: 1, seq: 2 }).unwrap();
    assert_eq!((replica.status(), replica.waiting()), (Status::Saving, 1));
    replica.receive(Frame::Ack { count: 2, seq: 3 }).unwrap();
    assert_eq!(replica.status(), Status::Saved);
    assert_eq!(server.content(), replica.content());
}

#[test]
fn what_was_written_without_a_connection_survives_a_reload_and_arrives() {
    let (server, mut replica) = (Server::new(), Replica::new(1, clock()));
    server.greet(&mut replica);
    replica.edit(&typing("A"));
    // It was sent, but the answer never came.
    let lost = replica.to_send();
    replica.disconnect();
    replica.edit(&typing("B"));
    assert!(replica.to_send().is_empty());
    assert_eq!(replica.status(), Status::Offline(2));
    let kept: Kept = replica.keep().unwrap();
    let mut again = Replica::restore(2, clock(), &kept);
    assert!(again.is_here());
    assert_eq!(again.status(), Status::Offline(2));
    again.edit(&typing("C"));
    assert_eq!(again.waiting(), 3);
    let answer = server.greet(&mut again);
    assert_eq!(answer.len(), 1);
    server.take(&answer);
    again.receive(Frame::Ack { count: 1, seq: 5 }).unwrap();
    assert_eq!(again.status(), Status::Saved);
    server.take(&lost);
    assert_eq!(server.content().title, format!("CBA{}", whole().title));
    assert_eq!(again.keep().unwrap().waiting, 0);
}

#[test]
fn a_refusal_stops_everything_and_keeps_the_text_at_hand() {
    let (server, mut replica) = (Server::new(), Replica::new(1, clock()));
    server.greet(&mut replica);
    replica.edit(&typing("A"));
    replica.to_send();
    let (_, events) = replica.receive(Frame::Refused { count: 1, code: ErrorCode::PlanFull }).unwrap();
    assert_eq!(events, [Event::Rejected(ErrorCode::PlanFull)]);
    assert_eq!(replica.status(), Status::Rejected(ErrorCode::PlanFull));
    assert!(!replica.may_edit());
    assert!(replica.content().title.starts_with('A'));
}

#[test]
fn another_document_under_the_same_name_is_not_written_into() {
    let (server, mut replica) = (Server::new(), Replica::new(1, clock()));
    server.greet(&mut replica);
    replica.disconnect();
    replica.edit(&typing("A"));
    replica.connect();
    let (_, events) = replica.receive(Frame::Welcome(Welcome { may_edit: true, epoch: 2, seq: 1 })).unwrap();
    assert_eq!(events, [Event::Rejected(ErrorCode::Conflict)]);
}

#[test]
fn each_takes_back_their_own_steps_alone() {
    let (server, mut replica) = (Server::new(), Replica::new(1, clock()));
    server.greet(&mut replica);
    replica.edit(&typing("A"));
    replica.edit(&typing("B"));
    server.take(&replica.to_send());
    apply(&server.1, &mut server.0.transact_mut(), &typing("X")[0]);
    let missing = server.0.transact().encode_diff_v1(&StateVector::default());
    let (_, events) = replica.receive(Frame::Update(missing)).unwrap();
    assert!(matches!(&events[..], [Event::Changed(touched)] if touched.contains(&Touch::Title)));
    assert!(replica.can_undo() && !replica.can_redo());
    assert_eq!(replica.undo(), [Touch::Title].into());
    assert_eq!(replica.content().title, format!("XA{}", whole().title));
    replica.undo();
    assert_eq!(replica.content().title, format!("X{}", whole().title));
    replica.redo();
    server.take(&replica.to_send());
    assert_eq!(server.content(), replica.content());
    assert_eq!(server.content().title, format!("XA{}", whole().title));
}

#[test]
fn a_row_comes_back_whole_when_its_removal_or_its_making_is_taken_back() {
    let (server, mut replica) = (Server::new(), Replica::new(1, clock()));
    server.greet(&mut replica);
    let row = id(50);
    let set = |field, value| Edit::Set { table: Table::Budget, row, field, value };
    replica.edit(&[Edit::Add { table: Table::Budget, row, after: Some(id(5)), fields: vec![("item", "Pasir".into())] }]);
    replica.edit(&[set("price", Value::Number(1))]);
    replica.edit(&[set("price", Value::Number(2)), Edit::Move { table: Table::Budget, row, after: None }]);
    let before = replica.content();
    replica.edit(&[Edit::Remove { table: Table::Budget, row }]);
    assert_eq!(replica.content().budget, whole().budget);
    replica.undo();
    assert_eq!(replica.content(), before);
    (0..3).for_each(|_| drop(replica.undo()));
    assert_eq!(replica.content().budget, whole().budget);
    (0..3).for_each(|_| drop(replica.redo()));
    assert_eq!(replica.content(), before);
    server.take(&replica.to_send());
    assert_eq!(server.content(), before);
}
