//! `GET /plans/{id}/export.json`, `.geojson`, `.xlsx` and `.docx`: a plan to take away, for whoever may read it.

use super::{Export, document, json, sheet};
use crate::access;
use crate::api::budget::{Due, Payer};
use crate::api::headers::{address, lang};
use crate::api::http::{QUERY_WITHIN, SANDBOX, etag, saved_as};
use crate::api::refusal::Refusal;
use crate::api::trace::request_id;
use crate::api::turns;
use crate::app::SharedApp;
use crate::error::AppError;
use axum::Router;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::ErrorCode;
use shared::access::Actor;
use shared::i18n::Lang;
use shared::value::PlanId;
use std::net::SocketAddr;

/// What was public once stays so, but it goes on changing.
const FOR_EVERYONE: &str = "public, no-cache";
const FOR_PARTICIPANTS: &str = "private, no-store";
/// The longest name of a file, in characters: some systems stop at 255 bytes.
const MAX_NAME: usize = 60;

/// Points of the address's purse (docs/api.md, Limits): all of the plan is read, whichever file it becomes.
const COST: u64 = 1_000;

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
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path((id, file)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let lang = wish.lang.as_deref().map_or_else(|| lang(&headers), Lang::from_tag);
    let payer = Payer::address(address(&app, peer, &headers));
    let request_id = request_id(&headers);
    match find(&app, (id.as_str(), file.as_str()), payer, lang, &request_id, &headers).await {
        Ok(response) => response,
        Err(refusal) => ([(CACHE_CONTROL, FOR_PARTICIPANTS)], refusal.answer(lang, &request_id)).into_response(),
    }
}

async fn find(
    app: &SharedApp,
    (id, file): (&str, &str),
    payer: Payer,
    lang: Lang,
    request_id: &str,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let refuse = |error: AppError| match error.code() {
        code @ ErrorCode::NotFound => Refusal::new(StatusCode::NOT_FOUND, code),
        code @ ErrorCode::Unauthenticated => Refusal::new(StatusCode::UNAUTHORIZED, code),
        _ => Refusal::of(&error, QUERY_WITHIN, lang, request_id),
    };
    let (form, id) = Form::of(file).zip(id.parse::<PlanId>().ok()).ok_or(AppError::Refused(ErrorCode::NotFound)).map_err(refuse)?;
    let (balance, paid) = app.budget.pay(payer, COST, Due::Asked, app.clock.monotonic());
    paid.map_err(|error| Refusal::paced(&error, balance.to_json()))?;
    let actor = access::caller(app, headers).await.map_err(refuse)?.actor;
    let making = make(SharedApp::clone(app), actor, id, form, lang, headers.get(IF_NONE_MATCH).cloned());
    turns::run(app, Some(payer), QUERY_WITHIN, making).await.flatten().map_err(refuse)
}

/// The file, unless it is the one that the caller has already.
async fn make(
    app: SharedApp,
    actor: Actor,
    id: PlanId,
    form: Form,
    lang: Lang,
    known: Option<HeaderValue>,
) -> Result<Response, AppError> {
    let export = super::read(&app, &actor, id).await?;
    let keep = if export.plan.stage.is_public() { FOR_EVERYONE } else { FOR_PARTICIPANTS };
    let common = [(CACHE_CONTROL, keep), (VARY, "accept-language"), SANDBOX];
    let name = saved_as(&format!("{}.{}", file_name(export.title(lang)), form.ending()));
    let writing = move || {
        let tag = tag(&export, form, lang);
        let is_known = known.is_some_and(|known| known.as_bytes() == tag.as_bytes());
        let bytes = if is_known { None } else { Some(form.make(&export, lang)?) };
        Ok::<_, AppError>((tag, bytes))
    };
    let (tag, bytes) = tokio::task::spawn_blocking(writing).await.map_err(AppError::internal)??;
    let Some(bytes) = bytes else { return Ok((StatusCode::NOT_MODIFIED, common, [(ETAG, tag)]).into_response()) };
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
