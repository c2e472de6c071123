//! Proposals as points, for the map: what the list's filter finds, within what the map shows.

use crate::access::ProposalScope;
use crate::api::budget::{Due, Payer};
use crate::api::filter::{MAX_ITEMS, MAX_TEXT};
use crate::api::headers::{address, lang};
use crate::api::http::QUERY_WITHIN;
use crate::api::refusal::Refusal;
use crate::api::trace::request_id;
use crate::api::turns;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::journal;
use crate::proposal::list::ProposalFilter;
use crate::proposal::list::store::{Pin, pins};
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::i18n::Lang;
use shared::value::{BoundingBox, text};
use std::net::SocketAddr;
use std::str::FromStr;

/// More points than this say nothing on a phone: the collection then says `"complete": false`.
const MOST: u64 = 5000;
/// Points of the address's purse (docs/api.md, Limits): as a page of a list with its relations. A hand on the map asks a few
/// times a second at most.
const COST: u64 = 300;

/// What to show, as it stands in the address; lists are separated by commas.
#[derive(Deserialize)]
pub struct Wanted {
    /// west,south,east,north in degrees
    bbox: Option<String>,
    area: Option<String>,
    sector: Option<String>,
    status: Option<String>,
    year: Option<String>,
    text: Option<String>,
}

/// `/map/proposals.geojson`
pub async fn answer(
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let (lang, request_id) = (lang(&headers), request_id(&headers));
    let payer = Payer::address(address(&app, peer, &headers));
    let found = match wanted {
        Ok(Query(wanted)) => find(&app, wanted, payer, lang, &request_id, &headers).await,
        Err(_) => Err(Refusal::unreadable(StatusCode::BAD_REQUEST, "error.BAD_INPUT")),
    };
    found.unwrap_or_else(|refusal| refusal.answer(lang, &request_id))
}

async fn find(
    app: &SharedApp,
    wanted: Wanted,
    payer: Payer,
    lang: Lang,
    request_id: &str,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let refuse = |error: AppError| Refusal::of(&error, QUERY_WITHIN, lang, request_id);
    let filter = wanted.parse(app).map_err(refuse)?;
    // Every change is in the journal: as long as it has not grown, the points are the same.
    let version = format!("\"{}\"", journal::latest_seq(&app.db).await.map_err(refuse)?);
    let freshness = [(ETAG, version.as_str()), (CACHE_CONTROL, "no-cache")];
    if super::layers::holds(headers, &version) {
        return Ok((StatusCode::NOT_MODIFIED, freshness).into_response());
    }
    let (balance, paid) = app.budget.pay(payer, COST, Due::Asked, app.clock.monotonic());
    paid.map_err(|error| Refusal::paced(&error, balance.to_json()))?;
    let db = app.db.clone();
    let reading = async move { pins(&db, ProposalScope::PUBLIC, &filter, MOST + 1).await };
    let mut found = turns::run(app, Some(payer), QUERY_WITHIN, reading).await.flatten().map_err(refuse)?;
    let complete = found.len() as u64 <= MOST;
    found.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let areas = app.areas.current();
    let features: Vec<_> =
        found.into_iter().map(|pin| feature(&pin, areas.area(&pin.village).map(|area| area.name.as_str()))).collect();
    let collection = json!({ "type": "FeatureCollection", "complete": complete, "features": features });
    Ok((freshness, [(CONTENT_TYPE, "application/geo+json")], collection.to_string()).into_response())
}

fn feature(pin: &Pin, village: Option<&str>) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [pin.location.longitude, pin.location.latitude] },
        "properties": {
            "id": pin.id, "title": pin.title, "status": pin.status, "sector": pin.sector, "village": village, "supports": pin.supports,
        },
    })
}

impl Wanted {
    fn parse(self, app: &App) -> Result<ProposalFilter, AppError> {
        let areas = read_list("area", self.area)?;
        let known = app.areas.current();
        if areas.iter().any(|code| known.area(code).is_none()) {
            return Err(AppError::field("area", ErrorCode::UnknownArea));
        }
        Ok(ProposalFilter {
            areas,
            sectors: read_list("sector", self.sector)?,
            statuses: read_list("status", self.status)?,
            fiscal_years: read_list("year", self.year)?,
            text: text::optional_line("text", self.text.as_deref(), MAX_TEXT)?,
            bounding_box: self.bbox.map(|text| read_box(&text)).transpose()?,
            ..Default::default()
        })
    }
}

fn read_list<T: FromStr>(name: &str, text: Option<String>) -> Result<Vec<T>, AppError> {
    let words: Vec<_> = text.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty()).collect();
    if words.len() > MAX_ITEMS {
        return Err(AppError::field(name, ErrorCode::OutOfRange));
    }
    words.iter().map(|word| word.parse().map_err(|_| AppError::field(name, ErrorCode::UnknownValue))).collect()
}

fn read_box(text: &str) -> Result<BoundingBox, AppError> {
    let refuse = |code| AppError::field("bbox", code);
    let numbers: Vec<f64> =
        text.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| refuse(ErrorCode::UnknownValue))?;
    let &[west, south, east, north] = numbers.as_slice() else { return Err(refuse(ErrorCode::UnknownValue)) };
    BoundingBox::new(west, south, east, north).map_err(refuse)
}
