//! Programs and people who write the same plan at once.

use super::super::{Group, logged, row, typing};
use super::{update, written};
use crate::harness::editor::Editor;
use crate::harness::{Person, Server, refusal};
use serde_json::{Value, json};
use shared::plan::Content;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::schema::{self, Table};
use shared::value::PlanId;
use std::time::Duration;

on_both_databases! {
    what_others_changed_since_is_not_overwritten,
    what_others_did_not_touch_is_written_however_old_the_copy,
    who_types_in_the_section_that_a_program_writes_loses_nothing,
    programs_that_add_rows_at_once_lose_none,
}

/// What the log says once all of it is safe; everyone comes to have it.
async fn settled(server: &Server, plan: PlanId, editors: &mut [Editor]) -> Content {
    for editor in editors.iter_mut() {
        editor.until_saved().await;
    }
    let content = logged(&server.app, plan).await;
    for editor in editors {
        editor.until(|editor| editor.content() == content).await;
    }
    content
}

/// The body of a section as it was answered.
fn body(rows: &Value, id: u128) -> String {
    let found = rows.as_array().unwrap().iter().find(|section| section["id"] == json!(row(id)));
    found.unwrap()["body"].as_str().unwrap().to_owned()
}

async fn what_others_changed_since_is_not_overwritten(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let line = |fields: Value| {
        let mut line = json!({ "id": row(2), "item": "Semen" });
        line.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!([{ "putBudgetLine": line }])
    };
    let begun = json!([{ "putSection": { "id": row(1), "body": "Sawah." } }, line(json!({ "price": 100, "volume": 2 }))[0]]);
    let read = written(siti, plan, None, begun).await["seq"].as_i64().unwrap();
    let mut budi = group.editor(1).await;
    let set = |field, value| Edit::Set { table: Table::Budget, row: row(2), field, value };
    budi.edit(&[set("price", schema::Value::Number(120)), typing(TextOf::Section(row(1)), 6, " Jalan.")]).await;
    budi.until_saved().await;
    let said = |table: &str, id: u128, field: Value, value: Value| json!({ "table": table, "rowId": row(id), "field": field, "value": value });
    let removed = json!({ "id": row(2), "item": "Semen", "volume": 2.0, "unit": "", "price": 120, "source": null });
    for (edits, current, yours) in [
        (
            line(json!({ "price": 150, "volume": 3 })),
            said("budget", 2, json!("price"), json!(120)),
            said("budget", 2, json!("price"), json!(150)),
        ),
        (
            json!([{ "putSection": { "id": row(1), "body": "Sawah basah." } }]),
            said("sections", 1, json!("body"), json!("Sawah. Jalan.")),
            said("sections", 1, json!("body"), json!("Sawah basah.")),
        ),
        (
            json!([{ "removeBudgetLine": row(2) }]),
            said("budget", 2, Value::Null, removed),
            said("budget", 2, Value::Null, Value::Null),
        ),
    ] {
        let answer = update(siti, plan, Some(read), edits).await;
        assert_eq!(refusal(&answer), "CONFLICT", "{answer}");
        let told = &answer["errors"][0]["extensions"];
        assert_eq!((&told["current"], &told["yours"]), (&json!([current]), &json!([yours])), "{answer}");
        assert_eq!((&told["yourVersion"], &told["currentVersion"]), (&json!(read), &json!(read + 1)), "{answer}");
    }
    assert_eq!(logged(&server.app, plan).await.budget[0].volume, Some(2_000), "nothing of it was written");
    // Whoever wants what is there already is in nobody's way; whoever has read it again goes on.
    assert_eq!(written(siti, plan, Some(read), line(json!({ "price": 120 }))).await["seq"], json!(read + 1));
    let again = written(siti, plan, Some(read + 1), line(json!({ "price": 150, "volume": 3 }))).await;
    assert_eq!(again["plan"]["budget"][0]["price"], 150);
    // A row that somebody took away does not come back behind their back.
    budi.edit(&[Edit::Remove { table: Table::Budget, row: row(2) }]).await;
    budi.until_saved().await;
    let gone = update(siti, plan, again["seq"].as_i64(), line(json!({ "price": 160 }))).await;
    assert_eq!((refusal(&gone), &gone["errors"][0]["extensions"]["current"][0]["value"]), ("CONFLICT", &Value::Null), "{gone}");
    assert_eq!(written(siti, plan, None, line(json!({ "price": 160 }))).await["plan"]["budget"][0]["price"], 160);
}

