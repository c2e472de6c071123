//! Places on the ground: WGS 84 longitude and latitude in degrees.

use crate::error::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A point. Longitude −180 to 180, latitude −90 to 90, both finite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub longitude: f64,
    pub latitude: f64,
}

impl Location {
    /// # Errors
    /// `INVALID_GEOMETRY` when a number is not finite or out of range.
    pub fn new(longitude: f64, latitude: f64) -> Result<Self, ErrorCode> {
        let valid = longitude.is_finite() && latitude.is_finite() && longitude.abs() <= 180.0 && latitude.abs() <= 90.0;
        if valid { Ok(Self { longitude, latitude }) } else { Err(ErrorCode::InvalidGeometry) }
    }

    /// Whole ten-millionths of a degree (about a centimetre): how coordinates are stored and compared.
    pub fn to_e7(self) -> (i32, i32) {
        ((self.longitude * 1e7).round() as i32, (self.latitude * 1e7).round() as i32)
    }

    pub fn from_e7(longitude: i32, latitude: i32) -> Self {
        Self { longitude: f64::from(longitude) / 1e7, latitude: f64::from(latitude) / 1e7 }
    }

    /// Great-circle distance in metres on a sphere of the Earth's mean radius; good to half a per cent.
    pub fn distance_meters(self, other: Self) -> f64 {
        const EARTH_RADIUS_M: f64 = 6_371_008.8;
        let (lat1, lat2) = (self.latitude.to_radians(), other.latitude.to_radians());
        let (dlat, dlon) = (lat2 - lat1, (other.longitude - self.longitude).to_radians());
        let a = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * EARTH_RADIUS_M * a.sqrt().min(1.0).asin()
    }
}

/// A box in degrees; never crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl BoundingBox {
    /// # Errors
    /// `INVALID_GEOMETRY` when a corner is invalid or the box is turned inside out.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, ErrorCode> {
        Location::new(west, south)?;
        Location::new(east, north)?;
        if west <= east && south <= north { Ok(Self { west, south, east, north }) } else { Err(ErrorCode::InvalidGeometry) }
    }

    pub fn contains(&self, point: Location) -> bool {
        (self.west..=self.east).contains(&point.longitude) && (self.south..=self.north).contains(&point.latitude)
    }

    /// The box around one place.
    pub const fn of(point: Location) -> Self {
        Self { west: point.longitude, south: point.latitude, east: point.longitude, north: point.latitude }
    }

    /// Whether the two have a place in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }

    pub fn center(&self) -> Location {
        Location { longitude: (self.west + self.east) / 2.0, latitude: (self.south + self.north) / 2.0 }
    }
}

/// Where a proposal lies: a point, a line or an area without holes.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Point(Location),
    /// At least two different positions.
    Line(Vec<Location>),
    /// A closed ring: first and last position are equal, at least four.
    Polygon(Vec<Location>),
}

impl Shape {
    /// Enough for a long village road walked with a phone; more is a mistake or an attack.
    pub const MAX_VERTICES: usize = 500;
    /// One proposal is local: nothing it draws is longer than this from corner to corner, in metres.
    pub const MAX_EXTENT_METERS: f64 = 25_000.0;

    /// Reads a GeoJSON geometry. Whether it crosses itself or leaves the regency is checked on the
    /// server, which has the boundaries.
    ///
    /// # Errors
    /// `INVALID_GEOMETRY`, `TOO_MANY_VERTICES`, `TOO_LARGE`.
    pub fn from_geojson(geometry: &Value) -> Result<Self, ErrorCode> {
        let shape = Self::of_any_size(geometry)?;
        let bounds = shape.bounds();
        let diagonal = Location { longitude: bounds.west, latitude: bounds.south }
            .distance_meters(Location { longitude: bounds.east, latitude: bounds.north });
        if diagonal > Self::MAX_EXTENT_METERS { Err(ErrorCode::TooLarge) } else { Ok(shape) }
    }

