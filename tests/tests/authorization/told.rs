//! What a person is told without asking for fields: by a subscription, by the socket of a plan, by a page.

use super::{World, outcome, status_outcome};
use crate::harness::Person;
use crate::harness::socket::Socket;
use backend::journal::{Event, EventKind, append};
use backend::web::preview;
use futures_util::StreamExt;
use reqwest::Method;
use serde_json::json;
use shared::plan::wire::Frame;
use std::time::Duration;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

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

    /// Whether the person may write the plan (`+`), or watch it being written (`R`).
    pub async fn live(&self, person: &Person, id: &str) -> char {
        let mut request = format!("{}/live/plans/{id}", person.url.replacen("http", "ws", 1)).into_client_request().unwrap();
        for (name, value) in [("cookie", person.cookie()), ("authorization", person.authorization().as_deref())] {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        let mut socket = match connect_async(request).await {
            Ok((socket, _)) => socket,
            Err(Error::Http(response)) => return status_outcome(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        };
        // The first frame says so.
        loop {
            match tokio::time::timeout(Duration::from_secs(20), socket.next()).await.expect("no welcome") {
                Some(Ok(Message::Binary(bytes))) => match Frame::decode(&bytes).unwrap() {
                    Frame::Welcome(welcome) => return if welcome.may_edit { '+' } else { 'R' },
                    other => panic!("{other:?}"),
                },
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Whether a page of the app says what it is about. A build without the app knows the words and has no page for them.
    pub async fn shown(&self, person: &Person, path: &str) -> char {
        let words = preview::of(&self.server.app, path).await.unwrap();
        let answer = person.request(Method::GET, path).send().await.unwrap();
        if answer.status() != 503 {
            assert_eq!(answer.status(), 200, "{path}");
            assert_eq!(answer.text().await.unwrap().contains("og:title"), words.is_some(), "{path}");
        }
        if words.is_some() { '+' } else { 'N' }
    }

    async fn happens(&self, id: &str, event: EventKind) -> i64 {
        let mut tx = self.server.app.db.begin().await.unwrap();
        let event = Event::new(event, id).area(&"33.02.17.2019".parse().unwrap());
        let seq = append(&self.server.app, &mut tx, event).await.unwrap();
        tx.commit().await.unwrap();
        seq
    }
}
