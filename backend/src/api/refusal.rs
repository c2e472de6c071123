//! An answer that says no before anything ran.

use super::limits::{self, Excess};
use crate::error::AppError;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::RETRY_AFTER;
use serde_json::{Map, Value, json};
use shared::i18n::{self, Lang};
use shared::{ErrorCode, FieldErrors};
use std::time::Duration;

/// Why, and what the caller may make of it; in words only once the language is known.
pub struct Refusal {
    status: StatusCode,
    code: ErrorCode,
    /// The key of a sentence that says more than the code's own.
    sentence: Option<&'static str>,
    /// Or what is said instead, in the caller's language already.
    message: Option<Box<str>>,
    /// What fills its `{most}`, and what stands after it.
    most: Option<u64>,
    detail: Option<Box<str>>,
    locations: Box<[Value]>,
    extensions: Box<Map<String, Value>>,
    cost: Option<Box<Value>>,
    retry_after: Option<u64>,
}

impl Refusal {
    pub fn new(status: StatusCode, code: ErrorCode) -> Self {
        Self {
            status,
            code,
            sentence: None,
            message: None,
            most: None,
            detail: None,
            locations: Box::default(),
            extensions: Box::default(),
            cost: None,
            retry_after: None,
        }
    }

    /// What was asked for cannot be read.
    pub fn unreadable(status: StatusCode, sentence: &'static str) -> Self {
        Self { sentence: Some(sentence), ..Self::new(status, ErrorCode::BadInput) }
    }

    /// `field` of the request is not what it should be.
    pub fn field(sentence: &'static str, field: &str, code: ErrorCode) -> Self {
        let mut refusal = Self::unreadable(StatusCode::BAD_REQUEST, sentence);
        refusal.extensions.insert("fields".into(), json!([field]));
        refusal.extensions.insert("errors".into(), json!([{ "field": field, "code": code }]));
        refusal
    }

    /// The text is no GraphQL; `detail` says what was expected there.
    pub fn syntax(line: usize, column: usize, detail: String) -> Self {
        let refusal = Self::unreadable(StatusCode::OK, "refusal.syntax");
        Self { detail: Some(detail.into()), locations: [json!({ "line": line, "column": column })].into(), ..refusal }
    }

    pub fn too_much(status: StatusCode, excess: Excess) -> Self {
        let mut refusal = Self::new(status, ErrorCode::TooComplex);
        refusal.sentence = Some(excess.sentence());
        refusal.most = Some(excess.most);
        refusal.extensions.insert("limit".into(), excess.to_json());
        // Where every answer says what it cost, this one says what it would have.
        if let (limits::COST, Some(requested)) = (excess.limit, excess.requested) {
            refusal.cost = Some(json!({ "requested": requested, "most": excess.most }).into());
        }
        refusal
    }

    /// Fields of the request are not what they should be.
    pub fn invalid(errors: &FieldErrors, lang: Lang) -> Self {
        let mut refusal = Self::new(StatusCode::BAD_REQUEST, ErrorCode::BadInput).saying(errors.in_words(lang));
        let fields: Vec<_> = errors.iter().filter_map(|error| error.field.as_deref()).collect();
        refusal.extensions.insert("fields".into(), json!(fields));
        let errors: Vec<_> = errors.iter().map(|error| json!({ "field": error.field, "code": error.code })).collect();
        refusal.extensions.insert("errors".into(), errors.into());
        refusal
    }

    /// The purse is empty.
    pub fn paced(error: &AppError, cost: Value) -> Self {
        let refusal = Self { cost: Some(cost.into()), ..Self::new(StatusCode::TOO_MANY_REQUESTS, error.code()) };
        match error {
            AppError::RateLimited { retry_after_seconds } => refusal.after(*retry_after_seconds),
            _ => refusal,
        }
    }

    /// Why something asked for without GraphQL has no answer; it had so long. What is no fault of the caller goes to the log.
    pub fn of(error: &AppError, within: Duration, lang: Lang, request_id: &str) -> Self {
        match error {
            AppError::Invalid(errors) => Self::invalid(errors, lang),
            AppError::TimedOut => Self::too_much(StatusCode::SERVICE_UNAVAILABLE, Excess::seconds(within)),
            _ => {
                tracing::error!(request_id, %error, "request {request_id} failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
            }
        }
    }

    /// With a message of its own.
    pub fn saying(self, message: String) -> Self {
        Self { message: Some(message.into()), ..self }
    }

    /// Trying again before so many seconds is no use.
    pub fn after(mut self, seconds: u64) -> Self {
        self.extensions.insert("retryAfterSeconds".into(), json!(seconds));
        Self { retry_after: Some(seconds), ..self }
    }

    /// What the answer says, for whatever carries it.
    pub fn to_json(&self, lang: Lang, request_id: &str) -> Value {
        let words = || i18n::text(lang, self.sentence.unwrap_or(self.code.message_key())).to_owned();
        let mut message = self.message.as_deref().map_or_else(words, str::to_owned);
        if let Some(most) = self.most {
            message = message.replace("{most}", &most.to_string());
        }
        if let Some(detail) = &self.detail {
            message = format!("{message} ({detail})");
        }
        let mut extensions = self.extensions.clone();
        extensions.insert("code".into(), json!(self.code));
        extensions.insert("requestId".into(), json!(request_id));
        let mut error = json!({ "message": message, "extensions": extensions });
        if !self.locations.is_empty() {
            error["locations"] = json!(self.locations);
        }
        let mut answer = json!({ "data": null, "errors": [error] });
        if let Some(cost) = &self.cost {
            answer["extensions"] = json!({ "cost": cost });
        }
        answer
    }

    pub fn answer(&self, lang: Lang, request_id: &str) -> Response {
        let answer = (self.status, Json(self.to_json(lang, request_id)));
        match self.retry_after {
            Some(seconds) => ([(RETRY_AFTER, seconds.to_string())], answer).into_response(),
            None => answer.into_response(),
        }
    }
}

impl From<Excess> for Refusal {
    fn from(excess: Excess) -> Self {
        Self::too_much(StatusCode::OK, excess)
    }
}
