//! GraphQL over HTTP: POST, JSON, bounded, from our own pages or with no page at all.

use super::answer::Answer;
use super::body;
use super::budget::{Balance, Due, Payer, REFUSED};
use super::context::RequestContext;
use super::failure::{failed, translate};
use super::headers::{address, comes_from_us, lang, text};
use super::refusal::Refusal;
use super::schema::{Schema, sdl};
use super::trace::request_id;
use super::turns;
use crate::access::{self, Caller, Credential};
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::map::layers::holds;
use async_graphql::Response as Outcome;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, RETRY_AFTER, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};
use shared::ErrorCode;
use shared::i18n::Lang;
use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// How long a query may take, all of it; a change may have to wait for the changes of others.
pub(crate) const QUERY_WITHIN: Duration = Duration::from_secs(10);
const CHANGE_WITHIN: Duration = Duration::from_secs(30);

/// In how many seconds a place may be free: who holds one stays for minutes, but many come and go.
const NEXT_PLACE: u64 = 30;

pub fn routes(schema: Schema) -> Router<SharedApp> {
    super::documents::prepare();
    let refuse = || async { (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST")]) };
    Router::new()
        .route("/graphql", post(move |app, peer, headers, body| answer(schema.clone(), app, peer, headers, body)).fallback(refuse))
        .route("/graphql/schema.graphql", get(schema_text))
}

/// The schema as text, unless the caller has it.
async fn schema_text(headers: HeaderMap) -> Response {
    static TAG: LazyLock<String> = LazyLock::new(|| etag(&Sha256::digest(sdl())));
    let common = [(ETAG, TAG.as_str()), (CACHE_CONTROL, "no-cache")];
    if holds(&headers, &TAG) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, sdl()).into_response()
}

async fn answer(
    schema: Schema,
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let (lang, request_id) = (lang(&headers), request_id(&headers));
    match ask(&schema, &app, peer, &headers, body, lang, &request_id).await {
        Ok(response) => response,
        Err(refusal) => refusal.answer(lang, &request_id),
    }
}

async fn ask(
    schema: &Schema,
    app: &SharedApp,
    peer: SocketAddr,
    headers: &HeaderMap,
    body: Body,
    lang: Lang,
    request_id: &str,
) -> Result<Response, Refusal> {
    if !is_json(text(headers, CONTENT_TYPE)) {
        return Err(Refusal::unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, "refusal.json"));
    }
    if !comes_from_us(app, headers) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden));
    }
    let from = address(app, peer, headers);
    let (reader, known) = admit(app, headers, from, request_id).await?;
    let question = match body::receive(body).await.and_then(|bytes| body::read(&bytes)) {
        Ok(question) => question,
        Err(refusal) => return Err(charge(app, reader, refusal)),
    };
    let caller = match known {
        Some(caller) => caller,
        None => identify(app, headers, request_id).await?,
    };
    let account = caller.actor.account;
    let context = Arc::new(RequestContext::new(caller, from, lang, request_id.to_owned()));
    let (measure, payer) = (question.measure, Payer::of(&context));
    let due = if measure.defends { Due::Defence } else { Due::Asked };
    let (balance, paid) = app.budget.pay(payer, question.price(context.tier), due, app.clock.monotonic());
    paid.map_err(|error| Refusal::paced(&error, balance.to_json()))?;
    let slowed = account.map_or(Ok(()), |account| app.throttle.changes(account, measure.changes));
    let within = if measure.changes > 0 || measure.defends { CHANGE_WITHIN } else { QUERY_WITHIN };
    let answer = Answer::default();
    let request = question.into_request().data(Arc::clone(&context)).data(super::loaders::for_request(app)).data(answer.clone());
    let outcome = match slowed {
        Ok(()) => {
            let (schema, turn) = (schema.clone(), (!measure.defends).then_some(payer));
            let telling = async move { answer.conclude(schema.execute(request).await) };
            turns::run(app, turn, within, telling).await.unwrap_or_else(failed)
        }
        Err(error) => failed(error),
    };
    Ok(deliver(outcome, &context, within, balance))
}

