//! A number for every request, in its answer, in its errors and in the log; and an answer in the shape of all others even
//! when the program fails, or a library refuses what never came as far as our own code.

use super::headers::{lang, text};
use super::http::refusal;
use crate::app::SharedApp;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::FutureExt;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
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
    let (lang, is_head) = (lang(request.headers()), request.method() == Method::HEAD);
    // Whatever it left half done, nobody sees: a transaction that was dropped never happened.
    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) if is_wordless(&response) && !is_head => typed(response, lang, &id),
        Ok(response) => response,
        Err(panic) => {
            tracing::error!(request_id = id, "panicked: {}", words(panic.as_ref()));
            refusal(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, lang, &id)
        }
    };
    response.headers_mut().insert(NAME, header);
    response
}

/// Whether it refuses in a library's own words, or in none. Pages are HTML, and what was refused as it should be is JSON.
fn is_wordless(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map_or(b"text/plain".as_slice(), HeaderValue::as_bytes);
    (response.status().is_client_error() || response.status().is_server_error()) && kind.starts_with(b"text/plain")
}

/// The same refusal in the shape of all others; what else its headers say stays.
fn typed(response: Response, lang: Lang, id: &str) -> Response {
    let (mut said, _) = response.into_parts();
    let (told, body) = refusal(said.status, code(said.status), lang, id).into_parts();
    said.headers.remove(CONTENT_LENGTH);
    said.headers.extend(told.headers);
    Response::from_parts(said, body)
}

/// What a status alone says.
const fn code(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::UNAUTHORIZED => ErrorCode::Unauthenticated,
        StatusCode::FORBIDDEN => ErrorCode::Forbidden,
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::CONFLICT => ErrorCode::Conflict,
        StatusCode::TOO_MANY_REQUESTS => ErrorCode::RateLimited,
        _ if status.as_u16() < 500 => ErrorCode::BadInput,
        _ => ErrorCode::Internal,
    }
}

/// The number that the request was given at the door.
pub fn request_id(headers: &HeaderMap) -> String {
    text(headers, NAME).to_owned()
}

/// What a panic said; for the log alone.
pub fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}
