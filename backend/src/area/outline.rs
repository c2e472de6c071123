//! The shape of an area on the ground, and its GeoJSON text.

use geo::{BoundingRect, Coord, GeodesicArea, LineString, MultiPolygon, Orient, Polygon, Rect, orient::Direction, unary_union};
use geojson::GeometryValue;

/// Islands and holes smaller than this (m²) are rounding dust of a union, not land.
const DUST_SQUARE_METERS: f64 = 50.0;

/// A stored outline that is not what this program wrote.
#[derive(Debug, thiserror::Error)]
pub enum OutlineError {
    /// The text is not a GeoJSON geometry.
    #[error("stored outline is not GeoJSON: {0}")]
    NotGeoJson(#[from] serde_json::Error),
    /// The geometry is not an area.
    #[error("stored outline is a {0}, not a Polygon or MultiPolygon")]
    NotAnArea(&'static str),
}

/// A GeoJSON geometry with at most `decimals` decimals (5 is about a metre, 7 a centimetre).
pub fn to_geojson(outline: &MultiPolygon, decimals: u8) -> String {
    let scale = 10f64.powi(i32::from(decimals));
    let round = |value: f64| (value * scale).round() / scale;
    let ring = |line: &LineString| -> Vec<[f64; 2]> {
        let mut positions: Vec<_> = line.0.iter().map(|c| [round(c.x), round(c.y)]).collect();
        positions.dedup();
        positions
    };
    let polygon = |polygon: &Polygon| -> Vec<Vec<[f64; 2]>> {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    let value = match outline.0.as_slice() {
        [single] => GeometryValue::new_polygon(polygon(single)),
        many => GeometryValue::new_multi_polygon(many.iter().map(polygon)),
    };
    value.to_string()
}

/// Reads back what [`to_geojson`] wrote.
pub fn from_geojson(text: &str) -> Result<MultiPolygon, OutlineError> {
    let ring =
        |positions: &Vec<geojson::Position>| -> LineString { positions.iter().map(|p| Coord { x: p[0], y: p[1] }).collect() };
    let polygon = |rings: &Vec<Vec<geojson::Position>>| {
        let mut rings = rings.iter().map(ring);
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(exterior, rings.collect())
    };
    match serde_json::from_str::<GeometryValue>(text)? {
        GeometryValue::Polygon { coordinates } => Ok(MultiPolygon(vec![polygon(&coordinates)])),
        GeometryValue::MultiPolygon { coordinates } => Ok(coordinates.iter().map(polygon).collect()),
        other => Err(OutlineError::NotAnArea(other.type_name())),
    }
}

/// The outline around all of `parts`, without the dust that rounding leaves along shared borders.
pub fn dissolve<'a>(parts: impl IntoIterator<Item = &'a MultiPolygon>) -> MultiPolygon {
    let is_land = |ring: &LineString| ring_square_meters(ring) > DUST_SQUARE_METERS;
    let without_dust = |polygon: Polygon| {
        let (exterior, mut interiors) = polygon.into_inner();
        interiors.retain(is_land);
        is_land(&exterior).then(|| Polygon::new(exterior, interiors))
    };
    let union = unary_union(parts);
    union.into_iter().filter_map(without_dust).collect::<MultiPolygon>().orient(Direction::Default)
}

/// Area on the ellipsoid, in square metres.
#[cfg(test)]
pub fn square_meters(outline: &MultiPolygon) -> f64 {
    let polygon = |polygon: &Polygon| {
        let holes: f64 = polygon.interiors().iter().map(ring_square_meters).sum();
        ring_square_meters(polygon.exterior()) - holes
    };
    outline.iter().map(polygon).sum()
}

/// Either way a ring is wound; the library's unsigned area of a clockwise ring is the rest of the Earth.
fn ring_square_meters(ring: &LineString) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).geodesic_area_signed().abs()
}

/// West, south, east and north of the outline; `None` when it is empty.
pub fn bounding_box(outline: &MultiPolygon) -> Option<Rect> {
    outline.bounding_rect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn an_outline_survives_its_text() {
        let outline = wkt!(MULTIPOLYGON(
            ((109.1 - 7.4, 109.2 - 7.4, 109.2 - 7.3, 109.1 - 7.4)),
            ((109.3 - 7.4, 109.4 - 7.4, 109.4 - 7.3, 109.3 - 7.4))
        ));
        assert_eq!(from_geojson(&to_geojson(&outline, 7)).unwrap(), outline);
    }

    #[test]
    fn dissolving_neighbours_leaves_no_border_between_them() {
        let left = wkt!(MULTIPOLYGON(((109.0 - 7.5, 109.1 - 7.5, 109.1 - 7.4, 109.0 - 7.4, 109.0 - 7.5))));
        let right = wkt!(MULTIPOLYGON(((109.1 - 7.5, 109.2 - 7.5, 109.2 - 7.4, 109.1 - 7.4, 109.1 - 7.5))));
        let whole = dissolve([&left, &right]);
        assert_eq!(whole.0.len(), 1);
        let parts = square_meters(&left) + square_meters(&right);
        assert!((square_meters(&whole) / parts - 1.0).abs() < 1e-5);
    }
}
