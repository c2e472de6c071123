//! Another system that keeps a copy of the public record: what it has read, and how far.

use crate::harness::Person;
use crate::harness::socket::Socket;
use crate::selection::Schema;
use serde_json::{Value, json};
use shared::access::Role;
use std::collections::{BTreeMap, BTreeSet};

/// By their ids; what the region has without ids, and who holds which office, by the names of its lists.
pub type Things = BTreeMap<String, Value>;

/// What of an event a copy takes, beside its kind.
const EVENT: &str = "cursor seq subject details actor { id }";

pub struct Mirror<'a> {
    reader: &'a Person,
    schema: &'a Schema,
    pub things: Things,
    after: Option<String>,
    pub events: Vec<i64>,
    /// Who holds which office follows from the events alone.
    officials: BTreeSet<String>,
    /// The areas have changed since they were read.
    is_region_old: bool,
}

impl<'a> Mirror<'a> {
    pub fn new(reader: &'a Person, schema: &'a Schema) -> Self {
        let (things, officials) = (Things::new(), BTreeSet::new());
        Self { reader, schema, things, after: None, events: Vec::new(), officials, is_region_old: false }
    }

    /// Reads on until there is nothing more, so many events at a time.
    pub async fn catch_up(&mut self, first: i32) {
        let query = format!(
            "query($first: Int!, $after: String) {{
              journal(first: $first, after: $after) {{
                nodes {{ {EVENT} kind touched {{ id node {{ ...Public }} }} }}
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
              journal(after: $after) {{ {EVENT} kind touched {{ id node {{ ...Public }} }} }}
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

    /// Reads the areas again, a while after the event that tells of them: a server keeps them in memory. Lists what it has.
    async fn rest(&mut self) {
        if std::mem::take(&mut self.is_region_old) {
            self.things.extend(region(self.reader, self.schema).await);
        }
        self.things.insert("officials".into(), json!(self.officials));
        self.things.retain(|id, _| !id.starts_with("dec_"));
        let decided: Vec<Value> =
            self.things.values().filter_map(|thing| thing["decisions"].as_array()).flatten().cloned().collect();
        self.things.extend(by_id(&Value::Array(decided)));
    }

    fn appoint(&mut self, event: &Value) {
        let told = &event["details"];
        let office = official(&event["subject"], &told["role"], &told["area"], &told["agency"], &told["office"]);
        let is_office = || told["role"].as_str().unwrap().parse::<Role>().unwrap().is_official();
        match event["kind"].as_str().unwrap() {
            "role.granted" if is_office() => assert!(self.officials.insert(office), "twice: {event}"),
            "role.revoked" if is_office() => assert!(self.officials.remove(&office), "never: {event}"),
            _ => {}
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
        self.appoint(event);
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
    // In the copy they stand with their proposals.
    for (id, mut decision) in pages(reader, schema, "decisions", "Decision", 100).await {
        decision.as_object_mut().unwrap().remove("__typename");
        found.insert(id, decision);
    }
    let known = known.keys().filter(|id| id.starts_with("usr_")).cloned();
    let named = found.values().cloned().chain(record(reader).await).flat_map(people);
    for id in known.chain(named).collect::<BTreeSet<String>>() {
        let person = person(reader, schema, &id).await;
        found.insert(id, person);
    }
    let offices = pages(reader, schema, "officials", "Official", 100).await;
    // Not the number of the grant, which no event tells; since when it is held, the event is dated.
    let offices = offices
        .values()
        .map(|it| official(&it["person"]["id"], &it["role"], &it["area"]["id"], &it["agency"]["code"], &it["office"]));
    found.insert("officials".into(), json!(offices.collect::<BTreeSet<String>>()));
    found
}

/// Somebody in an office.
fn official(person: &Value, role: &Value, area: &Value, agency: &Value, office: &Value) -> String {
    json!([person, role, area, agency, office]).to_string()
}

/// The whole journal: it names people of whom nothing else is left.
async fn record(reader: &Person) -> Vec<Value> {
    let query = format!(
        "query($after: String) {{
          journal(first: 100, after: $after) {{ nodes {{ {EVENT} }} pageInfo {{ hasNextPage endCursor }} }}
        }}"
    );
    let (mut events, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = reader.get(&query, json!({ "after": after })).await["journal"].clone();
        events.extend(page["nodes"].as_array().unwrap().iter().cloned());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return events;
        }
    }
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
