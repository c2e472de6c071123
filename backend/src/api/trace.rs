//! A number for every request, in its answer, in its errors and in the log; and an answer even when the program fails.

use super::http::refusal;
use crate::app::SharedApp;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use http::header::{ACCEPT_LANGUAGE, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode};
use shared::ErrorCode;
use shared::i18n::Lang;
use std::any::Any;
use std::panic::AssertUnwindSafe;

const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its number, whatever the caller called it, and answers `INTERNAL` when what should have answered panics.
pub async fn number(State(app): State<SharedApp>, mut request: Request, next: Next) -> Response {
    let id = app.ids.uuid(app.clock.as_ref()).simple().to_string();
    let Ok(header) = HeaderValue::from_str(&id) else { return next.run(request).await };
    request.headers_mut().insert(NAME, header.clone());
    let lang = lang(request.headers());
    // Whatever it left half done, nobody sees: a transaction that was dropped never happened.
    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            tracing::error!(request_id = id, "panicked: {}", words(panic.as_ref()));
            refusal(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, lang, &id)
        }
    };
    response.headers_mut().insert(NAME, header);
    response
}

/// The number that the request was given at the door.
pub fn request_id(headers: &HeaderMap) -> String {
    headers.get(NAME).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn lang(headers: &HeaderMap) -> Lang {
    Lang::from_tag(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default())
}

/// What a panic said; for the log alone.
pub fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}
