//! `GET /open-data`, `/open-data/{dataset}`, `/open-data/{dataset}.{csv,xlsx,json,jsonl,geojson}` and
//! `/open-data/catalog.jsonld`: the same for everybody, without an account.

use super::counts::Counts;
use super::dataset::{Extent, Table};
use super::file::{self, Format};
use super::gate::Gate;
use super::source::Reading;
use super::{catalog, page, tables};
use crate::api::headers::{address, lang, text};
use crate::api::http::{SANDBOX, etag, saved_as};
use crate::api::refusal::Refusal;
use crate::api::trace::request_id;
use crate::app::SharedApp;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::journal::{self, Entry};
use crate::map::layers::holds;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HOST, VARY};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::ErrorCode;
use shared::area::AreaCode;
use shared::i18n::Lang;
use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;

/// To be asked for again, which costs a 304 when nothing happened: what is hidden today must not be shown tomorrow.
const ASK_AGAIN: &str = "public, no-cache";
/// Pages of other sites may read it too: nothing here depends on who asks.
const FOR_ALL_SITES: (HeaderName, &str) = (ACCESS_CONTROL_ALLOW_ORIGIN, "*");

/// As many areas as a filter of GraphQL may name.
const MOST_AREAS: usize = 100;

/// What the answers share.
#[derive(Default)]
struct Desk {
    gate: Gate,
    counts: Counts,
}

pub fn routes() -> Router<SharedApp> {
    let desk = Arc::new(Desk::default());
    let front = {
        let desk = Arc::clone(&desk);
        move |app, wish, headers| overview(Arc::clone(&desk), app, wish, headers)
    };
    let (counts, exports) = (Arc::clone(&desk), desk);
    Router::new()
        .route("/open-data", get(front.clone()))
        .route("/open-data/", get(front))
        .route("/open-data/catalog.jsonld", get(move |app, headers| catalogue(Arc::clone(&counts), app, headers)))
        .route(
            "/open-data/{name}",
            get(move |app, peer, method, name, wish, headers| one(Arc::clone(&exports), app, peer, method, name, wish, headers)),
        )
}

#[derive(Deserialize)]
struct Wish {
    /// Of a page; otherwise the browser's.
    lang: Option<String>,
    /// Of a file: codes of any level, with commas between them.
    area: Option<String>,
}

impl Wish {
    fn lang(&self, headers: &HeaderMap) -> Lang {
        self.lang.as_deref().map_or_else(|| lang(headers), Lang::from_tag)
    }

    fn areas(&self, app: &SharedApp) -> Result<Vec<AreaCode>, AppError> {
        let known = app.areas.current();
        let codes = self.area.as_deref().unwrap_or_default().split(',').filter(|code| !code.trim().is_empty());
        let find = |code| known.find(code).map(|area| area.code.clone());
        let named: Result<BTreeSet<_>, _> =
            codes.map(|code| find(code).ok_or_else(|| AppError::field("area", ErrorCode::UnknownArea))).collect();
        match named? {
            areas if areas.len() > MOST_AREAS => Err(AppError::field("area", ErrorCode::OutOfRange)),
            areas => Ok(areas.into_iter().collect()),
        }
    }
}

/// What pages and catalogue say beside what the datasets declare.
pub struct Front {
    pub tables: Vec<Table>,
    /// Before every path, where it must be whole.
    pub base: String,
    /// What the regency is called.
    pub region: String,
    pub is_sample: bool,
    /// Whom to credit for what did not come about here.
    pub credit: String,
    /// Of the last event of the public record.
    pub changed: Option<DateTime<Utc>>,
    /// How far each dataset reaches, by its name.
    extents: HashMap<&'static str, Extent>,
}

impl Front {
    async fn read(desk: &Desk, app: &SharedApp, headers: &HeaderMap) -> Result<Self, AppError> {
        let (tables, reading) = (tables(), Reading::new(app, Vec::new()));
        let last = journal::ends_of_public(&app.db).await?.map(|(_, last)| last);
        let extents = desk.counts.read(&reading, last.as_ref().map_or(0, |last| last.seq)).await?;
        let region = reading.catalogue.region()?;
        Ok(Self {
            tables,
            base: base(app, headers),
            region: region.name.clone(),
            is_sample: region.sample_data,
            credit: region.attribution.clone(),
            changed: last.map(|last| last.at),
            extents,
        })
    }

    pub fn extent(&self, table: &Table) -> Extent {
        self.extents.get(table.about.name).copied().unwrap_or_default()
    }

    /// The whole address of a dataset's page.
    pub fn address(&self, name: &str) -> String {
        format!("{}/open-data/{name}", self.base)
    }
}

/// Where the server is found: as the operator says, otherwise as the caller found it.
fn base(app: &SharedApp, headers: &HeaderMap) -> String {
    let host = || {
        let host = text(headers, HOST);
        let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        if plain && !host.is_empty() { format!("http://{host}") } else { String::new() }
    };
    app.config.public_url.clone().unwrap_or_else(host)
}

async fn overview(desk: Arc<Desk>, State(app): State<SharedApp>, Query(wish): Query<Wish>, headers: HeaderMap) -> Response {
    let lang = wish.lang(&headers);
    match Front::read(&desk, &app, &headers).await {
        Ok(front) => told(page::overview(&front, lang), "text/html; charset=utf-8", &headers),
        Err(error) => refuse(&error, lang, &headers),
    }
}

