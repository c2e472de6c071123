//! The outlines of villages, districts and neighbouring regencies as GeoJSON files.

use crate::app::SharedApp;
use crate::area::layers::Layer;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};

/// Outlines change when somebody imports boundaries: minutes may pass until everyone sees it.
const FRESHNESS: &str = "public, max-age=300, stale-while-revalidate=86400";

/// `/map/areas/village.geojson`, `/map/areas/district.geojson`, `/map/neighbours.geojson`.
pub fn routes() -> Router<SharedApp> {
    Router::new()
        .route("/map/areas/village.geojson", get(villages))
        .route("/map/areas/district.geojson", get(districts))
        .route("/map/neighbours.geojson", get(neighbours))
}

async fn villages(State(app): State<SharedApp>, headers: HeaderMap) -> Response {
    answer(&app.areas.current().layers().villages, &headers)
}

async fn districts(State(app): State<SharedApp>, headers: HeaderMap) -> Response {
    answer(&app.areas.current().layers().districts, &headers)
}

async fn neighbours(State(app): State<SharedApp>, headers: HeaderMap) -> Response {
    answer(&app.areas.current().layers().neighbours, &headers)
}

fn answer(layer: &Layer, headers: &HeaderMap) -> Response {
    let fresh = [(ETAG, layer.etag.as_str()), (CACHE_CONTROL, FRESHNESS)];
    if holds(headers, &layer.etag) {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    (fresh, [(CONTENT_TYPE, "application/geo+json")], layer.geojson.clone()).into_response()
}

/// Whether the caller already has this version.
pub(crate) fn holds(headers: &HeaderMap, etag: &str) -> bool {
    let named = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(','));
    // A proxy that compresses may have weakened the tag; the content is the same.
    named.map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn layer() -> Layer {
        Layer::new([(json!({ "code": "33.02" }), r#"{"type":"Point","coordinates":[109.1,-7.4]}"#)], "BIG").unwrap()
    }

    fn asking(tag: Option<&str>) -> Response {
        let headers = tag.into_iter().map(|tag| (IF_NONE_MATCH, tag.parse().unwrap())).collect();
        answer(&layer(), &headers)
    }

    #[test]
    fn an_outline_that_the_caller_has_is_not_sent_again() {
        let etag = layer().etag;
        assert_eq!(asking(None).status(), StatusCode::OK);
        assert_eq!(asking(Some("\"other\"")).status(), StatusCode::OK);
        for tag in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
            assert_eq!(asking(Some(&tag)).status(), StatusCode::NOT_MODIFIED, "{tag}");
        }
    }

    #[test]
    fn an_outline_says_what_it_is_and_who_made_it() {
        let response = asking(None);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/geo+json");
        assert!(String::from_utf8_lossy(&layer().geojson).contains("\"attribution\":\"BIG\""));
    }
}
