//! What costs no more than it may and is long all the same: its answer has an end, and nobody waits for it.

use crate::ask;
use crate::harness::socket::Socket;
use crate::harness::{Person, Server, refusal};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan::PlanPage;
use shared::operations::plan_step::{CreatePlan, MovePlan};
use shared::operations::plan_suggestion::SuggestPlanChange;

on_both_databases! {
    what_is_long_is_told_only_so_often_and_nobody_waits_for_it,
    what_a_change_did_stays_done_when_its_answer_is_too_long,
    an_event_whose_answer_is_too_long_ends_nothing,
    conditions_follow_what_variables_are_by_default,
}

const VILLAGE: &str = "33.02.17.2019";

/// Different words, so that texts of them have nothing in common.
pub fn words(stem: &str, letters: usize) -> String {
    let endless: String = (0..letters).map(|at| format!("{stem}{at} ")).take(letters / stem.len()).collect();
    endless.chars().take(letters - 1).collect::<String>() + "."
}

/// An open plan, and a suggestion for it as long as they may be.
pub async fn suggestion(server: &Server) -> Value {
    let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
    let input = json!({ "area": VILLAGE, "title": "Jalan usaha tani", "template": "SMALL_INFRASTRUCTURE" });
    let plan = desa.make::<CreatePlan>(input).await;
    desa.make::<MovePlan>(json!({ "id": plan["id"], "to": "OPEN" })).await;
    let seq = desa.get(PlanPage::DOCUMENT, json!({ "id": plan["id"] })).await["answer"]["seq"].clone();
    let body = words("kata", 40_000);
    let input = json!({ "planId": plan["id"], "sectionId": plan["sections"][0]["id"], "seq": seq, "body": body, "note": null });
    desa.make::<SuggestPlanChange>(input).await
}

/// With a text and a geometry as long as they may be.
async fn proposal(person: &Person) -> Value {
    let line: Vec<_> = (0..500).map(|at| json!([109.14 + f64::from(at) / 1e5, -7.33 + f64::from(at % 2) / 1e5])).collect();
    person.propose(json!({ "problem": words("rusak", 4_000), "geometry": { "type": "LineString", "coordinates": line } })).await
}

fn times(count: usize, field: &str) -> String {
    (0..count).map(|at| format!("a{at}: {field} ")).collect()
}

fn assert_too_long(told: &Value) {
    let extensions = &told["errors"][0]["extensions"];
    assert_eq!(refusal(told), "TOO_COMPLEX", "{told:.300}");
    assert_eq!(extensions["limit"], json!({ "name": "answer", "most": 16_000_000 }), "{told:.300}");
    assert_eq!((&told["data"], extensions["requestId"].as_str().map(str::len)), (&Value::Null, Some(32)));
    assert!(told["errors"][0]["message"].as_str().unwrap().contains("16000000"), "{told:.300}");
}

async fn what_is_long_is_told_only_so_often_and_nobody_waits_for_it(server: Server) {
    let (siti, suggestion) = (server.person("siti", None).await, suggestion(&server).await);
    let (proposal, anyone) = (proposal(&siti).await, server.anonymous());
    let one = |id: &Value, kind: &str, fields: String| format!("{{ node(id: {id}) {{ ... on {kind} {{ {fields} }} }} }}");
    let hundred = |id: &Value, kind: &str, fields: String| {
        format!("{{ nodes(ids: [{}]) {{ ... on {kind} {{ {fields} }} }} }}", format!("{id} ").repeat(100))
    };
    let statistics = "proposalStats(groupBy: [VILLAGE, MONTH]) { groups { count estimatedCost { median } } }";
    for (query, is_too_long) in [
        (one(&suggestion["id"], "PlanSuggestion", times(900, "after")), true),
        (one(&suggestion["id"], "PlanSuggestion", times(120, "hunks { text }")), false),
        (one(&proposal["id"], "Proposal", times(900, "geometry")), true),
        (hundred(&proposal["id"], "Proposal", times(250, "problem")), true),
        (hundred(&proposal["id"], "Proposal", times(250, "title")), false),
        (format!("{{ areas(first: 100) {{ nodes {{ {} }} }} }}", times(100, "name")), false),
        (format!("{{ {} }}", times(9, statistics)), false),
    ] {
        let (told, small) = tokio::join!(ask(&siti, &query), ask(&anyone, "{ region { code } }"));
        assert_eq!(small.body["data"]["region"]["code"], "33.02", "{query:.200}");
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.body["extensions"]["cost"]["requested"].as_u64() > Some(9_000), "{:.300}", told.body);
        if is_too_long {
            assert_too_long(&told.body);
        } else {
            assert!(told.body.get("errors").is_none(), "{query:.200} {:.300}", told.body);
        }
        assert!(told.body.to_string().len() < 20_000_000, "{query:.200}");
    }
}

async fn what_a_change_did_stays_done_when_its_answer_is_too_long(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let id = proposal(&siti).await["id"].clone();
    let change = format!("mutation {{ supportProposal(input: {{ id: {id} }}) {{ proposal {{ {} }} }} }}", times(900, "geometry"));
    assert_too_long(&ask(&budi, &change).await.body);
    let read = "query($id: ID!) { proposal(id: $id) { supportCount } }";
    assert_eq!(siti.get(read, json!({ "id": id })).await["proposal"]["supportCount"], 1);
}

async fn an_event_whose_answer_is_too_long_ends_nothing(server: Server) {
    let siti = server.person("siti", None).await;
    proposal(&siti).await;
    let mut socket = Socket::ready(&siti).await;
    let geometries = times(800, "geometry");
    let query =
        format!("subscription {{ journal(after: \"0\") {{ touched {{ node {{ ... on Proposal {{ {geometries} }} }} }} }} }}");
    socket.subscribe("a", &query, json!({})).await;
    let mut tell = async |is_too_long: bool| loop {
        let told = socket.hear().await;
        assert_eq!(told["type"], "next", "{told:.300}");
        if told["payload"].get("errors").is_some() {
            assert_too_long(&told["payload"]);
        }
        if told["payload"].get("errors").is_some() == is_too_long {
            break;
        }
    };
    tell(true).await;
    siti.propose(json!({})).await;
    tell(false).await;
}

async fn conditions_follow_what_variables_are_by_default(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    let query = "query($with: Boolean = true, $without: Boolean! = true) {
        proposals(first: 1) { nodes { id supportCount @include(if: $with) version @skip(if: $without) ...F } } }
        fragment F on Proposal { ... on Proposal @include(if: $with) { title } }";
    let told = async |variables: Value| siti.get(query, variables).await["proposals"]["nodes"][0].clone();
    let names = |proposal: &Value| proposal.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&told(json!({})).await), ["id", "supportCount", "title"]);
    assert_eq!(names(&told(json!({ "with": false, "without": false })).await), ["id", "version"]);
    // Of several operations those of the one that is asked.
    let text = "query A($with: Boolean = true) { ...F } query B($with: Boolean = false) { ...F }
        fragment F on Query { region { code name @include(if: $with) } }";
    for (name, expected) in [("A", true), ("B", false)] {
        let body = json!({ "query": text, "operationName": name }).to_string();
        let told = crate::post(&siti, body).await.body;
        assert_eq!(told["data"]["region"].get("name").is_some(), expected, "{told}");
    }
}
