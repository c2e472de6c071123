//! Updates made up to do harm. None of them makes the process panic, abort or swell, and a document that refused one is as
//! it was once it is rebuilt.

use super::document::Document;
use super::log::{Entry, Stored};
use super::world_tests::{beginning, setting};
use chrono::DateTime;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngCore, SeedableRng};
use shared::plan::document::{self, Roots};
use shared::plan::edit::{Edit, TextOf, apply, encode};
use shared::plan::scan::{MAX_UPDATE, scan};
use shared::plan::schema::{Table, Value};
use shared::plan::wire::Frame;
use shared::value::PlanId;
use std::collections::BTreeSet;
use uuid::Uuid;
use yrs::updates::decoder::Decode;
use yrs::{Any, Doc, Map, MapPrelim, ReadTxn, StateVector, Text, Transact, Update};

/// How much the process may grow meanwhile, in bytes: a few documents' worth.
const MAY_GROW: usize = 200 << 20;

fn stored() -> Stored {
    let at = DateTime::from_timestamp_millis(0).unwrap();
    let entry = Entry { seq: 1, account: None, office: None, at, touched: BTreeSet::new(), bytes: encode(&beginning(), 1) };
    Stored { plan: PlanId(Uuid::nil()), epoch: 1, projected: 0, snapshot: None, entries: vec![entry] }
}

fn copy(client: u64) -> (Doc, Roots) {
    let doc = document::new(client);
    let roots = Roots::of(&doc);
    doc.transact_mut().apply_update(Update::decode_v1(&encode(&beginning(), 1)).unwrap()).unwrap();
    (doc, roots)
}

/// What real editors send.
fn samples() -> Vec<Vec<u8>> {
    let row = |n| Uuid::from_u128(n);
    let edits = [
        vec![Edit::Splice { text: TextOf::Section(row(1)), at: 3, delete: 2, insert: "tulis 🌾".into() }],
        vec![Edit::Add {
            table: Table::Budget,
            row: row(9),
            after: None,
            fields: vec![("item", "Semen".into()), ("price", Value::Number(5))],
        }],
        vec![Edit::Remove { table: Table::Sections, row: row(2) }, Edit::Move { table: Table::Sections, row: row(1), after: None }],
        vec![Edit::Add {
            table: Table::Activities,
            row: row(7),
            after: None,
            fields: vec![("after", Value::Rows(vec![row(1), row(2)]))],
        }],
        (0..40).map(|at| Edit::Splice { text: TextOf::Title, at, delete: at % 2, insert: "x".into() }).collect(),
    ];
    let written = |(n, edits): (usize, Vec<Edit>)| {
        let (doc, roots) = copy(100 + n as u64);
        let before = doc.transact().state_vector();
        edits.iter().for_each(|edit| apply(&roots, &mut doc.transact_mut(), edit));
        [doc.transact().encode_diff_v1(&before), doc.transact().encode_diff_v1(&StateVector::default())]
    };
    edits.into_iter().enumerate().flat_map(written).collect()
}

