//! `POST /media` takes one photo as the request's body; `GET /media/{id}` shows it, `?size=small` for lists.

use super::Photo;
use super::service;
use super::shelf::Size;
use crate::access::session;
use crate::api::http::comes_from_us;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::StreamExt;
use http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, ORIGIN, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::json;
use shared::i18n::{self, Lang};
use shared::value::MediaId;
use shared::{ErrorCode, FieldError};

const MAX_MEGABYTES: usize = 10;
const MAX_BYTES: usize = MAX_MEGABYTES * 1024 * 1024;
/// What is read of a file that is too large, so that its sender hears why instead of losing the connection.
const MAX_READ_BYTES: usize = 4 * MAX_BYTES;

/// The file under an id never changes.
const FOR_EVERYONE: &str = "public, max-age=31536000, immutable";
const FOR_ITS_OWNER: &str = "private, no-store";

pub fn routes() -> Router<SharedApp> {
    Router::new().route("/media", post(upload)).route("/media/{id}", get(show))
}

#[derive(Deserialize)]
struct UploadQuery {
    caption: Option<String>,
}

#[derive(Deserialize)]
struct ShowQuery {
    size: Option<String>,
}

async fn upload(State(app): State<SharedApp>, Query(query): Query<UploadQuery>, headers: HeaderMap, body: Body) -> Response {
    match take_in(&app, query.caption.as_deref(), &headers, body).await {
        Ok(photo) => (StatusCode::CREATED, Json(describe(&photo))).into_response(),
        Err(error) => refuse(&error, &headers),
    }
}

async fn take_in(app: &App, caption: Option<&str>, headers: &HeaderMap, body: Body) -> Result<Photo, AppError> {
    if !comes_from_us(app, text(headers, ORIGIN), text(headers, HOST)) {
        return Err(ErrorCode::Forbidden.into());
    }
    let actor = session::actor(app, session::token(headers)).await?;
    let permit = service::admit(app, &actor)?;
    // A page elsewhere cannot send this type without asking first; what the file really is, its content says.
    if !text(headers, CONTENT_TYPE).starts_with("image/") {
        return Err(FieldError::whole(ErrorCode::NotAnImage).into());
    }
    service::upload(app, &permit, receive(body).await?, caption).await
}

fn describe(photo: &Photo) -> serde_json::Value {
    json!({
        "id": photo.id,
        "url": photo.url(),
        "smallUrl": photo.small_url(),
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
    })
}

async fn receive(body: Body) -> Result<Vec<u8>, AppError> {
    let mut chunks = body.into_data_stream();
    let (mut file, mut length) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ErrorCode::BadInput)?;
        length += chunk.len();
        if length <= MAX_BYTES {
            file.extend_from_slice(&chunk);
        } else if length > MAX_READ_BYTES {
            break;
        }
    }
    if length <= MAX_BYTES {
        return Ok(file);
    }
    Err(FieldError { limit: Some(MAX_MEGABYTES as i64), ..FieldError::whole(ErrorCode::FileTooLarge) }.into())
}

async fn show(
    State(app): State<SharedApp>,
    Path(id): Path<String>,
    Query(query): Query<ShowQuery>,
    headers: HeaderMap,
) -> Response {
    let size = if query.size.as_deref() == Some("small") { Size::Small } else { Size::Large };
    match find(&app, &id, size, &headers).await {
        Ok((file, public)) => {
            let keep = if public { FOR_EVERYONE } else { FOR_ITS_OWNER };
            ([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, keep), SANDBOX], file).into_response()
        }
        Err(error) => refuse(&error, &headers),
    }
}

/// Whatever it holds, a browser that opens it as a page runs nothing.
const SANDBOX: (HeaderName, &str) = (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");

async fn find(app: &App, id: &str, size: Size, headers: &HeaderMap) -> Result<(Vec<u8>, bool), AppError> {
    let id: MediaId = id.parse().map_err(|_| ErrorCode::NotFound)?;
    let actor = session::actor(app, session::token(headers)).await?;
    service::view(app, &actor, id, size).await
}

/// What went wrong, as `{code, message}` in the language of the request.
fn refuse(error: &AppError, headers: &HeaderMap) -> Response {
    let lang = Lang::from_tag(text(headers, ACCEPT_LANGUAGE));
    let (code, message) = match error {
        AppError::Invalid(errors) => errors.iter().next().map(|error| (error.code, error.message(lang))),
        _ => None,
    }
    .unwrap_or_else(|| (error.code(), i18n::text(lang, error.code().message_key()).to_owned()));
    if code == ErrorCode::Internal {
        tracing::error!(%error, "a photo could not be taken in or shown");
    }
    let status = match code {
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorCode::BadInput => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let answer = (status, [(CACHE_CONTROL, FOR_ITS_OWNER)], Json(json!({ "code": code, "message": message })));
    match error {
        AppError::RateLimited { retry_after_seconds } => ([(RETRY_AFTER, retry_after_seconds.to_string())], answer).into_response(),
        _ => answer.into_response(),
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
