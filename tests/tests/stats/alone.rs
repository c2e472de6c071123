//! The database reckons only what is asked for, which changes no answer.

use crate::filled;
use crate::harness::{Person, Server};
use backend::app::App;
use backend::platform::clock::ManualClock;
use serde_json::{Value, json};
use std::sync::Arc;

on_both_databases! {
    a_field_says_alone_what_it_says_among_all_others,
    of_nothing_there_is_still_a_total,
    who_lives_there_costs_no_further_look,
}

const STATS: [(&str, &str); 4] = [
    ("ProposalGroup", "proposalStats(groupBy: [SECTOR])"),
    ("PlanGroup", "planStats(groupBy: [STAGE])"),
    ("ParticipationGroup", "participationStats(plans: {}, groupBy: [SECTOR])"),
    ("ReviewGroup", "reviewStats(groupBy: [SECTOR])"),
];
const FIELDS: &str = "query($of: String!) { __type(name: $of) { fields {
  name type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
} } }";

/// Every number within a type, by the fields that lead to it.
async fn numbers(person: &Person, of: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), of.to_owned())];
    while let Some((path, of)) = open.pop() {
        for field in person.get(FIELDS, json!({ "of": of })).await["__type"]["fields"].as_array().unwrap() {
            let mut named = &field["type"];
            while !named["ofType"].is_null() {
                named = &named["ofType"];
            }
            let name = field["name"].as_str().unwrap().to_owned();
            let path = [path.clone(), vec![name]].concat();
            match (named["kind"].as_str().unwrap(), named["name"].as_str().unwrap()) {
                ("SCALAR", _) => found.push(path),
                (_, "StatsKey" | "ReviewLevel") => {}
                (_, of) => open.push((path, of.to_owned())),
            }
        }
    }
    found
}

fn selection(path: &[String]) -> String {
    path.iter()
        .rev()
        .fold(String::new(), |within, field| if within.is_empty() { field.clone() } else { format!("{field} {{ {within} }}") })
}

async fn ask(person: &Person, stats: &str, wanted: &str) -> Value {
    let asked = format!("{{ answer: {stats} {{ groups {{ {wanted} }} total {{ {wanted} }} }} }}");
    person.get(&asked, json!({})).await["answer"].clone()
}

/// That everything in the one is in the other.
fn holds(all: &Value, alone: &Value) -> bool {
    match (all, alone) {
        (Value::Object(all), Value::Object(alone)) => alone.iter().all(|(field, value)| holds(&all[field], value)),
        (Value::Array(all), Value::Array(alone)) => {
            all.len() == alone.len() && all.iter().zip(alone).all(|(all, alone)| holds(all, alone))
        }
        _ => all == alone,
    }
}

async fn a_field_says_alone_what_it_says_among_all_others(server: Server) {
    filled(&server).await;
    let now = server.app.clock.now();
    let still = server.with(|app| App { clock: Arc::new(ManualClock::new(now)), ..app.clone() }).await;
    let anyone = still.anonymous();
    for (of, stats) in STATS {
        let paths = numbers(&anyone, of).await;
        let wanted: Vec<String> = paths.iter().map(|path| selection(path)).collect();
        let all = ask(&anyone, stats, &wanted.join(" ")).await;
        assert!(all["groups"].as_array().unwrap().len() > 1, "{stats}: {all}");
        for wanted in &wanted {
            let alone = ask(&anyone, stats, wanted).await;
            assert!(holds(&all, &alone), "{stats} {wanted}: {alone}, not {all}");
        }
        // Each of them is something at least once: what is always nothing would be alike in any case.
        for (path, wanted) in paths.iter().zip(&wanted) {
            assert!(
                leaves(&all, path).iter().any(|value| value.as_f64().is_some_and(|number| number > 0.0)),
                "{stats} {wanted} says nothing"
            );
        }
    }
}

async fn of_nothing_there_is_still_a_total(server: Server) {
    for (_, stats) in STATS {
        let wanted = if stats.starts_with("participation") { "proposals" } else { "count" };
        let answer = ask(&server.anonymous(), stats, wanted).await;
        assert_eq!(answer, json!({ "groups": [], "total": { wanted: 0 } }), "{stats}");
    }
}

/// It is in no row: whoever asks for it asks the database as often as for the number alone.
async fn who_lives_there_costs_no_further_look(server: Server) {
    let anyone = filled(&server).await;
    for stats in ["proposalStats(groupBy: [SECTOR])", "planStats(groupBy: [STAGE])"] {
        let looks = async |wanted: &str| {
            let before = server.app.db.queries().count();
            ask(&anyone, stats, wanted).await;
            server.app.db.queries().count() - before
        };
        let alone = looks("count").await;
        assert!(alone > 0 && looks("count people").await == alone, "{stats}");
    }
}

/// What a field says in every group, and in all together.
fn leaves<'a>(answer: &'a Value, path: &[String]) -> Vec<&'a Value> {
    let within = |value: &'a Value, field: &str| match &value[field] {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    };
    let start = [within(answer, "groups"), within(answer, "total")].concat();
    path.iter().fold(start, |values, field| values.into_iter().flat_map(|value| within(value, field)).collect())
}
