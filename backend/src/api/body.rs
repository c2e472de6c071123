//! What a request asks, read out of its bytes; whatever cannot be read or is too much ends here.

use super::budget::SURCHARGE;
use super::documents;
use super::limits::{self, Excess, MAX_BYTES, Measure};
use super::refusal::Refusal;
use crate::access::Tier;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Request, Variables};
use axum::body::Body;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use shared::ErrorCode;
use std::time::Duration;
use tokio::time::timeout;

/// How long the bytes may take to arrive: they are few.
const ARRIVES_WITHIN: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    query: Option<String>,
    /// One of the app's own documents, instead of its text.
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
}

/// A question within the limits.
pub struct Question {
    document: ExecutableDocument,
    operation_name: Option<String>,
    variables: Variables,
    pub measure: Measure,
    /// Whether it is one of the app's own.
    is_known: bool,
}

impl Question {
    /// Ready to be asked. The library looks at `@skip` and `@include` with what was given alone, so what was not is given here.
    pub fn into_request(mut self) -> Request {
        let chosen = self.document.operations.iter().find(|(name, _)| match &self.operation_name {
            Some(wanted) => name.is_some_and(|name| name == wanted.as_str()),
            // There is but one, or the library asks which.
            None => true,
        });
        for (name, default) in chosen.into_iter().flat_map(|(_, operation)| limits::defaults(&operation.node)) {
            self.variables.entry(name.clone()).or_insert_with(|| default.clone());
        }
        let mut request = Request::new("").variables(self.variables);
        request.set_parsed_query(self.document);
        request.operation_name = self.operation_name;
        request
    }

    /// What it costs such a caller.
    pub fn price(&self, tier: Tier) -> u64 {
        self.measure.cost * if tier == Tier::Anonymous && !self.is_known { SURCHARGE } else { 1 }
    }

    /// Whether every operation of it is one.
    pub fn is_subscription(&self) -> bool {
        self.document.operations.iter().all(|(_, operation)| operation.node.ty == OperationType::Subscription)
    }

    /// Of a document as it was written.
    ///
    /// # Errors
    /// Where it is no GraphQL, or the limit that it exceeds.
    pub fn of_text(text: &str, operation_name: Option<String>, variables: Variables) -> Result<Self, Refusal> {
        let document = limits::read(text)?.map_err(|error| {
            let position = error.positions().next().unwrap_or_default();
            // The parser draws the line and an arrow; what it expected there stands last.
            let said = error.to_string();
            let detail = said.lines().last().unwrap_or_default().trim_start_matches([' ', '=']).chars().take(200).collect();
            Refusal::syntax(position.line, position.column, detail)
        })?;
        let measure = limits::admit(&document, &variables)?;
        Ok(Self { document, operation_name, variables, measure, is_known: documents::is_known(text) })
    }
}

/// # Errors
/// When they are too many or too slow.
pub async fn receive(body: Body) -> Result<axum::body::Bytes, Refusal> {
    match timeout(ARRIVES_WITHIN, axum::body::to_bytes(body, MAX_BYTES)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Refusal::too_much(StatusCode::PAYLOAD_TOO_LARGE, Excess::BYTES)),
        Err(_) => Err(Refusal::unreadable(StatusCode::REQUEST_TIMEOUT, "refusal.slow")),
    }
}

/// # Errors
/// Why it is no question, or the limit that it exceeds.
pub fn read(bytes: &[u8]) -> Result<Question, Refusal> {
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Refusal::unreadable(StatusCode::BAD_REQUEST, "refusal.batch"));
    }
    let said: Said = serde_json::from_slice(bytes).map_err(|_| Refusal::unreadable(StatusCode::BAD_REQUEST, "refusal.json"))?;
    let variables = Variables::from_json(said.variables.map_or(Value::Null, Value::Object));
    match (said.query, said.document_id) {
        (Some(text), _) => Question::of_text(&text, said.operation_name, variables),
        (None, Some(id)) => {
            let document =
                documents::known(&id).ok_or_else(|| Refusal::field("refusal.document", "documentId", ErrorCode::UnknownValue))?;
            let measure = limits::admit(document, &variables)?;
            Ok(Question { document: document.clone(), operation_name: said.operation_name, variables, measure, is_known: true })
        }
        (None, None) => Err(Refusal::field("refusal.question", "query", ErrorCode::Required)),
    }
}
