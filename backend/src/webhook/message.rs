//! What is sent: an event of the public journal in the form of Standard Webhooks, and its signature.

use super::Secret;
use crate::error::AppError;
use crate::journal::Entry;
use crate::journal::verify::hex;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use shared::value::{AccountId, WebhookId};

const PREFIX: &str = "whsec_";

/// One message; the same however often it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// By it a receiver knows what it has had already.
    pub id: String,
    pub body: String,
}

impl Message {
    /// What the public record tells of the event. Its id is its cursor.
    ///
    /// # Errors
    /// `INTERNAL` when the entry is damaged.
    pub fn of(entry: &Entry) -> Result<Self, AppError> {
        let details: Value = serde_json::from_str(&entry.details)?;
        let data = json!({
            "cursor": entry.seq.to_string(),
            "subject": entry.subject,
            "area": entry.area,
            "actor": entry.public_actor().map(AccountId),
            "office": entry.office,
            "details": details,
            "touched": entry.touched(),
            "hash": hex(&entry.hash),
        });
        Ok(Self { id: entry.seq.to_string(), body: body(entry.kind.as_str(), entry.at, &data) })
    }

    /// A trial, which is no event.
    pub fn ping(id: uuid::Uuid, webhook: WebhookId, now: DateTime<Utc>) -> Self {
        Self { id: format!("ping_{}", id.simple()), body: body("ping", now, &json!({ "webhook": webhook })) }
    }

    /// The value of `webhook-signature`: one for each secret.
    pub fn sign(&self, secrets: &[Secret], timestamp: i64) -> String {
        let one = |secret: &Secret| {
            // A key shorter than the block counts as if zeros followed.
            let mut key = [0; 64];
            key[..secret.len()].copy_from_slice(secret);
            let mut mac = Hmac::<Sha256>::new(&key.into());
            mac.update(format!("{}.{timestamp}.{}", self.id, self.body).as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        };
        secrets.iter().map(one).collect::<Vec<_>>().join(" ")
    }
}

fn body(kind: &str, at: DateTime<Utc>, data: &Value) -> String {
    json!({ "type": kind, "timestamp": at.to_rfc3339_opts(SecondsFormat::Millis, true), "data": data }).to_string()
}

/// The secret as its owner is told it.
pub fn write_secret(secret: &Secret) -> String {
    PREFIX.to_owned() + &STANDARD.encode(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_standard() {
        // Computed with Python's hmac.
        let message = Message { id: "msg_1".into(), body: "{}".into() };
        let secret: Secret = std::array::from_fn(|place| place as u8);
        assert_eq!(message.sign(&[secret], 1_700_000_000), "v1,fhksJF5ElKjlPoT/jtefCO5XjQPvhf7Dhf/8R1ad9yU=");
        assert_eq!(
            message.sign(&[secret, secret], 1_700_000_000),
            "v1,fhksJF5ElKjlPoT/jtefCO5XjQPvhf7Dhf/8R1ad9yU= v1,fhksJF5ElKjlPoT/jtefCO5XjQPvhf7Dhf/8R1ad9yU="
        );
        assert_eq!(write_secret(&secret), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    }
}
