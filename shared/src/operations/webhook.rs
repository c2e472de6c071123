//! Webhooks: one's own, and for an admin everybody's.

use super::account::Person;
use super::{Answer, Input, Nothing, Payload, UserError};
use crate::area::AreaCode;
use crate::value::{WebhookDeliveryId, WebhookId};
use crate::webhook::{WebhookDeliveryState, WebhookProblem, WebhookState};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A webhook, without its secret.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    /// Told to its owner alone.
    pub url: Option<String>,
    pub host: String,
    pub kinds: Vec<String>,
    pub areas: Vec<WebhookArea>,
    pub state: WebhookState,
    pub cursor: String,
    pub attempts: i64,
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub last_sent_at: Option<DateTime<Utc>>,
    pub last_problem: Option<WebhookProblem>,
    pub last_status: Option<u16>,
    pub owner: Person,
    pub deliveries: Nodes<WebhookDelivery>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WebhookArea {
    pub code: AreaCode,
    pub name: String,
}

/// The beginning of a list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Nodes<T> {
    pub nodes: Vec<T>,
}

/// An event that was given up.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WebhookDelivery {
    pub id: WebhookDeliveryId,
    pub state: WebhookDeliveryState,
    pub problem: WebhookProblem,
    pub status: Option<u16>,
    pub at: DateTime<Utc>,
    pub event: WebhookEvent,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct WebhookEvent {
    pub cursor: String,
    pub kind: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WebhooksOfAccount {
    pub webhooks: Vec<Webhook>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WebhooksOfViewer {
    pub account: WebhooksOfAccount,
}

operation! {
    /// One's own webhooks, the oldest first; none for who holds no office.
    Webhooks(Nothing) -> Answer<Option<WebhooksOfViewer>> {
        "query Webhooks { answer: viewer { account { webhooks { ...WebhookParts } } } }", "webhook", "webhook_delivery"
    }
}

operation! {
    /// Everybody's, the oldest first; for an admin.
    AllWebhooks(Nothing) -> Answer<Nodes<Webhook>> {
        "query AllWebhooks { answer: webhooks(first: 50) { nodes { ...WebhookParts } } }", "webhook", "webhook_delivery"
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CreateWebhookInput {
    pub name: String,
    pub url: String,
    pub kinds: Vec<String>,
    pub areas: Vec<AreaCode>,
}

/// The webhook with its secret, which is told this once, or what the person has to mend.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WebhookSecret {
    pub object: Option<Webhook>,
    pub secret: Option<String>,
    pub errors: Vec<UserError>,
}

operation! {
    CreateWebhook(Input<CreateWebhookInput>) -> Answer<WebhookSecret> {
        "mutation CreateWebhook($input: CreateWebhookInput!) {
  answer: createWebhook(input: $input) { object: webhook { ...WebhookParts } secret errors { code field message } }
}", "webhook", "webhook_delivery"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UpdateWebhookInput {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    pub kinds: Vec<String>,
    pub areas: Vec<AreaCode>,
}

operation! {
    UpdateWebhook(Input<UpdateWebhookInput>) -> Answer<Payload<Webhook>> {
        "mutation UpdateWebhook($input: UpdateWebhookInput!) {
  answer: updateWebhook(input: $input) { object: webhook { ...WebhookParts } errors { code field message } }
}", "webhook", "webhook_delivery"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WebhookInput {
    pub id: WebhookId,
}

operation! {
    PauseWebhook(Input<WebhookInput>) -> Answer<Payload<Webhook>> {
        "mutation PauseWebhook($input: WebhookInput!) {
  answer: pauseWebhook(input: $input) { object: webhook { ...WebhookParts } errors { code field message } }
}", "webhook", "webhook_delivery"
    }
}

operation! {
    ResumeWebhook(Input<WebhookInput>) -> Answer<Payload<Webhook>> {
        "mutation ResumeWebhook($input: WebhookInput!) {
  answer: resumeWebhook(input: $input) { object: webhook { ...WebhookParts } errors { code field message } }
}", "webhook", "webhook_delivery"
    }
}

/// What is left to say of a webhook that is gone.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WebhookGone {
    pub id: WebhookId,
}

operation! {
    DeleteWebhook(Input<WebhookInput>) -> Answer<Payload<WebhookGone>> {
        "mutation DeleteWebhook($input: WebhookInput!) {
  answer: deleteWebhook(input: $input) { object: webhook { id } errors { code field message } }
}"
    }
}

operation! {
    RotateWebhookSecret(Input<WebhookInput>) -> Answer<WebhookSecret> {
        "mutation RotateWebhookSecret($input: WebhookInput!) {
  answer: rotateWebhookSecret(input: $input) { object: webhook { ...WebhookParts } secret errors { code field message } }
}", "webhook", "webhook_delivery"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReplayWebhookInput {
    pub id: WebhookId,
    pub after: String,
}

operation! {
    ReplayWebhook(Input<ReplayWebhookInput>) -> Answer<Payload<Webhook>> {
        "mutation ReplayWebhook($input: ReplayWebhookInput!) {
  answer: replayWebhook(input: $input) { object: webhook { ...WebhookParts } errors { code field message } }
}", "webhook", "webhook_delivery"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResendWebhookDeliveryInput {
    pub id: WebhookDeliveryId,
}

operation! {
    ResendWebhookDelivery(Input<ResendWebhookDeliveryInput>) -> Answer<Payload<WebhookDelivery>> {
        "mutation ResendWebhookDelivery($input: ResendWebhookDeliveryInput!) {
  answer: resendWebhookDelivery(input: $input) { object: delivery { ...WebhookDeliveryParts } errors { code field message } }
}", "webhook_delivery"
    }
}

/// What became of a trial.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WebhookTested {
    pub delivered: bool,
    pub problem: Option<WebhookProblem>,
    pub status: Option<u16>,
    pub errors: Vec<UserError>,
}

operation! {
    TestWebhook(Input<WebhookInput>) -> Answer<WebhookTested> {
        "mutation TestWebhook($input: WebhookInput!) {
  answer: testWebhook(input: $input) { delivered problem status errors { code field message } }
}"
    }
}