async fn what_others_did_not_touch_is_written_however_old_the_copy(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let begun = json!([{ "putBudgetLine": { "id": row(1) } }, { "putBudgetLine": { "id": row(2) } }]);
    let read = written(siti, plan, None, begun).await["seq"].as_i64();
    let mut budi = group.editor(1).await;
    let set = |row, field| Edit::Set { table: Table::Budget, row, field, value: schema::Value::Number(5) };
    budi.edit(&[set(row(1), "volume"), set(row(2), "price"), typing(TextOf::Title, 0, "A ")]).await;
    budi.until_saved().await;
    let edits = json!([
        { "putBudgetLine": { "id": row(1), "price": 100 } },
        { "putBudgetLine": { "id": row(2), "item": "Pasir", "behind": null } },
        { "putBudgetLine": { "id": row(3) } },
        { "setSummary": "Ringkas" },
    ]);
    let answer = written(siti, plan, read, edits).await;
    let lines = &answer["plan"]["budget"];
    assert_eq!((&lines[0]["item"], &lines[0]["price"], &lines[1]["price"]), (&json!("Pasir"), &json!(5), &json!(100)), "{answer}");
    assert!(answer["plan"]["title"].as_str().unwrap().starts_with("A "), "{answer}");
    settled(&server, plan, &mut [budi]).await;
}

/// Appends a word to a section as a program would: from what it has read, and from what it is told when that is old.
async fn append(person: &Person, plan: PlanId, copy: &mut (i64, String), word: &str) {
    loop {
        let wanted = format!("{}{word}", copy.1);
        let answer = update(person, plan, Some(copy.0), json!([{ "putSection": { "id": row(1), "body": wanted } }])).await;
        if answer.get("plan").is_some() {
            assert_eq!(answer["errors"], json!([]), "{answer}");
            *copy = (answer["plan"]["seq"].as_i64().unwrap(), body(&answer["plan"]["sections"], 1));
            return;
        }
        assert_eq!(refusal(&answer), "CONFLICT", "{answer}");
        let told = &answer["errors"][0]["extensions"];
        *copy = (told["currentVersion"].as_i64().unwrap(), told["current"][0]["value"].as_str().unwrap().to_owned());
    }
}

async fn who_types_in_the_section_that_a_program_writes_loses_nothing(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let (siti, plan) = (&group.people[0], group.plan);
    let begun = written(siti, plan, None, json!([{ "putSection": { "id": row(1), "body": "Sawah." } }])).await;
    let mut copy = (begun["seq"].as_i64().unwrap(), "Sawah.".to_owned());
    let mut editors = [group.editor(0).await, group.editor(1).await];
    for (round, letter) in ('a'..='t').enumerate() {
        let word = format!(" kata{round}");
        let letter = letter.to_string();
        let type_it = async {
            for (at, editor) in editors.iter_mut().enumerate() {
                editor.edit(&[typing(TextOf::Section(row(1)), at as u32, &letter)]).await;
                editor.hear(Duration::ZERO).await;
            }
        };
        tokio::join!(type_it, append(siti, plan, &mut copy, &word));
    }
    let content = settled(&server, plan, &mut editors).await;
    let said = &content.sections.iter().find(|section| section.id == row(1)).unwrap().body;
    for (round, letter) in ('a'..='t').enumerate() {
        assert!(said.contains(&format!(" kata{round}")), "kata{round}: {said}");
        let typed = said.split(' ').next().unwrap().matches(letter).count();
        let own = "Sawah.".matches(letter).count();
        assert_eq!(typed - own, 2, "{letter}: {said}");
    }
}

async fn programs_that_add_rows_at_once_lose_none(server: Server) {
    let group = Group::of(&server, &["siti", "budi"]).await;
    let plan = group.plan;
    let mut editor = group.editor(1).await;
    let add = async |person: &Person, from: u128| {
        for n in from..from + 10 {
            written(person, plan, None, json!([{ "putBudgetLine": { "id": row(n), "item": n.to_string(), "behind": null } }]))
                .await;
        }
    };
    let draw = async {
        for n in 300..310 {
            editor.edit(&[Edit::Add { table: Table::Budget, row: row(n), after: None, fields: vec![] }]).await;
        }
        editor.until_saved().await;
    };
    tokio::join!(add(&group.people[0], 100), add(&group.people[1], 200), draw);
    let content = settled(&server, plan, &mut [editor]).await;
    let mut ids: Vec<u128> = content.budget.iter().map(|line| line.id.as_u128()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (100..110).chain(200..210).chain(300..310).collect::<Vec<_>>());
}
