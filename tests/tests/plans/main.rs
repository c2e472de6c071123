//! Plans beside what is written in them live: how they begin, lists, participants and stages, the same on SQLite and PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod beginning;
mod lists;
mod participants;
mod stages;

use harness::{Person, Server};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::{PlanPage, Plans};
use shared::operations::plan_step::{AddPlanParticipant, CreatePlan, MovePlan};

const VILLAGE: &str = "33.02.17.2019";

async fn village(server: &Server) -> Person {
    server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await
}

async fn organiser(server: &Server) -> Person {
    server.person("karang", Some((Role::CommunityOrganiser, Some(VILLAGE), None))).await
}

async fn begin(person: &Person, changes: Value) -> Value {
    let mut input = json!({ "area": VILLAGE, "title": "Jalan Karanggude", "template": "BLANK" });
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    person.make::<CreatePlan>(input).await
}

async fn step(person: &Person, plan: &Value, to: &str) -> Value {
    person.send::<MovePlan>(json!({ "id": plan["id"], "to": to })).await
}

async fn open(person: &Person, plan: &Value) {
    assert_eq!(step(person, plan, "OPEN").await["errors"], json!([]));
}

async fn invite(person: &Person, plan: &Value, name: &str, role: &str) -> Value {
    let input = json!({ "planId": plan["id"], "contact": format!("{name}@contoh.id"), "role": role });
    person.send::<AddPlanParticipant>(input).await
}

async fn page(person: &Person, plan: &Value) -> Value {
    person.get(PlanPage::DOCUMENT, json!({ "id": plan["id"] })).await["answer"].clone()
}

async fn titles(person: &Person, filter: Value, order: &str) -> Vec<String> {
    let variables = json!({ "filter": filter, "orderBy": order, "first": 100 });
    let list = person.get(Plans::DOCUMENT, variables).await["answer"].clone();
    let nodes = list["nodes"].as_array().unwrap();
    assert_eq!(list["totalCount"], nodes.len());
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}
