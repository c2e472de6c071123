//! A system that is told: it remembers what it hears, and answers as it is bidden.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// How the next message is answered.
#[derive(Clone)]
pub enum Says {
    Status(u16),
    /// With this header.
    With(u16, &'static str, String),
    /// This status, but not before it is told to.
    WhenTold(Arc<Notify>, u16),
    /// Nothing, ever.
    Nothing,
}

/// A message as it came.
#[derive(Clone)]
pub struct Heard {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

pub struct Receiver {
    pub url: String,
    heard: Mutex<Vec<Heard>>,
    says: Mutex<VecDeque<Says>>,
    bell: Notify,
}

impl Receiver {
    pub async fn start() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/terima?kunci=rahasia", listener.local_addr().unwrap());
        let receiver = Arc::new(Self { url, heard: Mutex::default(), says: Mutex::default(), bell: Notify::new() });
        let routes = Router::new().fallback(hear).with_state(Arc::clone(&receiver));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        receiver
    }

    /// The next answers; after them everything is taken.
    pub fn say(&self, says: impl IntoIterator<Item = Says>) {
        *self.says.lock().unwrap() = says.into_iter().collect();
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    pub fn ids(&self) -> Vec<String> {
        self.heard().iter().map(|heard| heard.header("webhook-id").to_owned()).collect()
    }

    /// Forgets what it has heard.
    pub fn clear(&self) {
        self.heard.lock().unwrap().clear();
    }

    /// Until it has heard so many messages.
    pub async fn until(&self, count: usize) {
        loop {
            let rung = self.bell.notified();
            if self.heard.lock().unwrap().len() >= count {
                return;
            }
            rung.await;
        }
    }
}

async fn hear(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> Response {
    receiver.heard.lock().unwrap().push(Heard { headers, body: body.to_vec() });
    receiver.bell.notify_waiters();
    let says = receiver.says.lock().unwrap().pop_front().unwrap_or(Says::Status(204));
    match says {
        Says::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Says::WhenTold(told, status) => {
            told.notified().await;
            StatusCode::from_u16(status).unwrap().into_response()
        }
        Says::With(status, name, value) => {
            (StatusCode::from_u16(status).unwrap(), [(name, HeaderValue::from_str(&value).unwrap())]).into_response()
        }
        Says::Nothing => std::future::pending().await,
    }
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Whether one of its signatures is by this secret.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let signed = format!("{}.{}.", self.header("webhook-id"), self.header("webhook-timestamp"));
        let mac = hmac(&key, &[signed.as_bytes(), &self.body].concat());
        let expected = format!("v1,{}", STANDARD.encode(mac));
        self.header("webhook-signature").split(' ').any(|one| one == expected)
    }
}

/// As RFC 2104 has it: another than the one that is tested.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    assert!(key.len() <= 64);
    let pad = |with: u8| (0..64).map(|place| key.get(place).unwrap_or(&0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}
