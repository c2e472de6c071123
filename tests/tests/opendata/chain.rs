//! Reckoning the hashes of the journal's file, as docs/api.md says that anybody can.

use super::harness::Person;
use super::readers::Row;
use chrono::DateTime;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// Who acted, by the number of the event: GraphQL says it, the file does not.
pub async fn actors(person: &Person) -> HashMap<i64, Uuid> {
    let told = person.get("{ journal(first: 100) { nodes { seq actor { id } } } }", json!({})).await;
    let actor = |node: &Value| {
        let id = node["actor"]["id"].as_str()?.strip_prefix("usr_")?;
        Some((node["seq"].as_i64()?, id.parse().ok()?))
    };
    told["journal"]["nodes"].as_array().unwrap().iter().filter_map(actor).collect()
}

pub fn hash(row: &Row, actor: Option<&Uuid>) -> String {
    let text = |column: &str| row[column].as_str().unwrap_or_default();
    let at: DateTime<chrono::FixedOffset> = text("at").parse().unwrap();
    let mut hash = Sha256::new();
    hash.update(b"rembug journal v1");
    hash.update(bytes(text("previous_hash")));
    for field in [
        row["seq"].as_i64().unwrap().to_be_bytes().to_vec(),
        at.timestamp_millis().to_be_bytes().to_vec(),
        text("kind").into(),
        text("subject").into(),
        text("area_code").into(),
        actor.map(|actor| actor.as_bytes().to_vec()).unwrap_or_default(),
        text("office").into(),
        text("details").into(),
        bytes(text("commitment")),
    ] {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}
