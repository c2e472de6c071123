//! GraphQL over HTTP: POST, JSON, bounded, from our own pages or with no page at all.

use super::context::RequestContext;
use super::failure::translate;
use super::limits::{self, MAX_BYTES};
use super::schema::Schema;
use crate::access;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use async_graphql::parser::parse_query;
use async_graphql::{Error, Request, Response as Outcome, Variables};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use http::header::{ACCEPT_LANGUAGE, ALLOW, CONTENT_TYPE, HOST, ORIGIN, RETRY_AFTER, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::i18n::{self, Lang};
use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: String,
    operation_name: Option<String>,
    variables: Option<Value>,
}

pub fn routes(schema: Schema) -> Router<SharedApp> {
    let refuse = || async { (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST")]) };
    Router::new()
        .route("/graphql", post(move |app, peer, headers, body| answer(schema.clone(), app, peer, headers, body)).fallback(refuse))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .route("/graphql/schema.graphql", axum::routing::get(|| async { super::schema::sdl() }))
}

async fn answer(
    schema: Schema,
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let lang = Lang::from_tag(text(ACCEPT_LANGUAGE));
    let request_id = app.ids.uuid(app.clock.as_ref()).simple().to_string();
    let refuse = |status, code| refusal(status, code, lang, &request_id);
    if !text(CONTENT_TYPE).starts_with("application/json") {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadInput);
    }
    let Ok(body) = body else { return refuse(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooComplex) };
    if !comes_from_us(&app, text(ORIGIN), text(HOST)) {
        return refuse(StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    let Ok(body) = serde_json::from_slice::<Body>(&body) else { return refuse(StatusCode::BAD_REQUEST, ErrorCode::BadInput) };
    let variables = Variables::from_json(body.variables.unwrap_or_default());
    let Ok(document) = parse_query(&body.query) else { return refuse(StatusCode::OK, ErrorCode::BadInput) };
    let Some(changes) = limits::admit(&document, &variables) else { return refuse(StatusCode::OK, ErrorCode::TooComplex) };
    let caller = match access::caller(&app, &headers).await {
        Ok(caller) => caller,
        Err(error) => return turn_away(&error, lang, &request_id),
    };
    let slowed = caller.actor.account.map_or(Ok(()), |account| app.throttle.changes(account, changes));
    let from = address(&app, peer, text(http::header::HeaderName::from_static("x-forwarded-for")));
    let context = Arc::new(RequestContext::new(caller, from, lang, request_id.clone()));
    let mut request = Request::new("").variables(variables).data(Arc::clone(&context)).data(super::loaders::for_request(&app));
    request.set_parsed_query(document);
    request.operation_name = body.operation_name;
    let mut outcome = match slowed {
        Ok(()) => schema.execute(request).await,
        Err(error) => Outcome::from_errors(vec![Error::new_with_source(error).into_server_error(Default::default())]),
    };
    let mut retry_after = None;
    outcome.errors = outcome.errors.into_iter().map(|error| translate(error, &context, &mut retry_after)).collect();
    let mut response = Json(outcome).into_response();
    let mut set = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    if let Some(cookie) = context.take_cookie() {
        set(SET_COOKIE, cookie);
    }
    if let Some(seconds) = retry_after {
        set(RETRY_AFTER, seconds.to_string());
    }
    response
}

/// A browser names the page that asks; a program names none.
pub(crate) fn comes_from_us(app: &App, origin: &str, host: &str) -> bool {
    let own = app.config.public_url.as_deref();
    origin.is_empty() || own == Some(origin) || origin.split_once("://").is_some_and(|(_, rest)| rest == host && own.is_none())
}

pub(crate) fn address(app: &SharedApp, peer: SocketAddr, forwarded: &str) -> IpAddr {
    let last = forwarded.rsplit(',').next().and_then(|text| text.trim().parse().ok());
    last.filter(|_| app.config.trust_proxy).unwrap_or_else(|| peer.ip())
}

/// Why it cannot be said who asks.
pub(crate) fn turn_away(error: &AppError, lang: Lang, request_id: &str) -> Response {
    if error.code() == ErrorCode::Unauthenticated {
        return refusal(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated, lang, request_id);
    }
    tracing::error!(request_id, %error, "cannot read who asks");
    refusal(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, lang, request_id)
}

pub(crate) fn refusal(status: StatusCode, code: ErrorCode, lang: Lang, request_id: &str) -> Response {
    let error = json!({ "message": i18n::text(lang, code.message_key()), "extensions": { "code": code, "requestId": request_id } });
    (status, Json(json!({ "data": null, "errors": [error] }))).into_response()
}

/// What names an answer's content.
pub(crate) fn etag(hash: &[u8]) -> String {
    hash.iter().take(12).fold(String::from("\""), |mut tag, byte| {
        // Writing to a string does not fail.
        let _ = write!(tag, "{byte:02x}");
        tag
    }) + "\""
}

/// To be downloaded under this name (RFC 6266), never opened within the site.
pub(crate) fn saved_as(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' }).collect();
    let mut exact = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            exact.push(byte.into());
        } else {
            // Writing to a string does not fail.
            let _ = write!(exact, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}
