//! `POST /media` takes one photo or document as the request's body; `GET /media/{id}` gives it, of a photo with
//! `?size=small` the one for lists.

use super::service;
use super::{Content, Media, Sort};
use crate::access;
use crate::api::headers::{comes_from_us, lang, text};
use crate::api::http::{SANDBOX, saved_as};
use crate::api::refusal::Refusal;
use crate::api::trace::request_id;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::StreamExt;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::json;
use shared::proposal::{DocumentKind, document};
use shared::value::MediaId;
use shared::{ErrorCode, FieldError};

/// Of a photo; a document's limit is the form's.
const MAX_MEGABYTES: usize = 10;
/// What is read of a file that is too large, so that its sender hears why instead of losing the connection.
const READ_ON: usize = 4;

/// The file under an id never changes.
const FOR_EVERYONE: &str = "public, max-age=31536000, immutable";
const FOR_ITS_OWNER: &str = "private, no-store";

pub fn routes() -> Router<SharedApp> {
    Router::new().route("/media", post(upload)).route("/media/{id}", get(show))
}

#[derive(Deserialize)]
struct UploadQuery {
    /// Of a photo.
    caption: Option<String>,
    /// Of a document.
    kind: Option<String>,
    /// Of a document.
    name: Option<String>,
}

#[derive(Deserialize)]
struct ShowQuery {
    size: Option<String>,
}

async fn upload(State(app): State<SharedApp>, Query(query): Query<UploadQuery>, headers: HeaderMap, body: Body) -> Response {
    match take_in(&app, &query, &headers, body).await {
        Ok(media) => (StatusCode::CREATED, Json(describe(&media))).into_response(),
        Err(error) => refuse(&error, &headers),
    }
}

async fn take_in(app: &App, query: &UploadQuery, headers: &HeaderMap, body: Body) -> Result<Media, AppError> {
    if !comes_from_us(app, headers) {
        return Err(ErrorCode::Forbidden.into());
    }
    let actor = access::caller(app, headers).await?.actor;
    let content_type = text(headers, CONTENT_TYPE);
    let sort = if content_type.starts_with("application/pdf") { Sort::Document } else { Sort::Photo };
    let permit = service::admit(app, &actor, sort)?;
    // A page elsewhere cannot send these types without asking first; what the file really is, its content says.
    match sort {
        Sort::Document => {
            let kind: Option<DocumentKind> =
                query.kind.as_deref().map(str::parse).transpose().map_err(|code| AppError::field("kind", code))?;
            let kind = kind.ok_or_else(|| AppError::field("kind", ErrorCode::Required))?;
            let file = receive(body, document::MAX_MEGABYTES).await?;
            service::take_document(app, &permit, file, kind, query.name.as_deref().unwrap_or_default()).await
        }
        Sort::Photo if content_type.starts_with("image/") => {
            service::take_photo(app, &permit, receive(body, MAX_MEGABYTES).await?, query.caption.as_deref()).await
        }
        Sort::Photo => Err(FieldError::whole(ErrorCode::NotAnImage).into()),
    }
}

fn describe(media: &Media) -> serde_json::Value {
    match &media.content {
        Content::Photo { caption, width, height } => json!({
            "id": media.id,
            "url": media.url(),
            "smallUrl": media.small_url(),
            "width": width,
            "height": height,
            "caption": caption,
        }),
        Content::Document { kind, name } => {
            json!({ "id": media.id, "url": media.url(), "kind": kind, "name": name, "bytes": media.bytes })
        }
    }
}

async fn receive(body: Body, max_megabytes: usize) -> Result<Vec<u8>, AppError> {
    let max_bytes = max_megabytes * 1024 * 1024;
    let mut chunks = body.into_data_stream();
    let (mut file, mut length) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ErrorCode::BadInput)?;
        length += chunk.len();
        if length <= max_bytes {
            file.extend_from_slice(&chunk);
        } else if length > READ_ON * max_bytes {
            break;
        }
    }
    if length <= max_bytes {
        return Ok(file);
    }
    Err(FieldError { limit: Some(max_megabytes as i64), ..FieldError::whole(ErrorCode::FileTooLarge) }.into())
}

async fn show(
    State(app): State<SharedApp>,
    Path(id): Path<String>,
    Query(query): Query<ShowQuery>,
    headers: HeaderMap,
) -> Response {
    let is_small = query.size.as_deref() == Some("small");
    match find(&app, &id, is_small, &headers).await {
        Ok((media, file, public)) => {
            let keep = if public { FOR_EVERYONE } else { FOR_ITS_OWNER };
            let common = [(CACHE_CONTROL, keep), SANDBOX];
            match media.content {
                Content::Photo { .. } => (common, [(CONTENT_TYPE, "image/jpeg")], file).into_response(),
                Content::Document { name, .. } => {
                    let own = [(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, saved_as(&name))];
                    (common, own, file).into_response()
                }
            }
        }
        Err(error) => refuse(&error, &headers),
    }
}

async fn find(app: &App, id: &str, is_small: bool, headers: &HeaderMap) -> Result<(Media, Vec<u8>, bool), AppError> {
    let id: MediaId = id.parse().map_err(|_| ErrorCode::NotFound)?;
    let actor = access::caller(app, headers).await?.actor;
    service::view(app, &actor, id, is_small).await
}

/// What went wrong, in the language of the request.
fn refuse(error: &AppError, headers: &HeaderMap) -> Response {
    let (lang, request_id) = (lang(headers), request_id(headers));
    let field = match error {
        AppError::Invalid(errors) => errors.iter().next(),
        _ => None,
    };
    let code = field.map_or_else(|| error.code(), |field| field.code);
    if code == ErrorCode::Internal {
        tracing::error!(request_id, %error, "an upload could not be taken in or shown");
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
    let mut refusal = Refusal::new(status, code);
    if let Some(field) = field {
        refusal = refusal.saying(field.message(lang));
    }
    if let AppError::RateLimited { retry_after_seconds } = error {
        refusal = refusal.after(*retry_after_seconds);
    }
    ([(CACHE_CONTROL, FOR_ITS_OWNER)], refusal.answer(lang, &request_id)).into_response()
}
