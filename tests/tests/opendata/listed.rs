//! What GraphQL shows of the same things to anybody.

use super::harness::Person;
use super::lists::{List, WHOLE};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All that the list shows, by what names it.
pub async fn every_row(person: &Person, list: &List) -> BTreeMap<String, Value> {
    let nodes = if list.field.is_empty() { taking_part(person).await } else { every_node(person, list).await };
    nodes.into_iter().flat_map(rows_of).map(|node| (list.key_of(&node), node)).collect()
}

/// What stands in a node is a row of its own, where the dataset is about that.
fn rows_of(mut node: Value) -> Vec<Value> {
    let Some(rows) = node.as_object_mut().unwrap().remove("rows") else { return vec![node] };
    let mut rows = rows.as_array().unwrap().clone();
    for (position, row) in (1..).zip(&mut rows) {
        let fields = row.as_object_mut().unwrap();
        fields.extend([("plan".to_owned(), node["id"].clone()), ("position".to_owned(), json!(position))]);
    }
    rows
}

async fn every_node(person: &Person, list: &List) -> Vec<Value> {
    if WHOLE.contains(&list.dataset) {
        let whole = person.get(&format!("{{ {} {{ {} }} }}", list.field, list.nodes), json!({})).await;
        return whole[list.field].as_array().unwrap().clone();
    }
    every_page(person, list.field, list.nodes).await
}

async fn every_page(person: &Person, field: &str, nodes: &str) -> Vec<Value> {
    let query = format!(
        "query($after: String) {{ {field}(first: 100, after: $after) {{ nodes {{ {nodes} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = person.get(&query, json!({ "after": after })).await[field].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().cloned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
    }
}

/// What is drawn for each proposal, by its id.
pub async fn drawn(person: &Person) -> BTreeMap<String, Value> {
    let nodes = every_page(person, "proposals", "id geometry").await;
    nodes.into_iter().map(|node| (node["id"].as_str().unwrap().to_owned(), node["geometry"].clone())).collect()
}

/// The outlines of some areas, by code: of the regency, and of what lies in one of its districts.
pub async fn outlines(person: &Person) -> BTreeMap<String, Value> {
    let query = "{ regency: area(code: \"33.02\") { code geometry }
        areas(first: 100, filter: { areas: [\"33.02.17\"] }) { nodes { code geometry } } }";
    let told = person.get(query, json!({})).await;
    let areas = told["areas"]["nodes"].as_array().unwrap().iter().chain([&told["regency"]]);
    areas.map(|area| (area["code"].as_str().unwrap().to_owned(), area["geometry"].clone())).collect()
}

async fn taking_part(person: &Person) -> Vec<Value> {
    let query =
        "{ participationStats(groupBy: [VILLAGE, MONTH]) { groups { keys { value } proposals supports comments people } } }";
    person.get(query, json!({})).await["participationStats"]["groups"].as_array().unwrap().clone()
}

/// Whether a cell says what the list says: several words stand between blanks, times in local time, details as text.
pub fn same(cell: &Value, told: &Value) -> bool {
    let instant = |value: &Value| value.as_str()?.parse::<DateTime<Utc>>().ok();
    match (cell, told) {
        (Value::Null, Value::Array(none)) => none.is_empty(),
        (Value::String(words), Value::Array(list)) => words.split(' ').eq(list.iter().filter_map(Value::as_str)),
        (Value::String(text), Value::Object(_)) => serde_json::from_str::<Value>(text).ok().as_ref() == Some(told),
        (Value::String(text), Value::Null) => text == "null",
        (Value::Number(cell), Value::Number(told)) => cell.as_f64() == told.as_f64(),
        _ => cell == told || instant(cell).is_some() && instant(cell) == instant(told),
    }
}
