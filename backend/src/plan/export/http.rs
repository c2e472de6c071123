//! `GET /plans/{id}/export.json`, `.geojson`, `.xlsx` and `.docx`: a plan to take away, for whoever may read it.

use super::{Export, document, json, sheet};
use crate::access;
use crate::api::headers::lang;
use crate::api::http::{SANDBOX, etag, refusal, saved_as};
use crate::api::trace::request_id;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::ErrorCode;
use shared::i18n::Lang;

/// What was public once stays so, but it goes on changing.
const FOR_EVERYONE: &str = "public, no-cache";
const FOR_PARTICIPANTS: &str = "private, no-store";
/// The longest name of a file, in characters: some systems stop at 255 bytes.
const MAX_NAME: usize = 60;

pub fn routes() -> Router<SharedApp> {
    Router::new().route("/plans/{id}/{file}", get(give))
}

#[derive(Clone, Copy)]
enum Form {
    Json,
    GeoJson,
    Xlsx,
    Docx,
}

impl Form {
    fn of(file: &str) -> Option<Self> {
        Some(match file.strip_prefix("export.")? {
            "json" => Self::Json,
            "geojson" => Self::GeoJson,
            "xlsx" => Self::Xlsx,
            "docx" => Self::Docx,
            _ => return None,
        })
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    fn make(self, export: &Export, lang: Lang) -> Result<Vec<u8>, AppError> {
        match self {
            Self::Json => Ok(serde_json::to_vec_pretty(&json::whole(export))?),
            Self::GeoJson => Ok(serde_json::to_vec_pretty(&json::map(export))?),
            Self::Xlsx => sheet::budget(export, lang),
            Self::Docx => document::document(export, lang),
        }
    }
}

#[derive(Deserialize)]
struct Wish {
    /// The language of the words that the plan does not bring itself; otherwise the browser's.
    lang: Option<String>,
}

async fn give(
    State(app): State<SharedApp>,
    Path((id, file)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let lang = wish.lang.as_deref().map_or_else(|| lang(&headers), Lang::from_tag);
    match find(&app, &id, &file, lang, &headers).await {
        Ok(response) => response,
        Err(error) => {
            let request_id = request_id(&headers);
            let status = match error.code() {
                ErrorCode::NotFound => StatusCode::NOT_FOUND,
                ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            if status.is_server_error() {
                tracing::error!(request_id, %error, "cannot export a plan");
            }
            let answer =
                refusal(status, if status.is_server_error() { ErrorCode::Internal } else { error.code() }, lang, &request_id);
            ([(CACHE_CONTROL, FOR_PARTICIPANTS)], answer).into_response()
        }
    }
}

async fn find(app: &App, id: &str, file: &str, lang: Lang, headers: &HeaderMap) -> Result<Response, AppError> {
    let form = Form::of(file).ok_or(ErrorCode::NotFound)?;
    let id = id.parse().map_err(|_| ErrorCode::NotFound)?;
    let actor = access::caller(app, headers).await?.actor;
    let export = super::read(app, &actor, id).await?;
    let tag = tag(&export, form, lang);
    let keep = if export.plan.stage.is_public() { FOR_EVERYONE } else { FOR_PARTICIPANTS };
    let common = [(CACHE_CONTROL, keep), (VARY, "accept-language"), SANDBOX];
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, common, [(ETAG, tag)]).into_response());
    }
    let name = saved_as(&format!("{}.{}", file_name(export.title(lang)), form.ending()));
    let made = move || form.make(&export, lang);
    let bytes = tokio::task::spawn_blocking(made).await.map_err(AppError::internal)??;
    let own = [(CONTENT_TYPE, form.content_type().to_owned()), (CONTENT_DISPOSITION, name), (ETAG, tag)];
    Ok((common, own, bytes).into_response())
}

/// Everything that a file shows is in the JSON too: what did not change there, changed nowhere.
fn tag(export: &Export, form: Form, lang: Lang) -> String {
    let made_by = [form.ending(), lang.tag(), env!("CARGO_PKG_VERSION")].join(" ");
    etag(&Sha256::new().chain_update(json::whole(export).to_string()).chain_update(made_by).finalize())
}

/// A title as every file system takes it.
fn file_name(title: &str) -> String {
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|%".contains(c) { ' ' } else { c };
    let words: String = title.chars().map(safe).collect();
    let name: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_NAME).collect();
    let name = name.trim_matches(['.', ' ', '-']);
    if name.is_empty() { "rencana".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_bears_a_name_that_every_system_takes() {
        for (title, name) in [
            ("Jalan usaha tani: tahap 1/2", "Jalan usaha tani tahap 1 2"),
            ("../../etc/passwd", "etc passwd"),
            ("..", "rencana"),
            ("a\"b\nc", "a b c"),
        ] {
            assert_eq!(file_name(title), name);
        }
        assert_eq!(file_name(&"ā".repeat(200)).chars().count(), MAX_NAME);
        assert!(Form::of("export.pdf").is_none() && Form::of("json").is_none());
    }
}
