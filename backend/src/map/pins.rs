//! Proposals as points, for the map: what the list's filter finds, within what the map shows.

use crate::access::ProposalScope;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::journal;
use crate::proposal::list::ProposalFilter;
use crate::proposal::list::store::{Pin, pins};
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::ErrorCode;
use shared::i18n::Lang;
use shared::value::BoundingBox;
use std::str::FromStr;

/// More points than this say nothing on a phone: the collection then says `"complete": false`.
const MOST: u64 = 5000;

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
pub async fn answer(State(app): State<SharedApp>, Query(wanted): Query<Wanted>, headers: HeaderMap) -> Response {
    match find(&app, wanted, &headers).await {
        Ok(response) => response,
        Err(AppError::Invalid(errors)) => {
            let lang = Lang::from_tag(headers.get(ACCEPT_LANGUAGE).and_then(|tag| tag.to_str().ok()).unwrap_or_default());
            let errors: Vec<_> = errors
                .iter()
                .map(|error| json!({ "code": error.code.as_str(), "field": error.field, "message": error.message(lang) }))
                .collect();
            (StatusCode::BAD_REQUEST, Json(json!({ "errors": errors }))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "cannot read the map's proposals");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn find(app: &App, wanted: Wanted, headers: &HeaderMap) -> Result<Response, AppError> {
    let filter = wanted.parse(app)?;
    // Every change is in the journal: as long as it has not grown, the points are the same.
    let version = format!("\"{}\"", journal::latest_seq(&app.db).await?);
    let freshness = [(ETAG, version.as_str()), (CACHE_CONTROL, "no-cache")];
    if super::layers::holds(headers, &version) {
        return Ok((StatusCode::NOT_MODIFIED, freshness).into_response());
    }
    let mut found = pins(&app.db, ProposalScope::PUBLIC, &filter, MOST + 1).await?;
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
            text: self.text,
            bounding_box: self.bbox.map(|text| read_box(&text)).transpose()?,
            ..Default::default()
        })
    }
}

fn read_list<T: FromStr>(name: &str, text: Option<String>) -> Result<Vec<T>, AppError> {
    let words = text.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(|_| AppError::field(name, ErrorCode::UnknownValue))).collect()
}

fn read_box(text: &str) -> Result<BoundingBox, AppError> {
    let refuse = |code| AppError::field("bbox", code);
    let numbers: Vec<f64> =
        text.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| refuse(ErrorCode::UnknownValue))?;
    let &[west, south, east, north] = numbers.as_slice() else { return Err(refuse(ErrorCode::UnknownValue)) };
    BoundingBox::new(west, south, east, north).map_err(refuse)
}
