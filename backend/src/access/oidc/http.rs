//! `/masuk/oidc` leads to the provider, `/masuk/oidc/kembali` back from it into the app.

use super::service::{self, MINUTES};
use crate::access::session::{cookie, cookie_named};
use crate::api::headers::address;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use axum::Router;
use axum::extract::{ConnectInfo, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use shared::ErrorCode;
use shared::value::path;
use std::net::SocketAddr;

const COOKIE_NAME: &str = "rembug_visit";
/// The cookie is for these two addresses alone.
const PATH: &str = "/masuk/oidc";

#[derive(Deserialize)]
struct Wish {
    /// The page to go to afterwards.
    ke: Option<String>,
}

#[derive(Deserialize)]
struct Return {
    code: Option<String>,
    state: Option<String>,
}

pub fn routes() -> Router<SharedApp> {
    Router::new().route("/masuk/oidc", get(go)).route("/masuk/oidc/kembali", get(come_back))
}

async fn go(
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let slowed = slowed(&app, peer, &headers);
    let Some(provider) = app.oidc.as_deref() else { return StatusCode::NOT_FOUND.into_response() };
    let next = wish.ke.as_deref().and_then(path::within_app).unwrap_or("/");
    let begun = match slowed {
        Ok(()) => service::begin(&app, provider, next).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok((door, secret)) => {
            let kept = cookie(&app, COOKIE_NAME, PATH, &URL_SAFE_NO_PAD.encode(secret), MINUTES * 60);
            lead(&door, [kept])
        }
        Err(error) => explain(&app, &error),
    }
}

async fn come_back(
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Query(said): Query<Return>,
    headers: HeaderMap,
) -> Response {
    let slowed = slowed(&app, peer, &headers);
    let Some(provider) = app.oidc.as_deref() else { return StatusCode::NOT_FOUND.into_response() };
    let secret = cookie_named(&headers, COOKIE_NAME);
    let done = match (slowed, secret, said.code, said.state) {
        (Err(error), ..) => Err(error),
        (Ok(()), Some(secret), Some(code), Some(state)) => service::finish(&app, provider, secret, &state, code).await,
        // Somebody changed their mind at the provider, or came by an address that was made up.
        _ => Err(ErrorCode::ProviderRefused.into()),
    };
    match done {
        Ok((next, session)) => lead(&next, [session, forget(&app)]),
        Err(error) => explain(&app, &error),
    }
}

/// On both ways alike: guessing is slowed down, and no flood of visits fills the database.
fn slowed(app: &SharedApp, peer: SocketAddr, headers: &HeaderMap) -> Result<(), AppError> {
    app.throttle.visit(address(app, peer, headers))
}

/// Back to where one signs in, with the code of what went wrong.
fn explain(app: &App, error: &AppError) -> Response {
    let code = error.code();
    if code == ErrorCode::Internal {
        tracing::error!(%error, "signing in through the provider failed");
    }
    lead(&format!("/masuk?gagal={code}"), [forget(app)])
}

fn forget(app: &App) -> String {
    cookie(app, COOKIE_NAME, PATH, "", 0)
}

fn lead<const N: usize>(to: &str, cookies: [String; N]) -> Response {
    let own = [(LOCATION, to), (CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, own, AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie)))).into_response()
}