    /// Reads a GeoJSON geometry that something is looked for in: it may be as large as it likes.
    ///
    /// # Errors
    /// `INVALID_GEOMETRY`, `TOO_MANY_VERTICES`.
    pub fn of_any_size(geometry: &Value) -> Result<Self, ErrorCode> {
        let coordinates = geometry.get("coordinates").ok_or(ErrorCode::InvalidGeometry)?;
        let shape = match geometry.get("type").and_then(Value::as_str) {
            Some("Point") => Self::Point(position(coordinates)?),
            Some("LineString") => Self::Line(positions(coordinates)?),
            Some("Polygon") => match coordinates.as_array().map(Vec::as_slice) {
                Some([ring]) => Self::Polygon(positions(ring)?),
                _ => return Err(ErrorCode::InvalidGeometry),
            },
            _ => return Err(ErrorCode::InvalidGeometry),
        };
        let fits = match &shape {
            Self::Point(_) => true,
            Self::Line(line) => line.len() >= 2 && line.iter().any(|p| *p != line[0]),
            Self::Polygon(ring) => ring.len() >= 4 && ring.first() == ring.last(),
        };
        if fits { Ok(shape) } else { Err(ErrorCode::InvalidGeometry) }
    }

    /// The same to a centimetre: so that places that are equal are written alike.
    #[must_use]
    pub fn rounded(&self) -> Self {
        let round = |place: &Location| {
            let (longitude, latitude) = place.to_e7();
            Location::from_e7(longitude, latitude)
        };
        match self {
            Self::Point(point) => Self::Point(round(point)),
            Self::Line(line) => Self::Line(line.iter().map(round).collect()),
            Self::Polygon(ring) => Self::Polygon(ring.iter().map(round).collect()),
        }
    }

    pub fn positions(&self) -> &[Location] {
        match self {
            Self::Point(point) => std::slice::from_ref(point),
            Self::Line(positions) | Self::Polygon(positions) => positions,
        }
    }

    pub fn bounds(&self) -> BoundingBox {
        let mut bounds =
            BoundingBox { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };
        for point in self.positions() {
            bounds.west = bounds.west.min(point.longitude);
            bounds.east = bounds.east.max(point.longitude);
            bounds.south = bounds.south.min(point.latitude);
            bounds.north = bounds.north.max(point.latitude);
        }
        bounds
    }

    /// The one point that stands for the shape in lists and on the map: the point itself, the middle
    /// position of a line, the middle of a polygon's box.
    pub fn anchor(&self) -> Location {
        match self {
            Self::Point(point) => *point,
            Self::Line(line) => line[line.len() / 2],
            Self::Polygon(_) => self.bounds().center(),
        }
    }

    pub fn to_geojson(&self) -> Value {
        let pair = |p: &Location| json!([p.longitude, p.latitude]);
        match self {
            Self::Point(point) => json!({ "type": "Point", "coordinates": pair(point) }),
            Self::Line(line) => json!({ "type": "LineString", "coordinates": line.iter().map(pair).collect::<Vec<_>>() }),
            Self::Polygon(ring) => json!({ "type": "Polygon", "coordinates": [ring.iter().map(pair).collect::<Vec<_>>()] }),
        }
    }
}

fn position(value: &Value) -> Result<Location, ErrorCode> {
    match value.as_array().map(Vec::as_slice) {
        Some([longitude, latitude, ..]) => match (longitude.as_f64(), latitude.as_f64()) {
            (Some(longitude), Some(latitude)) => Location::new(longitude, latitude),
            _ => Err(ErrorCode::InvalidGeometry),
        },
        _ => Err(ErrorCode::InvalidGeometry),
    }
}

