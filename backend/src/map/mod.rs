//! What the map draws.

pub(crate) mod layers;
mod pins;

use crate::app::SharedApp;
use axum::Router;
use axum::routing::get;

pub fn routes() -> Router<SharedApp> {
    layers::routes().route("/map/proposals.geojson", get(pins::answer))
}
