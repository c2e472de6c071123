//! The history of a plan: who wrote what, what differs, and going back, the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::app::App;
use backend::platform::clock::ManualClock;
use harness::{Person, Server};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::*;
use shared::operations::plan_history::*;
use shared::operations::plan_step::*;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::schema::{self, Table};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

on_both_databases! {
    what_one_person_writes_is_one_entry_until_another_writes,
    who_writes_on_and_on_has_an_entry_for_every_ten_minutes,
    two_moments_are_compared_part_by_part,
    a_plan_goes_back_and_loses_nothing,
    what_was_written_in_a_draft_is_told_its_participants_only,
}

const VILLAGE: &str = "33.02.17.2019";

fn row(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

async fn begin(server: &Server) -> (Person, Person, Value) {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let siti = server.person("siti", None).await;
    let input = json!({ "area": VILLAGE, "title": "Jalan usaha tani", "template": "BLANK" });
    let plan = desa.send::<CreatePlan>(input).await["object"].clone();
    desa.send::<AddPlanParticipant>(json!({ "planId": plan["id"], "contact": "siti@contoh.id", "role": "EDITOR" })).await;
    (desa, siti, plan)
}

fn typing(text: TextOf, at: u32, delete: u32, letters: &str) -> Edit {
    Edit::Splice { text, at, delete, insert: letters.into() }
}

fn section(n: u128, heading: &str) -> Edit {
    Edit::Add { table: Table::Sections, row: row(n), after: None, fields: vec![("heading", heading.into())] }
}

async fn history(person: &Person, plan: &Value, first: i32, after: Value) -> Value {
    person.get(PlanHistory::DOCUMENT, json!({ "id": plan["id"], "first": first, "after": after })).await["answer"].clone()
}

async fn comparison(person: &Person, plan: &Value, from: i64, until: i64) -> Value {
    person.ask(PlanComparison::DOCUMENT, json!({ "id": plan["id"], "from": from, "until": until })).await
}

async fn what_one_person_writes_is_one_entry_until_another_writes(server: Server) {
    let (desa, siti, plan) = begin(&server).await;
    siti.write(&server, &plan["id"], vec![section(1, "Latar")]).await;
    siti.write(&server, &plan["id"], vec![typing(TextOf::Section(row(1)), 0, 0, "Sawah")]).await;
    desa.write(&server, &plan["id"], vec![typing(TextOf::Title, 0, 0, "A ")]).await;
    siti.write(&server, &plan["id"], vec![Edit::Remove { table: Table::Sections, row: row(1) }]).await;
    let page = history(&desa, &plan, 10, Value::Null).await;
    let told: Vec<_> = page["nodes"].as_array().unwrap().iter().map(|it| (it["fromSeq"].clone(), it["untilSeq"].clone())).collect();
    let wanted = [(5, 5), (4, 4), (2, 3), (1, 1)].map(|(from, until)| (json!(from), json!(until)));
    assert_eq!(told, wanted, "{page}");
    let first = &page["nodes"][2];
    assert_eq!((&first["person"]["displayName"], &first["count"]), (&json!("siti"), &json!(2)));
    let change = |field: Value| json!({ "table": "sections", "rowId": row(1), "field": field, "name": "Latar" });
    assert_eq!(first["changes"], json!([change(Value::Null), change(json!("body"))]), "{page}");
    assert_eq!(page["nodes"][1]["changes"][0]["field"], "title");
    assert_eq!(page["nodes"][0]["changes"], json!([change(json!("gone"))]), "what is gone still has its name");
    // A page goes on where the last one ended.
    let two = history(&desa, &plan, 2, Value::Null).await;
    assert_eq!((&two["pageInfo"]["hasNextPage"], &two["nodes"].as_array().unwrap().len()), (&json!(true), &2));
    let rest = history(&desa, &plan, 2, two["pageInfo"]["endCursor"].clone()).await;
    assert_eq!((&rest["nodes"][0]["untilSeq"], &rest["pageInfo"]["hasNextPage"]), (&json!(3), &json!(false)));
    let people = desa.get(PlanContributors::DOCUMENT, json!({ "id": plan["id"] })).await["answer"].clone();
    let people: Vec<_> =
        people.as_array().unwrap().iter().map(|it| (it["person"]["displayName"].clone(), it["count"].clone())).collect();
    assert_eq!(people, [(json!("siti"), json!(3)), (json!("desa"), json!(2))]);
}

async fn who_writes_on_and_on_has_an_entry_for_every_ten_minutes(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.with(|app| App { clock: Arc::clone(&clock) as _, ..app.clone() }).await;
    let (_, siti, plan) = begin(&server).await;
    for letters in ["a", "b", "c", "d"] {
        siti.write(&server, &plan["id"], vec![typing(TextOf::Title, 0, 0, letters)]).await;
        clock.advance(Duration::from_secs(4 * 60));
    }
    // No pause is longer than four minutes, and from the first to the last there are twelve.
    let page = history(&siti, &plan, 10, Value::Null).await;
    let told: Vec<_> = page["nodes"].as_array().unwrap().iter().map(|it| (it["fromSeq"].clone(), it["untilSeq"].clone())).collect();
    assert_eq!(told, [(3, 5), (2, 2), (1, 1)].map(|(from, until)| (json!(from), json!(until))), "{page}");
}

async fn two_moments_are_compared_part_by_part(server: Server) {
    let (desa, siti, plan) = begin(&server).await;
    let fields = vec![("item", "Batu".into()), ("volume", schema::Value::Number(2_000)), ("price", schema::Value::Number(100))];
    let from = siti.write(&server, &plan["id"], vec![Edit::Add { table: Table::Budget, row: row(5), after: None, fields }]).await;
    let dearer = Edit::Set { table: Table::Budget, row: row(5), field: "price", value: schema::Value::Number(150) };
    let until = siti.write(&server, &plan["id"], vec![section(1, "Latar"), dearer, typing(TextOf::Title, 0, 5, "Jembatan")]).await;
    let found = comparison(&desa, &plan, from, until).await["data"]["answer"].clone();
    assert_eq!((&found["budgetBefore"], &found["budgetAfter"]), (&json!(200), &json!(300)), "{found}");
    assert_eq!((&found["rows"][0]["fate"], &found["rows"][0]["name"]), (&json!("ADDED"), &json!("Latar")));
    let line = &found["rows"][1];
    assert_eq!((&line["totalBefore"], &line["totalAfter"], &line["fields"][0]["after"]), (&json!(200), &json!(300), &json!("150")));
    let removed = found["title"].as_array().unwrap().iter().find(|hunk| hunk["fate"] == "REMOVED").unwrap();
    assert_eq!(removed["text"], "Jalan");
    for (from, until) in [(0, 1), (1, 99), (-3, 1)] {
        let answer = comparison(&desa, &plan, from, until).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_INPUT", "{answer}");
    }
}

async fn a_plan_goes_back_and_loses_nothing(server: Server) {
    let (desa, siti, plan) = begin(&server).await;
    let good = siti.write(&server, &plan["id"], vec![section(1, "Latar"), typing(TextOf::Section(row(1)), 0, 0, "Sawah.")]).await;
    let bad = siti.write(&server, &plan["id"], vec![Edit::Remove { table: Table::Sections, row: row(1) }]).await;
    let input = |seq: i64| json!({ "planId": plan["id"], "seq": seq });
    let stranger = server.person("budi", None).await;
    assert_eq!(stranger.send::<RestorePlanVersion>(input(good)).await["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let refused = desa.send::<RestorePlanVersion>(input(99)).await;
    assert_eq!((&refused["errors"][0]["code"], &refused["errors"][0]["field"]), (&json!("OUT_OF_RANGE"), &json!("seq")));
    desa.send::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    let restored = desa.send::<RestorePlanVersion>(input(good)).await;
    assert_eq!(restored["errors"], json!([]), "{restored}");
    let seq = restored["object"]["seq"].as_i64().unwrap();
    assert_eq!((seq > bad, &restored["object"]["restoredFrom"]), (true, &json!(good)), "{restored}");
    let versions =
        desa.get(PlanVersions::DOCUMENT, json!({ "id": plan["id"], "first": 10, "after": null })).await["answer"].clone();
    let names: Vec<_> = versions["nodes"].as_array().unwrap().iter().map(|version| version["name"].clone()).collect();
    assert_eq!(names, [json!("Terbuka untuk saran"), json!(format!("Dipulihkan dari perubahan ke-{good}"))]);
    let since = comparison(&desa, &plan, good, seq).await["data"]["answer"].clone();
    assert_eq!((&since["rows"], &since["title"]), (&json!([]), &json!([])), "{since}");
    let back = comparison(&desa, &plan, bad, seq).await["data"]["answer"].clone();
    assert_eq!((&back["rows"][0]["fate"], &back["rows"][0]["name"]), (&json!("ADDED"), &json!("Latar")));
    let told = "query($id: ID!) { plan(id: $id) { history(first: 20) { nodes { kind } } } }";
    let told = stranger.get(told, json!({ "id": plan["id"] })).await;
    assert!(told["plan"]["history"]["nodes"].as_array().unwrap().iter().any(|event| event["kind"] == "plan.restored"), "{told}");
}

async fn what_was_written_in_a_draft_is_told_its_participants_only(server: Server) {
    let (desa, siti, plan) = begin(&server).await;
    let draft = siti.write(&server, &plan["id"], vec![section(1, "Rahasia")]).await;
    let opened = siti.write(&server, &plan["id"], vec![Edit::Remove { table: Table::Sections, row: row(1) }]).await;
    let guest = server.anonymous();
    assert_eq!(history(&guest, &plan, 10, Value::Null).await, Value::Null);
    assert_eq!(comparison(&guest, &plan, draft, opened).await["data"]["answer"], Value::Null);
    desa.send::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    let after = desa.write(&server, &plan["id"], vec![section(2, "Latar")]).await;
    let seen = history(&guest, &plan, 10, Value::Null).await;
    let told: Vec<_> =
        seen["nodes"].as_array().unwrap().iter().map(|entry| (&entry["fromSeq"], &entry["person"]["displayName"])).collect();
    assert_eq!(told, [(&json!(after), &json!("desa"))], "{seen}");
    assert!(!seen.to_string().contains("Rahasia"), "{seen}");
    // Who wrote in the draft what nobody reads now is not named either.
    let writers = async |person: &Person| -> Vec<(Value, Value)> {
        let found = person.get(PlanContributors::DOCUMENT, json!({ "id": plan["id"] })).await["answer"].clone();
        found.as_array().unwrap().iter().map(|it| (it["person"]["displayName"].clone(), it["count"].clone())).collect()
    };
    assert_eq!(writers(&guest).await, [(json!("desa"), json!(1))]);
    assert_eq!(writers(&desa).await.len(), 2);
    assert_eq!(comparison(&guest, &plan, draft, after).await["errors"][0]["extensions"]["code"], "BAD_INPUT");
    assert_eq!(comparison(&guest, &plan, opened, after).await["data"]["answer"]["rows"][0]["name"], "Latar");
    assert_eq!(comparison(&siti, &plan, draft, after).await["data"]["answer"]["rows"][1]["name"], "Rahasia");
}
