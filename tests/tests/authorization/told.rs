//! What a subscription tells a person.

use super::{World, outcome};
use crate::harness::Person;
use crate::harness::socket::Socket;
use backend::journal::{Event, EventKind, append};
use serde_json::json;
use std::time::Duration;

impl World {
    /// Whether the person hears of `event` on the thing: what happens after it is awaited, so that nothing is only late.
    pub async fn told(&self, field: &str, said: &str, event: EventKind, person: &Person, id: &str) -> char {
        let bell = match field {
            "planChanged" => (&self.plan_target, EventKind::PlanOpened),
            _ => (&self.target, EventKind::ProposalEdited),
        };
        let mut socket = Socket::ready(person).await;
        socket.subscribe("a", &format!("subscription {{ answer: {field} {{ seq {said} }} }}"), json!({})).await;
        // Rings until it is heard: only then has the subscription begun.
        let first = loop {
            self.happens(bell.0, bell.1).await;
            if let Ok(message) = tokio::time::timeout(Duration::from_millis(200), socket.hear()).await {
                break outcome(&message["payload"]);
            }
        };
        if first != '+' {
            return first;
        }
        self.happens(id, event).await;
        let last = self.happens(bell.0, bell.1).await;
        let mut told = 'N';
        loop {
            let said = socket.next().await["answer"].clone();
            if said.to_string().contains(id) {
                told = '+';
            }
            if said["seq"] == last {
                return told;
            }
        }
    }

    async fn happens(&self, id: &str, event: EventKind) -> i64 {
        let mut tx = self.server.app.db.begin().await.unwrap();
        let event = Event::new(event, id).area(&"33.02.17.2019".parse().unwrap());
        let seq = append(&self.server.app, &mut tx, event).await.unwrap();
        tx.commit().await.unwrap();
        seq
    }
}
