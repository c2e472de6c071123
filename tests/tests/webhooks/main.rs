//! Webhooks: what another system is told, how often, and where Rembug never sends; the same on SQLite and on PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod examples;
mod failing;
mod keeping;
mod owners;
mod places;
mod receiver;
mod sending;

use backend::app::App;
use backend::journal::{Event, EventKind, append};
use backend::platform::clock::{Clock, ManualClock};
use backend::webhook::sender::round;
use harness::{Person, Server};
use receiver::Receiver;
use serde_json::{Value, json};
use shared::access::Role;
use std::sync::Arc;
use std::time::Duration;

pub const PARTS: &str = "id state cursor attempts nextAttemptAt failingSince lastSentAt lastProblem lastStatus";

/// A server whose time stands still, an official, and a system that wants to be told.
pub struct World {
    pub server: Server,
    pub clock: Arc<ManualClock>,
    pub official: Person,
    pub receiver: Arc<Receiver>,
    /// Holds the database.
    first: Server,
}

impl World {
    pub async fn of(first: Server) -> Self {
        let clock = Arc::new(ManualClock::new(first.app.clock.now()));
        let server = server_by(&first, &clock).await;
        let official = server.person("opd", Some((Role::AgencyOfficer, None, Some("dpu")))).await;
        Self { server, clock, official, receiver: Receiver::start().await, first }
    }

    /// Another server on the same database, by the same clock.
    pub async fn second(&self) -> Server {
        server_by(&self.first, &self.clock).await
    }

    /// A webhook of the official's to the receiver, changed like this: its id and its secret.
    pub async fn webhook(&self, changes: Value) -> (String, String) {
        make(&self.official, &self.receiver.url, changes).await
    }

    /// The official's only webhook.
    pub async fn read(&self) -> Value {
        let query = format!("{{ viewer {{ account {{ webhooks {{ {PARTS} }} }} }} }}");
        self.official.get(&query, json!({})).await["viewer"]["account"]["webhooks"][0].clone()
    }

    /// What was given up of the official's only webhook.
    pub async fn given_up(&self) -> Vec<Value> {
        let query =
            "{ viewer { account { webhooks { deliveries(first: 100) { nodes { id state problem status event { cursor } } } } } } }";
        let found = self.official.get(query, json!({})).await["viewer"]["account"]["webhooks"][0]["deliveries"]["nodes"].clone();
        found.as_array().unwrap().clone()
    }

    /// A change of the official's webhook by a mutation of this name: the whole answer.
    pub async fn change(&self, name: &str, input: Value) -> Value {
        change(&self.official, name, input).await
    }

    /// One turn for everything that is due.
    pub async fn round(&self) {
        round(&self.server.app).await.unwrap();
    }

    pub async fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        self.round().await;
    }

    /// So many public events: their cursors.
    pub async fn happen(&self, count: usize) -> Vec<String> {
        let kinds = vec![EventKind::ProposalEdited; count];
        happen(&self.server.app, &kinds).await
    }
}

async fn server_by(first: &Server, clock: &Arc<ManualClock>) -> Server {
    let set_up = |settings: &mut backend::config::Settings| {
        settings.webhook_private = Some(true);
        settings.budget_times = Some(100);
    };
    first.second_with(set_up, Arc::clone(clock) as Arc<dyn Clock>).await
}

/// Events of these kinds in Gununglurah: their cursors.
pub async fn happen(app: &App, kinds: &[EventKind]) -> Vec<String> {
    happen_in(app, "33.02.17.2019", kinds).await
}

pub async fn happen_in(app: &App, area: &str, kinds: &[EventKind]) -> Vec<String> {
    let mut tx = app.db.begin().await.unwrap();
    let mut cursors = Vec::new();
    for kind in kinds {
        let subject = "prp_00000000000070008000000000000001";
        let event = Event::new(*kind, subject).area(&area.parse().unwrap()).details(json!({ "fields": ["title"] }));
        cursors.push(append(app, &mut tx, event).await.unwrap().to_string());
    }
    tx.commit().await.unwrap();
    cursors
}

pub async fn make(person: &Person, url: &str, changes: Value) -> (String, String) {
    let mut input = json!({ "name": "Portal data", "url": url });
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    let mutation =
        "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } secret errors { code field } } }";
    let made = person.get(mutation, json!({ "input": input })).await["createWebhook"].clone();
    assert_eq!(made["errors"], json!([]), "{made}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made["webhook"]["id"]), text(&made["secret"]))
}

pub async fn change(person: &Person, name: &str, input: Value) -> Value {
    let kind = match name {
        "createWebhook" | "updateWebhook" | "replayWebhook" | "resendWebhookDelivery" => {
            name[..1].to_uppercase() + &name[1..] + "Input"
        }
        _ => "WebhookInput".to_owned(),
    };
    let object = match name {
        "testWebhook" => "delivered problem status".to_owned(),
        "resendWebhookDelivery" => "delivery { state }".to_owned(),
        "createWebhook" | "rotateWebhookSecret" => format!("webhook {{ {PARTS} }} secret"),
        _ => format!("webhook {{ {PARTS} }}"),
    };
    let mutation = format!("mutation($input: {kind}!) {{ answer: {name}(input: $input) {{ {object} errors {{ code field }} }} }}");
    let answer = person.ask(&mutation, json!({ "input": input })).await;
    if answer.get("errors").is_some() { answer } else { answer["data"]["answer"].clone() }
}