async fn catalogue(desk: Arc<Desk>, State(app): State<SharedApp>, headers: HeaderMap) -> Response {
    match Front::read(&desk, &app, &headers).await {
        Ok(front) => ([FOR_ALL_SITES], told(catalog::catalog(&front).to_string(), catalog::MEDIA_TYPE, &headers)).into_response(),
        Err(error) => refuse(&error, Lang::Id, &headers),
    }
}

/// A dataset's page, or its file.
async fn one(
    desk: Arc<Desk>,
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    Path(name): Path<String>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let lang = wish.lang(&headers);
    let answer = match name.split_once('.') {
        Some((name, ending)) => export(&desk, &app, peer, &method, (name, ending), &wish, &headers).await,
        None => dataset(&desk, &app, &name, lang, &headers).await,
    };
    answer.unwrap_or_else(|error| refuse(&error, lang, &headers))
}

async fn dataset(desk: &Desk, app: &SharedApp, name: &str, lang: Lang, headers: &HeaderMap) -> Result<Response, AppError> {
    let front = Front::read(desk, app, headers).await?;
    let table = front.tables.iter().find(|table| table.about.name == name).ok_or(ErrorCode::NotFound)?;
    Ok(told(page::dataset(&front, table, lang), "text/html; charset=utf-8", headers))
}

async fn export(
    desk: &Desk,
    app: &SharedApp,
    peer: SocketAddr,
    method: &Method,
    (name, ending): (&str, &str),
    wish: &Wish,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let table = tables().into_iter().find(|table| table.about.name == name).ok_or(ErrorCode::NotFound)?;
    let format = Format::of(ending).filter(|format| format.fits(&table)).ok_or(ErrorCode::NotFound)?;
    // Before the last event: what is in the file may be newer than its tag says, and never older.
    let reading = Reading::new(app, wish.areas(app)?);
    let last = journal::ends_of_public(&app.db).await?.map(|(_, last)| last);
    let tag = tag(&table, &reading.catalogue, last.as_ref());
    // What is told in portions may differ from one download to the next in what changed meanwhile: a weak tag says so.
    let common = [(CACHE_CONTROL, ASK_AGAIN.to_owned()), (ETAG, format!("W/{tag}"))];
    if holds(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, common, [FOR_ALL_SITES]).into_response());
    }
    let own = [(CONTENT_TYPE, format.content_type().to_owned()), (CONTENT_DISPOSITION, saved_as(&format!("{name}.{ending}")))];
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        let from = address(app, peer, headers);
        let place = desk.gate.enter(from, app.clock.monotonic())?;
        let number = request_id(headers);
        let mut pieces = Box::pin(file::write(&table, format, reading, place));
        // The beginning and the first rows: what fails here is still answered in words.
        let mut begun = Vec::new();
        while let Some(piece) = pieces.try_next().await? {
            begun.push(Ok(piece));
            if begun.len() == 2 {
                break;
            }
        }
        let rest = pieces.inspect_err(move |error| tracing::error!(request_id = number, %error, "an export is broken off"));
        Body::from_stream(stream::iter(begun).chain(rest))
    };
    Ok((common, own, [FOR_ALL_SITES, SANDBOX], body).into_response())
}

/// Names what the files say: every change of it is in the public record, columns change with the program, and what the catalogue
/// in memory says of places may be behind the record for a while.
fn tag(table: &Table, catalogue: &Catalogue, last: Option<&Entry>) -> String {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    table.fields.iter().for_each(|field| hash.update(format!(" {}:{:?}", field.name, field.kind)));
    hash.update(catalogue.mark());
    if let Some(last) = last {
        hash.update(last.hash);
    }
    etag(&hash.finalize())
}

/// A page or the catalogue, unless the caller has it.
fn told(text: String, content_type: &'static str, headers: &HeaderMap) -> Response {
    let tag = etag(&Sha256::digest(&text));
    let common = [(CACHE_CONTROL, ASK_AGAIN.to_owned()), (VARY, "accept-language".to_owned()), (ETAG, tag.clone())];
    if holds(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, content_type)], text).into_response()
}

/// Why there is no answer, as everywhere else.
fn refuse(error: &AppError, lang: Lang, headers: &HeaderMap) -> Response {
    let number = request_id(headers);
    let refusal = match error {
        AppError::RateLimited { retry_after_seconds } => {
            Refusal::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited).after(*retry_after_seconds)
        }
        AppError::Refused(ErrorCode::NotFound) => Refusal::new(StatusCode::NOT_FOUND, ErrorCode::NotFound),
        AppError::Invalid(errors) => match errors.iter().next() {
            Some(first) => Refusal::new(StatusCode::BAD_REQUEST, first.code).saying(first.message(lang)),
            None => Refusal::new(StatusCode::BAD_REQUEST, ErrorCode::BadInput),
        },
        _ => {
            tracing::error!(request_id = number, %error, "cannot give open data");
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
        }
    };
    ([(CACHE_CONTROL, "no-store")], refusal.answer(lang, &number)).into_response()
}
