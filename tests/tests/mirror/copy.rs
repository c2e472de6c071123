//! Another system that keeps a copy of the public record: what it has read, and how far.

use crate::harness::Person;
use crate::harness::socket::Socket;
use crate::selection::Schema;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// By their ids; what the region has without ids, by the names of its lists.
pub type Things = BTreeMap<String, Value>;

pub struct Mirror<'a> {
    reader: &'a Person,
    schema: &'a Schema,
    pub things: Things,
    after: Option<String>,
    pub events: Vec<i64>,
    /// The areas have changed since they were read.
    is_region_old: bool,
}

impl<'a> Mirror<'a> {
    pub fn new(reader: &'a Person, schema: &'a Schema) -> Self {
        Self { reader, schema, things: Things::new(), after: None, events: Vec::new(), is_region_old: false }
    }

    /// Reads on until there is nothing more, so many events at a time.
    pub async fn catch_up(&mut self, first: i32) {
        let query = format!(
            "query($first: Int!, $after: String) {{
              journal(first: $first, after: $after) {{
                nodes {{ cursor seq kind touched {{ id node {{ ...Public }} }} }}
                pageInfo {{ hasNextPage }}
              }}
            }} {}",
            self.schema.public()
        );
        loop {
            let page = self.reader.get(&query, json!({ "first": first, "after": self.after })).await["journal"].clone();
            for event in page["nodes"].as_array().unwrap() {
                self.take(event).await;
            }
            if page["pageInfo"]["hasNextPage"] == false {
                return self.rest().await;
            }
        }
    }

    /// Follows over a socket, up to and with the event that is the last.
    pub async fn follow(&mut self, is_last: impl Fn(&Value) -> bool) {
        let query = format!(
            "subscription($after: String) {{
              journal(after: $after) {{ cursor seq kind subject touched {{ id node {{ ...Public }} }} }}
            }} {}",
            self.schema.public()
        );
        let mut socket = Socket::ready(self.reader).await;
        socket.subscribe("a", &query, json!({ "after": self.after.as_deref().unwrap_or("0") })).await;
        loop {
            let event = socket.next().await["journal"].clone();
            self.take(&event).await;
            if is_last(&event) {
                return self.rest().await;
            }
        }
    }

    /// Reads the areas again, a while after the event that tells of them: a server keeps them in memory.
    async fn rest(&mut self) {
        if std::mem::take(&mut self.is_region_old) {
            self.things.extend(region(self.reader, self.schema).await);
        }
    }

    async fn take(&mut self, event: &Value) {
        self.events.push(event["seq"].as_i64().unwrap());
        self.after = event["cursor"].as_str().map(str::to_owned);
        for touched in event["touched"].as_array().unwrap() {
            let id = touched["id"].as_str().unwrap().to_owned();
            if touched["node"].is_null() {
                self.things.remove(&id);
            } else {
                self.things.insert(id, touched["node"].clone());
            }
        }
        self.is_region_old |= event["kind"].as_str().unwrap().starts_with("area.");
        // Who is named for the first time; from then on the feed tells of them.
        for id in people(event.clone()) {
            if !self.things.contains_key(&id) {
                let person = person(self.reader, self.schema, &id).await;
                self.things.insert(id, person);
            }
        }
    }
}

/// What the public record holds now, as its lists give it, with these people beside those that it names.
pub async fn original(reader: &Person, schema: &Schema, known: &Things) -> Things {
    let mut found = region(reader, schema).await;
    for (list, of, size) in [
        ("proposals", "Proposal", 50),
        ("comments", "Comment", 100),
        ("plans", "Plan", 20),
        ("planComments", "PlanComment", 50),
        ("planSuggestions", "PlanSuggestion", 50),
        ("planVersions", "PlanVersion", 50),
    ] {
        found.extend(pages(reader, schema, list, of, size).await);
    }
    let named = known.keys().filter(|id| id.starts_with("usr_")).cloned();
    let named: BTreeSet<String> = named.chain(found.values().cloned().flat_map(people)).collect();
    for id in named {
        let person = person(reader, schema, &id).await;
        found.insert(id, person);
    }
    found
}

/// The areas, and what belongs to the region as a whole.
async fn region(reader: &Person, schema: &Schema) -> Things {
    let mut found = pages(reader, schema, "areas", "Area", 100).await;
    let lists = [("agencies", "Agency"), ("proposalCatalog", "CatalogItem"), ("region", "Region"), ("reviewLevels", "ReviewLevel")];
    for (list, of) in lists {
        let query = format!("{{ {list} {{ {} }} }}", schema.selection(of));
        found.insert(list.into(), reader.get(&query, json!({})).await[list].clone());
    }
    found
}

async fn pages(reader: &Person, schema: &Schema, list: &str, of: &str, size: i32) -> Things {
    let fragment = schema.fragment(of);
    let query = format!(
        "query($after: String) {{
          {list}(first: {size}, after: $after) {{ nodes {{ ...{of}Public }} pageInfo {{ hasNextPage endCursor }} }}
        }}{fragment}"
    );
    let (mut found, mut after) = (Things::new(), Value::Null);
    loop {
        let page = reader.get(&query, json!({ "after": after })).await[list].clone();
        found.extend(by_id(&page["nodes"]));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
    }
}

async fn person(reader: &Person, schema: &Schema, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ person(id: $id) {{ ...PersonPublic }} }}{}", schema.fragment("Person"));
    reader.get(&query, json!({ "id": id })).await["person"].clone()
}

fn by_id(nodes: &Value) -> impl Iterator<Item = (String, Value)> {
    nodes.as_array().unwrap().iter().map(|node| (node["id"].as_str().unwrap().to_owned(), node.clone()))
}

/// The ids of all people that are named anywhere in it.
fn people(told: Value) -> Vec<String> {
    match told {
        Value::String(text) if text.starts_with("usr_") => vec![text],
        Value::Array(items) => items.into_iter().flat_map(people).collect(),
        Value::Object(fields) => fields.into_iter().flat_map(|(_, value)| people(value)).collect(),
        _ => Vec::new(),
    }
}
