//! The post: takes one message to one receiver, once.

use super::address::{Guard, NotPublic, SystemNames};
use super::message::Message;
use super::{Failure, Webhook};
use crate::error::AppError;
use chrono::{DateTime, Utc};
use http::StatusCode;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest_tls::redirect::Policy;
use reqwest_tls::{Client, Error, Response};
use shared::webhook::WebhookProblem;
use std::sync::Arc;
use std::time::Duration;

/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// So much of an answer is read, so that the connection can be used again; nothing of it is kept.
const MAX_ANSWER: usize = 64 << 10;

/// What became of a message that did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed {
    pub failure: Failure,
    /// When the receiver asks to be tried again.
    pub retry_after: Option<chrono::Duration>,
}

impl Failed {
    pub const fn of(problem: WebhookProblem) -> Self {
        Self { failure: Failure { problem, status: None }, retry_after: None }
    }
}

pub struct Post {
    pub guard: Guard,
    client: Client,
}

impl Post {
    /// With `private`, also to addresses that are not public, and without TLS.
    ///
    /// # Errors
    /// `INTERNAL` when no HTTP client can be made.
    pub fn new(private: bool) -> Result<Self, AppError> {
        Self::with(Guard { names: Arc::new(SystemNames), private }, PATIENCE)
    }

    /// # Errors
    /// As [`Post::new`].
    pub fn with(guard: Guard, patience: Duration) -> Result<Self, AppError> {
        let client = Client::builder()
            // Where an answer points to, nobody has checked; and a proxy would connect without asking us.
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .timeout(patience)
            .user_agent(concat!("Rembug-Webhook/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { guard, client: client.map_err(AppError::internal)? })
    }

    /// # Errors
    /// Why it did not arrive.
    pub async fn send(&self, to: &Webhook, message: &Message, now: DateTime<Utc>) -> Result<(), Failed> {
        let url = self.guard.parse(&to.url).map_err(|_| Failed::of(WebhookProblem::NotPublic))?;
        let timestamp = now.timestamp();
        let request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", message.sign(&to.secrets(now), timestamp))
            .body(message.body.clone());
        let answer = request.send().await.map_err(|error| Failed::of(problem_of(&error)))?;
        let (status, retry_after) = (answer.status(), retry_after(&answer, now));
        drain(answer).await;
        let problem = match status {
            _ if status.is_success() => return Ok(()),
            StatusCode::GONE => WebhookProblem::Gone,
            _ if status.is_redirection() => WebhookProblem::Redirected,
            _ => WebhookProblem::Status,
        };
        Err(Failed { failure: Failure { problem, status: Some(status.as_u16()) }, retry_after })
    }
}

fn problem_of(error: &Error) -> WebhookProblem {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(each) = cause {
        if each.is::<NotPublic>() {
            return WebhookProblem::NotPublic;
        }
        cause = each.source();
    }
    if error.is_timeout() { WebhookProblem::TimedOut } else { WebhookProblem::Unreachable }
}

/// In seconds, or as a date.
fn retry_after(answer: &Response, now: DateTime<Utc>) -> Option<chrono::Duration> {
    let text = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u32>() {
        Ok(seconds) => chrono::Duration::seconds(seconds.into()),
        Err(_) => DateTime::parse_from_rfc2822(text).ok()?.to_utc() - now,
    };
    Some(wait).filter(|wait| *wait > chrono::Duration::zero())
}

/// What the receiver says beside the status interests nobody.
async fn drain(mut answer: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        read += chunk.len();
        if read > MAX_ANSWER {
            return;
        }
    }
}