fn mutate(rng: &mut StdRng, samples: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = samples.choose(rng).unwrap().clone();
    for _ in 0..rng.random_range(1..6) {
        let at = rng.random_range(0..bytes.len().max(1));
        match rng.random_range(0..7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.random_range(0..8),
            1 if at < bytes.len() => bytes[at] = *[0, 1, 7, 8, 10, 0x27, 0x7f, 0x80, 0xff].choose(rng).unwrap(),
            2 => bytes.truncate(at),
            3 => bytes.extend_from_slice(&samples.choose(rng).unwrap()[..]),
            4 => drop(bytes.splice(at..at, [0xff; 4])),
            5 if at < bytes.len() => drop(bytes.drain(at..(at + 8).min(bytes.len()))),
            _ => {
                let mut noise = [0; 6];
                rng.fill_bytes(&mut noise);
                bytes.splice(at..at, noise);
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

fn memory() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

#[test]
fn mutated_updates_do_no_harm() {
    let (stored, samples) = (stored(), samples());
    let mut rng = StdRng::seed_from_u64(setting("REMBUG_SEED", 1));
    let mut document = Document::rebuild(&stored, 7).unwrap();
    let content = document.content();
    let before = memory();
    let (mut taken, mut refused, mut let_through) = (0, 0, 0);
    for round in 0..setting("REMBUG_RUNS", 200_000) {
        let bytes = mutate(&mut rng, &samples);
        let _ = Frame::decode(&bytes);
        // Pieces of a device that is not the sender's get no further in the room.
        let Some(runs) = scan(&bytes).ok().filter(|runs| runs.iter().all(|run| run.client != 1)) else {
            refused += 1;
            continue;
        };
        let_through += 1;
        match document.take(&bytes, &runs) {
            Ok(_) => taken += 1,
            Err(_) => {
                document = Document::rebuild(&stored, 7).unwrap();
                assert_eq!(document.content(), content, "round {round}");
            }
        }
        // What was taken is a plan that can be written down, read, and rebuilt.
        let state = document.state();
        assert!(state.len() < MAX_UPDATE, "round {round}");
        if taken % 50 == 0 {
            let _ = serde_json::to_string(&document.content()).unwrap();
            document = Document::rebuild(&stored, 7).unwrap();
        }
    }
    assert!(taken > 100 && refused > 1_000 && let_through > 500, "{taken} {refused} {let_through}");
    assert!(memory().saturating_sub(before) < MAY_GROW, "grew from {before} to {}", memory());
}

/// Each gets past the first look, and each breaks the schema or the order of things.
#[test]
fn what_is_well_formed_and_wrong_is_refused() {
    let row = Uuid::from_u128(1).to_string();
    let mut wrong: Vec<(&str, Vec<u8>)> = Vec::new();
    let mut write = |name, write: &dyn Fn(&Doc, &Roots)| {
        let (doc, roots) = copy(50);
        let before = doc.transact().state_vector();
        write(&doc, &roots);
        wrong.push((name, doc.transact().encode_diff_v1(&before)));
    };
    write("a field that no table has", &|doc, roots| {
        let section = roots.row(&doc.transact(), Table::Sections, Uuid::from_u128(1)).unwrap();
        section.insert(&mut doc.transact_mut(), "x", 1);
    });
    write("a row that is no row", &|doc, roots| {
        roots.table(Table::Budget).insert(&mut doc.transact_mut(), row.clone(), 5);
    });
    write("a row without a place", &|doc, roots| {
        roots.table(Table::Budget).insert(&mut doc.transact_mut(), row.clone(), MapPrelim::default());
    });
    write("a body that is no text", &|doc, roots| {
        let section = roots.row(&doc.transact(), Table::Sections, Uuid::from_u128(1)).unwrap();
        section.insert(&mut doc.transact_mut(), "body", Any::Null);
    });
    write("a map in a row", &|doc, roots| {
        let section = roots.row(&doc.transact(), Table::Sections, Uuid::from_u128(1)).unwrap();
        section.insert(&mut doc.transact_mut(), "heading", MapPrelim::default());
    });
    write("a title without end", &|doc, roots| roots.title.insert(&mut doc.transact_mut(), 0, &"a".repeat(1_000)));
    write("more rows than fit", &|doc, roots| {
        for n in 0..100u128 {
            let add = Edit::Add { table: Table::Sections, row: Uuid::from_u128(1_000 + n), after: None, fields: vec![] };
            apply(roots, &mut doc.transact_mut(), &add);
        }
    });
    // The end of a story whose beginning was never told.
    let (doc, roots) = copy(50);
    roots.title.insert(&mut doc.transact_mut(), 0, "a");
    let before = doc.transact().state_vector();
    roots.title.insert(&mut doc.transact_mut(), 1, "b");
    wrong.push(("a missing beginning", doc.transact().encode_diff_v1(&before)));
    // Deleting what was never there.
    wrong.push(("a deletion of nothing", vec![0, 1, 99, 1, 0, 5]));
    for (name, update) in wrong {
        let runs = scan(&update).unwrap_or_else(|code| panic!("{name}: {code}"));
        let mut document = Document::rebuild(&stored(), 7).unwrap();
        assert!(document.take(&update, &runs).is_err(), "{name}");
    }
}

/// A plan has a largest size, even where every single text keeps to its own.
#[test]
fn a_document_does_not_grow_without_end() {
    let mut document = Document::rebuild(&stored(), 7).unwrap();
    let (doc, roots) = copy(50);
    let fill = |n: u128| {
        let (before, row) = (doc.transact().state_vector(), Uuid::from_u128(100 + n));
        let mut txn = doc.transact_mut();
        apply(&roots, &mut txn, &Edit::Add { table: Table::Sections, row, after: None, fields: vec![] });
        let text = TextOf::Section(row);
        apply(&roots, &mut txn, &Edit::Splice { text, at: 0, delete: 0, insert: "…".repeat(40_000) });
        drop(txn);
        doc.transact().encode_diff_v1(&before)
    };
    let taken = (0..58).map(fill).map(|update| document.take(&update, &scan(&update).unwrap())).take_while(Result::is_ok).count();
    assert!((30..40).contains(&taken), "{taken}");
}
