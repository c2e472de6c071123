//! Places on the ground.

use crate::error::AppError;
use async_graphql::{InputObject, SimpleObject};
use shared::value;

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
