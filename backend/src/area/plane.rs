use geo::{Coord, LineString, MapCoords};

/// Metres in a degree of latitude (mean meridian arc of WGS84 near the equator).
const METERS_PER_DEGREE_NORTH: f64 = 110_574.0;
/// Metres in a degree of longitude at the equator.
const METERS_PER_DEGREE_EAST: f64 = 111_320.0;

/// A flat frame in metres around one place.
///
/// Over a regency (about 60 km) it is wrong by less than 0.3 %, which is enough for distances of
/// tolerance and for simplifying; measured areas use the ellipsoid instead.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    origin: Coord,
    east: f64,
}

impl Plane {
    /// The frame whose origin is `origin` (longitude, latitude in degrees).
    pub fn at(origin: Coord) -> Self {
        Self { origin, east: METERS_PER_DEGREE_EAST * origin.y.to_radians().cos() }
    }

    /// Degrees to metres east and north of the origin.
    pub fn to_meters(self, degrees: Coord) -> Coord {
        Coord { x: (degrees.x - self.origin.x) * self.east, y: (degrees.y - self.origin.y) * METERS_PER_DEGREE_NORTH }
    }

    /// Metres east and north of the origin to degrees.
    pub fn to_degrees(self, meters: Coord) -> Coord {
        Coord { x: self.origin.x + meters.x / self.east, y: self.origin.y + meters.y / METERS_PER_DEGREE_NORTH }
    }

    /// A line in degrees as a line in metres.
    pub fn line_to_meters(self, line: &LineString) -> LineString {
        line.map_coords(|coord| self.to_meters(coord))
    }

    /// A length in metres as degrees (width east, height north).
    pub fn span(self, meters: f64) -> Coord {
        Coord { x: meters / self.east, y: meters / METERS_PER_DEGREE_NORTH }
    }
}
