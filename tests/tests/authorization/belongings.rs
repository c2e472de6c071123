//! What somebody has, so that it can be asked who may do what with it.

use crate::harness::{PDF, Person, Server, fields, photo};
use reqwest::Method;
use serde_json::{Value, json};
use shared::plan::edit::{Edit, TextOf};
use shared::plan::schema::{Table, Value as Field};
use std::time::Duration;
use uuid::Uuid;

/// Somebody's account, role, proposal, and what belongs to it.
#[derive(Default)]
pub struct Belongings {
    pub account: String,
    pub grant: String,
    pub token: String,
    pub webhook: String,
    pub delivery: String,
    pub proposal: String,
    pub photo: String,
    pub document: String,
    pub comment: String,
    pub plan: String,
    pub plan_comment: String,
    pub plan_suggestion: String,
}

pub async fn belongings(server: &Server, person: &Person) -> Belongings {
    let account = person.get("{ viewer { account { id grants { id } } } }", json!({})).await["viewer"]["account"].clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let photo = text(&upload(person, "/media", "image/png").await.1["id"]);
    let document = text(&upload(person, "/media?kind=COST_ESTIMATE", "application/pdf").await.1["id"]);
    let (webhook, delivery) = if account["grants"] == json!([]) { Default::default() } else { webhook(server, person).await };
    Belongings {
        account: text(&account["id"]),
        grant: text(&account["grants"][0]["id"]),
        token: person.token(&[]).await.0,
        webhook,
        delivery,
        proposal: propose(person, json!({ "photos": [photo], "documents": [document] })).await,
        photo,
        document,
        ..Belongings::default()
    }
}

pub async fn comment(person: &Person, proposal: &str) -> String {
    let mutation = "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }";
    let answer = person.get(mutation, json!({ "input": { "proposalId": proposal, "body": "Setuju." } })).await;
    answer["addComment"]["comment"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// A draft, with somebody as its owner beside the one who makes it.
pub async fn plan(person: &Person, owner: Option<&str>) -> String {
    let mutation = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } errors { code } } }";
    let answer = person
        .get(mutation, json!({ "input": { "area": "33.02.17.2019", "title": "Rencana", "template": "SMALL_INFRASTRUCTURE" } }))
        .await;
    let id = answer["createPlan"]["plan"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    if let Some(owner) = owner {
        let mutation = "mutation($input: AddPlanParticipantInput!) { addPlanParticipant(input: $input) { plan { id } } }";
        person.get(mutation, json!({ "input": { "planId": id, "accountId": owner, "role": "OWNER" } })).await;
    }
    id
}

pub async fn plan_comment(person: &Person, plan: &str) -> String {
    let mutation = "mutation($input: AddPlanCommentInput!) { addPlanComment(input: $input) { comment { id } } }";
    let answer = person.get(mutation, json!({ "input": { "planId": plan, "anchorKind": "PLAN", "body": "Setuju." } })).await;
    answer["addPlanComment"]["comment"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

pub async fn plan_suggestion(person: &Person, plan: &str) -> String {
    let read = "query($id: ID!) { plan(id: $id) { seq sections { id } } }";
    let page = person.get(read, json!({ "id": plan })).await["plan"].clone();
    let mutation = "mutation($input: SuggestPlanChangeInput!) { suggestPlanChange(input: $input) { suggestion { id } } }";
    let input = json!({ "planId": plan, "sectionId": page["sections"][0]["id"], "seq": page["seq"], "body": "Sawah." });
    let answer = person.get(mutation, json!({ "input": input })).await;
    answer["suggestPlanChange"]["suggestion"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// Says something in every part of a plan, and waits until it can be read.
pub async fn fill(server: &Server, person: &Person, plan: &str) {
    let row = Uuid::from_u128;
    let add = |table, n, fields: Vec<(&'static str, Field)>| Edit::Add { table, row: row(n), after: None, fields };
    let line = r#"{"type":"LineString","coordinates":[[109.14,-7.33],[109.15,-7.34]]}"#;
    let budget =
        vec![("item", "Batu".into()), ("unit", "m³".into()), ("volume", Field::Number(12_500)), ("price", Field::Number(7))];
    let edits = vec![
        Edit::Splice { text: TextOf::Summary, at: 0, delete: 0, insert: "Jalan ke sawah.".into() },
        add(Table::Objectives, 1, vec![("text", "Panen terangkut".into())]),
        add(Table::Indicators, 2, vec![("name", "Waktu".into()), ("unit", "menit".into()), ("target", "15".into())]),
        add(Table::Budget, 3, [budget, vec![("source", "APBDES_DD".into())]].concat()),
        add(Table::Activities, 4, vec![("name", "Gali".into()), ("start", "2028-03-01".into()), ("end", "2028-03-09".into())]),
        add(Table::Features, 5, vec![("label", "Ruas".into()), ("kind", "PLANNED".into()), ("geometry", line.into())]),
    ];
    let seq = person.write(server, &json!(plan), edits).await;
    let told = async {
        while person.get("query($id: ID!) { plan(id: $id) { seq } }", json!({ "id": plan })).await["plan"]["seq"] != seq {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.expect("what was written is never told");
}

pub async fn propose(person: &Person, changes: Value) -> String {
    let mut form = fields();
    form.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let answer = person.mutate("createProposal", "CreateProposalInput", json!({ "fields": form })).await;
    answer["proposal"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// A webhook, and an event that its receiver did not take.
pub async fn webhook(server: &Server, person: &Person) -> (String, String) {
    let mutation = "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }";
    let answer = person.get(mutation, json!({ "input": { "name": "Portal", "url": "http://127.0.0.1:9/" } })).await;
    let id = answer["createWebhook"]["webhook"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    let delivery = server.give_up(&id).await.to_string();
    (id, delivery)
}

/// The status and the answer.
pub async fn upload(person: &Person, path: &str, content_type: &str) -> (u16, Value) {
    let file = if content_type == "application/pdf" { PDF.to_vec() } else { photo() };
    let response = person.request(Method::POST, path).header("content-type", content_type).body(file).send().await.unwrap();
    (response.status().as_u16(), serde_json::from_str(&response.text().await.unwrap()).unwrap())
}