fn positions(value: &Value) -> Result<Vec<Location>, ErrorCode> {
    let list = value.as_array().ok_or(ErrorCode::InvalidGeometry)?;
    if list.len() > Shape::MAX_VERTICES {
        return Err(ErrorCode::TooManyVertices);
    }
    list.iter().map(position).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_meet_where_they_have_a_place_in_common() {
        let of = |west: f64, south: f64, east: f64, north: f64| BoundingBox::new(west, south, east, north).unwrap();
        let own = of(109.0, -7.5, 109.2, -7.3);
        for (other, meet) in [
            (own, true),
            (of(109.1, -7.4, 109.15, -7.35), true),
            (of(109.2, -7.3, 109.3, -7.2), true),
            (of(109.21, -7.5, 109.3, -7.3), false),
            (of(109.0, -7.29, 109.2, -7.2), false),
        ] {
            assert_eq!((own.meets(&other), other.meets(&own)), (meet, meet), "{other:?}");
        }
        assert!(own.meets(&BoundingBox::of(own.center())));
    }

    #[test]
    fn shapes_survive_geojson() {
        for geometry in [
            json!({"type": "Point", "coordinates": [109.1, -7.4]}),
            json!({"type": "LineString", "coordinates": [[109.1, -7.4], [109.11, -7.41]]}),
            json!({"type": "Polygon", "coordinates": [[[109.1, -7.4], [109.11, -7.4], [109.11, -7.41], [109.1, -7.4]]]}),
        ] {
            assert_eq!(Shape::from_geojson(&geometry).unwrap().to_geojson(), geometry);
        }
    }

    #[test]
    fn broken_shapes_are_refused_with_their_reason() {
        let long: Vec<_> = (0..501).map(|i| json!([109.0 + f64::from(i) * 1e-5, -7.4])).collect();
        for (geometry, code) in [
            (json!(null), ErrorCode::InvalidGeometry),
            (json!({"type": "Point", "coordinates": [200, 0]}), ErrorCode::InvalidGeometry),
            (json!({"type": "Point", "coordinates": ["109", "-7"]}), ErrorCode::InvalidGeometry),
            (json!({"type": "LineString", "coordinates": [[109, -7], [109, -7]]}), ErrorCode::InvalidGeometry),
            (
                json!({"type": "Polygon", "coordinates": [[[109, -7], [109.1, -7], [109.1, -7.1], [109, -7.2]]]}),
                ErrorCode::InvalidGeometry,
            ),
            (json!({"type": "Polygon", "coordinates": []}), ErrorCode::InvalidGeometry),
            // Each ring is a good one: the second would be a hole.
            (
                json!({"type": "Polygon", "coordinates": [
                    [[109, -7], [109.1, -7], [109.1, -7.1], [109, -7]],
                    [[109.05, -7.01], [109.08, -7.01], [109.08, -7.04], [109.05, -7.01]],
                ]}),
                ErrorCode::InvalidGeometry,
            ),
            (json!({"type": "MultiPoint", "coordinates": [[109, -7]]}), ErrorCode::InvalidGeometry),
            (json!({"type": "LineString", "coordinates": [[109, -7], [110, -7]]}), ErrorCode::TooLarge),
            (json!({"type": "LineString", "coordinates": long}), ErrorCode::TooManyVertices),
        ] {
            assert_eq!(Shape::from_geojson(&geometry), Err(code), "{geometry}");
        }
    }

    #[test]
    fn equal_places_are_written_alike() {
        let line = json!({"type": "LineString", "coordinates": [[109.123_456_749, -7.4], [109.123_456_751, -7.400_000_04]]});
        let rounded = Shape::from_geojson(&line).unwrap().rounded();
        assert_eq!(
            rounded.to_geojson(),
            json!({"type": "LineString", "coordinates": [[109.123_456_7, -7.4], [109.123_456_8, -7.4]]})
        );
    }

    #[test]
    fn distances_are_in_metres() {
        let (a, b) = (Location::new(109.0, -7.0).unwrap(), Location::new(109.0, -7.009).unwrap());
        assert!((a.distance_meters(b) - 1000.8).abs() < 1.0);
    }
}
