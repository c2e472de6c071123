//! The change feed is enough to keep a copy of the public record: after whatever people did, a system that only reads
//! `journal` and the things it names holds the same as the original, field by field. On SQLite and PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod copy;
mod feed;
mod selection;
mod story;
mod world;

use backend::journal::latest_seq;
use backend::live::tell_of_edits;
use copy::{Mirror, Things, original};
use feed::*;
use harness::Server;
use selection::Schema;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::plan_step::*;
use shared::plan::edit::{Edit, TextOf};
use std::cell::Cell;
use story::rename;
use world::World;

on_both_databases! {
    a_copy_that_follows_the_journal_equals_the_original,
    a_copy_that_listens_equals_the_original,
    each_event_comes_once_however_the_feed_is_cut,
    a_cursor_of_what_has_not_happened_is_refused,
    a_feed_is_narrowed,
    a_feed_is_cut_at_an_instant,
    who_names_what_is_not_public_reads_none_of_it,
    what_leaves_an_area_is_told_there,
    what_people_write_is_told_once_it_is_there_to_read,
}

async fn a_copy_that_follows_the_journal_equals_the_original(server: Server) {
    let reader = server.anonymous();
    let schema = Schema::read(&reader).await;
    let mut world = World::of(&server, 20_261_124).await;
    let mut mirror = Mirror::new(&reader, &schema);
    for round in 0..240 {
        world.act().await;
        if round % 60 == 20 {
            mirror.catch_up(3).await;
        }
    }
    let gone = story::everything(&world).await;
    story::assert_complete(&server).await;
    mirror.catch_up(8).await;
    // The copy has their names by now, whatever else is left of them.
    for person in &gone {
        rename(person, "Yang sudah pergi").await;
    }
    mirror.catch_up(8).await;
    let original = original(&reader, &schema, &mirror.things).await;
    assert!(original.len() > 400, "only {} things", original.len());
    assert_eq!(original.values().filter(|thing| thing["displayName"] == "Yang sudah pergi").count(), gone.len());
    assert!(original.keys().any(|id| id.starts_with("dec_")) && original["officials"].as_array().unwrap().len() > 5);
    for kind in ["Area", "Comment", "Person", "Plan", "PlanComment", "PlanSuggestion", "Proposal"] {
        assert!(original.values().any(|thing| thing["__typename"] == kind), "no {kind}");
    }
    for (field, value) in [("hidden", json!(true)), ("status", json!("MERGED")), ("status", json!("HIDDEN"))] {
        assert!(original.values().any(|thing| thing[field] == value), "no {field} {value}");
    }
    let mut silent = schema.silent(&original);
    // They are compared as words that name their area and agency.
    silent.retain(|(of, _)| of != "Official");
    let offices: Vec<Value> =
        original["officials"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().parse().unwrap()).collect();
    assert!([2, 3].iter().all(|at| offices.iter().any(|office| !office[*at].is_null())), "{offices:?}");
    assert!(silent.is_empty(), "null wherever they are told: {silent:?}");
    assert_alike(&mirror, &original);
}

async fn a_copy_that_listens_equals_the_original(server: Server) {
    let reader = server.anonymous();
    let schema = Schema::read(&reader).await;
    let mut world = World::of(&server, 7).await;
    let mut mirror = Mirror::new(&reader, &schema);
    let end = Cell::new(i64::MAX);
    let everything = async {
        for _ in 0..60 {
            world.act().await;
        }
        story::everything(&world).await;
        end.set(latest_seq(&server.app.db).await.unwrap());
        rename(&world.residents[0], "Orang terakhir").await;
    };
    tokio::join!(everything, mirror.follow(|event| event["seq"].as_i64() > Some(end.get())));
    let original = original(&reader, &schema, &mirror.things).await;
    assert!(original.values().any(|thing| thing["displayName"] == "Orang terakhir"));
    assert_alike(&mirror, &original);
}

fn assert_alike(mirror: &Mirror<'_>, original: &Things) {
    for (id, thing) in original {
        assert_eq!(mirror.things.get(id), Some(thing), "{id}: the copy is left, the original right");
    }
    let extra: Vec<_> = mirror.things.iter().filter(|(id, _)| !original.contains_key(*id)).collect();
    assert!(extra.is_empty(), "{extra:?}");
    assert!(!serde_json::to_string(&mirror.things).unwrap().contains("rahasia"), "what was said in a draft stays there");
    let mut sorted = mirror.events.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted, mirror.events, "each event once and in order");
}

async fn what_people_write_is_told_once_it_is_there_to_read(server: Server) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let input = json!({ "area": "33.02.17.2019", "title": "Jalan", "template": "BLANK" });
    let plan = desa.make::<CreatePlan>(input).await;
    let told = async || {
        let query =
            "query($id: ID!) { journal(filter: {subjects: [$id], kinds: [\"plan.edited\"]}, first: 10) { nodes { details } } }";
        desa.get(query, json!({ "id": plan["id"] })).await["journal"]["nodes"].as_array().unwrap().len()
    };
    tell_of_edits(&server.app).await.unwrap();
    assert_eq!(told().await, 0, "a draft is nobody else's business");
    desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    tell_of_edits(&server.app).await.unwrap();
    let before = told().await;
    let words = Edit::Splice { text: TextOf::Title, at: 5, delete: 0, insert: " usaha tani".into() };
    desa.write(&server, &plan["id"], vec![words]).await;
    let title = "query($id: ID!) { plan(id: $id) { title } }";
    for _ in 0..200 {
        if desa.get(title, json!({ "id": plan["id"] })).await["plan"]["title"] == "Jalan usaha tani" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    tell_of_edits(&server.app).await.unwrap();
    assert_eq!(told().await, before + 1);
    tell_of_edits(&server.app).await.unwrap();
    assert_eq!(told().await, before + 1, "once");
    let history =
        desa.get("query($id: ID!) { plan(id: $id) { history(first: 20) { nodes { kind } } } }", json!({ "id": plan["id"] })).await;
    let kinds = history["plan"]["history"]["nodes"].as_array().unwrap();
    assert!(kinds.iter().all(|entry| entry["kind"] != "plan.edited"), "the plan's own history tells it better");
}