/// Who pays for reading what may be no question: the address, as long as it can. Then it is asked who it is, which costs the
/// database a question, and nobody's is not read at all.
async fn admit(app: &SharedApp, headers: &HeaderMap, from: IpAddr, request_id: &str) -> Result<(Payer, Option<Caller>), Refusal> {
    let (address, now) = (Payer::address(from), app.clock.monotonic());
    if app.budget.holds(address, REFUSED, now) {
        return Ok((address, None));
    }
    let caller = identify(app, headers, request_id).await?;
    let payer = Payer::who(caller.credential, caller.actor.account, from);
    if payer == address {
        let (balance, paid) = app.budget.pay(address, REFUSED, Due::Asked, now);
        paid.map_err(|error| Refusal::paced(&error, balance.to_json()))?;
    }
    Ok((payer, Some(caller)))
}

/// Lets somebody pay for what was read and is refused; without an end that would be asking for nothing.
pub(super) fn charge(app: &App, payer: Payer, refusal: Refusal) -> Refusal {
    match app.budget.pay(payer, REFUSED, Due::Asked, app.clock.monotonic()) {
        (balance, Err(error)) => Refusal::paced(&error, balance.to_json()),
        _ => refusal,
    }
}

async fn identify(app: &SharedApp, headers: &HeaderMap, request_id: &str) -> Result<Caller, Refusal> {
    access::caller(app, headers).await.map_err(|error| unknown(&error, request_id))
}

fn deliver(mut outcome: Outcome, context: &RequestContext, within: Duration, balance: Balance) -> Response {
    let mut retry_after = None;
    outcome.errors = outcome.errors.into_iter().map(|error| translate(error, context, within, &mut retry_after)).collect();
    let cost = async_graphql::Value::from_json(balance.to_json()).unwrap_or_default();
    let mut response = Json(outcome.extension("cost", cost)).into_response();
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

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Who opens a socket, and from where. A browser sends the cookie along with whatever page opens it: a foreign page must not
/// speak in a person's name.
///
/// # Errors
/// What whoever is turned away is answered.
pub(crate) async fn opens(
    app: &SharedApp,
    peer: SocketAddr,
    headers: &HeaderMap,
    request_id: &str,
) -> Result<(Caller, IpAddr), Refusal> {
    let caller = identify(app, headers, request_id).await?;
    if matches!(caller.credential, Some(Credential::Session(_))) && !comes_from_us(app, headers) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden));
    }
    Ok((caller, address(app, peer, headers)))
}

/// Why it cannot be said who asks.
fn unknown(error: &AppError, request_id: &str) -> Refusal {
    if error.code() == ErrorCode::Unauthenticated {
        return Refusal::new(StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated);
    }
    tracing::error!(request_id, %error, "cannot read who asks");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
}

pub(crate) fn refusal(status: StatusCode, code: ErrorCode, lang: Lang, request_id: &str) -> Response {
    Refusal::new(status, code).answer(lang, request_id)
}

/// There is no place, for this caller or for anybody.
pub(crate) fn no_place(status: StatusCode, lang: Lang, request_id: &str) -> Response {
    Refusal::new(status, ErrorCode::RateLimited).after(NEXT_PLACE).answer(lang, request_id)
}

/// Whatever people wrote into it, a browser that opens it as a page runs nothing.
pub(crate) const SANDBOX: (HeaderName, &str) = (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finds_no_place_is_told_when_to_come_again() {
        for status in [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE] {
            let answer = no_place(status, Lang::En, "1");
            assert_eq!((answer.status(), &answer.headers()[RETRY_AFTER]), (status, &HeaderValue::from(NEXT_PLACE)));
        }
    }
}
