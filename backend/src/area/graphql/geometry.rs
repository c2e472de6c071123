//! Places on the ground.

use crate::api::answer::Extent;
use crate::api::scalars::GeoJson;
use crate::error::AppError;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, Error, InputObject, OutputType, Positioned, ServerResult, SimpleObject, Value};
use shared::value;
use std::borrow::Cow;
use std::sync::Arc;

/// A byte of an outline's text counts so many times: values within JSON count for more than their digits.
const GROWTH: u64 = 3;

/// An outline as it is kept, in GeoJSON; it is read once it is told.
pub struct Outline(pub Arc<str>);

impl Extent for Outline {
    fn extent(&self, _: &ContextSelectionSet<'_>) -> u64 {
        GROWTH * self.0.len() as u64
    }
}

impl OutputType for Outline {
    fn type_name() -> Cow<'static, str> {
        <GeoJson as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <GeoJson as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let damaged =
            |error: serde_json::Error| ctx.set_error_path(Error::from(AppError::from(error)).into_server_error(field.pos));
        let read: serde_json::Value = serde_json::from_str(&self.0).map_err(damaged)?;
        GeoJson(read).resolve(ctx, field).await
    }
}

/// A place on the ground (lokasi): WGS 84, in degrees.
#[derive(SimpleObject, Clone, Copy)]
pub struct Location {
    /// East of Greenwich (bujur), in degrees.
    pub longitude: f64,
    /// North of the equator (lintang), in degrees; negative here.
    pub latitude: f64,
}

impl From<value::Location> for Location {
    fn from(place: value::Location) -> Self {
        Self { longitude: place.longitude, latitude: place.latitude }
    }
}

/// A place on the ground (lokasi): WGS 84, in degrees.
#[derive(InputObject, Clone, Copy)]
pub struct LocationInput {
    /// East of Greenwich (bujur), in degrees.
    pub longitude: f64,
    /// North of the equator (lintang), in degrees; negative here.
    pub latitude: f64,
}

impl LocationInput {
    /// # Errors
    /// `INVALID_GEOMETRY` at `location` when it is no place.
    pub fn parse(self) -> Result<value::Location, AppError> {
        value::Location::new(self.longitude, self.latitude).map_err(|code| AppError::field("location", code))
    }
}

/// A box in degrees (kotak batas).
#[derive(SimpleObject, Clone, Copy)]
pub struct BoundingBox {
    /// The western edge (batas barat), in degrees.
    pub west: f64,
    /// The southern edge (batas selatan), in degrees.
    pub south: f64,
    /// The eastern edge (batas timur), in degrees.
    pub east: f64,
    /// The northern edge (batas utara), in degrees.
    pub north: f64,
}

impl From<value::BoundingBox> for BoundingBox {
    fn from(bounds: value::BoundingBox) -> Self {
        Self { west: bounds.west, south: bounds.south, east: bounds.east, north: bounds.north }
    }
}
