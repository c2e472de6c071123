//! Sessions: an opaque secret in a cookie, of which the database keeps only the hash.

use super::store;
use crate::app::App;
use crate::error::AppError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use http::HeaderMap;
use http::header::COOKIE;
use sha2::{Digest, Sha256};
use shared::value::AccountId;

pub const COOKIE_NAME: &str = "rembug_session";
const DAYS: i64 = 30;

/// The hash under which a secret is kept.
pub type SecretHash = [u8; 32];

/// A new session's `Set-Cookie` value.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn begin(app: &App, account: AccountId) -> Result<String, AppError> {
    let secret = app.ids.secret();
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::insert_session(&tx, Sha256::digest(secret).into(), account, now, now + Duration::days(DAYS)).await?;
    tx.commit_unrecorded().await?;
    Ok(cookie(app, COOKIE_NAME, "/", &URL_SAFE_NO_PAD.encode(secret), DAYS * 24 * 3600))
}

/// The `Set-Cookie` value that takes the cookie away.
pub fn forget(app: &App) -> String {
    cookie(app, COOKIE_NAME, "/", "", 0)
}

/// A `Set-Cookie` value for what no script may read and no foreign page sends along.
pub(super) fn cookie(app: &App, name: &str, path: &str, value: &str, max_age: i64) -> String {
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
}

/// The session that the request's cookie names, whether it is still alive or not.
pub(super) fn named(headers: &HeaderMap) -> Option<SecretHash> {
    Some(Sha256::digest(cookie_named(headers, COOKIE_NAME)?).into())
}

/// The secret in the request's cookie of this name.
pub(super) fn cookie_named(headers: &HeaderMap, wanted: &str) -> Option<[u8; 32]> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let value = cookies.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == wanted)?.1;
    URL_SAFE_NO_PAD.decode(value).ok()?.try_into().ok()
}
