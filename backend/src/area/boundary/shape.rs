//! One feature's geometry: checked, and mended where mending cannot change what was meant.

use geo::{
    Area, BooleanOps, Coord, Line, LineString, MultiPolygon, Orient, Polygon, Validation,
    line_intersection::{LineIntersection, line_intersection},
    orient::Direction,
    unary_union,
};
use geojson::{GeometryValue, Position};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

/// A mended outline may differ from the drawn one by at most this share of its area.
const HARMLESS_CHANGE: f64 = 1e-6;

/// A geometry's outline (outer rings counter-clockwise, holes clockwise), or what to mend.
pub fn read_shape(geometry: &GeometryValue) -> Result<MultiPolygon, String> {
    let polygons = match geometry {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().collect(),
        other => {
            return Err(format!("its geometry is a {}; an area must be a Polygon or MultiPolygon", other.type_name()));
        }
    };
    let parts: Vec<MultiPolygon> = polygons.into_iter().map(|rings| read_polygon(rings)).collect::<Result<_, _>>()?;
    let whole: MultiPolygon = parts.iter().flat_map(|part| part.0.iter().cloned()).collect();
    if whole.0.is_empty() {
        return Err("it has no rings".to_owned());
    }
    // Parts of one area may touch or overlap each other: what they cover together is still clear.
    let apart = whole.0.len() == 1 || whole.is_valid();
    let whole = if apart { whole } else { unary_union(&parts) };
    Ok(whole.orient(Direction::Default))
}

fn read_polygon(rings: &[Vec<Position>]) -> Result<MultiPolygon, String> {
    let mut lines = Vec::with_capacity(rings.len());
    for (index, ring) in rings.iter().enumerate() {
        let name = if index == 0 { "outer ring".to_owned() } else { format!("hole {index}") };
        lines.push(read_ring(ring).map_err(|problem| format!("{name} {problem}"))?);
    }
    let mut lines = lines.into_iter();
    let Some(exterior) = lines.next() else {
        return Ok(MultiPolygon(Vec::new()));
    };
    let drawn = Polygon::new(exterior, lines.collect());
    let crossing = rings_of(&drawn).find_map(find_crossing);
    match crossing {
        None if holes_fit(&drawn) => Ok(drawn.into()),
        _ => mend(&drawn).ok_or_else(|| match crossing {
            Some(place) => format!("its line crosses itself near {:.5}, {:.5}; redraw it there", place.x, place.y),
            None => {
                let why = drawn.check_validation().err().map(|error| error.to_string()).unwrap_or_default();
                format!("its rings do not fit together ({why}); keep holes inside the outer ring and apart")
            }
        }),
    }
}

/// A closed ring without repeated positions. Heights are dropped.
fn read_ring(positions: &[Position]) -> Result<LineString, String> {
    let mut coords: Vec<Coord> = Vec::with_capacity(positions.len() + 1);
    for position in positions {
        let coord = match position.as_slice() {
            [longitude, latitude, ..] => Coord { x: *longitude, y: *latitude },
            _ => return Err("has a position without longitude and latitude".to_owned()),
        };
        check_degrees(coord)?;
        if coords.last() != Some(&coord) {
            coords.push(coord);
        }
    }
    if coords.first() != coords.last() {
        coords.extend(coords.first().copied());
    }
    if coords.len() < 4 {
        return Err("has fewer than 4 positions (3 corners and the first again)".to_owned());
    }
    Ok(LineString::new(coords))
}

fn check_degrees(coord: Coord) -> Result<(), String> {
    let Coord { x, y } = coord;
    if !(x.is_finite() && y.is_finite()) {
        return Err("has a position that is not a number".to_owned());
    }
    if x.abs() <= 180.0 && y.abs() <= 90.0 {
        return Ok(());
    }
    Err(if x.abs() <= 90.0 && y.abs() <= 180.0 {
        format!("has the position [{x}, {y}]: latitude comes first; GeoJSON wants longitude first, so swap them")
    } else {
        format!("has the position [{x}, {y}], which is not in degrees; export the file in WGS 84 (EPSG:4326)")
    })
}

/// The library's whole check compares every side with every other: only holes are worth it.
fn holes_fit(polygon: &Polygon) -> bool {
    polygon.interiors().is_empty() || polygon.is_valid()
}

/// Whether the polygon's lines neither cross nor touch themselves and its holes lie inside.
pub fn is_simple(polygon: &Polygon) -> bool {
    rings_of(polygon).all(|ring| find_crossing(ring).is_none()) && holes_fit(polygon)
}

/// The outer ring, then the holes.
pub fn rings_of(polygon: &Polygon) -> impl Iterator<Item = &LineString> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// Redraws a polygon that touches itself (spikes, pinched corners). `None` when that would change
/// what it covers: then only its author knows what was meant.
fn mend(drawn: &Polygon) -> Option<MultiPolygon> {
    let redrawn = drawn.union(&MultiPolygon::<f64>::new(Vec::new()));
    let rings = |polygon: &Polygon| -> f64 {
        let holes: f64 = polygon.interiors().iter().map(ring_area).sum();
        ring_area(polygon.exterior()) - holes
    };
    let meant = rings(drawn);
    let harmless = meant > 0.0 && ((redrawn.unsigned_area() - meant) / meant).abs() <= HARMLESS_CHANGE;
    (harmless && redrawn.is_valid()).then_some(redrawn)
}

fn ring_area(ring: &LineString) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).unsigned_area()
}

/// Where a ring crosses or touches itself, other than where consecutive sides meet.
pub fn find_crossing(ring: &LineString) -> Option<Coord> {
    let sides: Vec<Line> = ring.lines().collect();
    let bounds = |line: &Line| AABB::from_corners([line.start.x, line.start.y], [line.end.x, line.end.y]);
    let tree = RTree::bulk_load(
        sides.iter().enumerate().map(|(index, line)| GeomWithData::new(bounds_rectangle(bounds(line)), index)).collect(),
    );
    sides.iter().enumerate().find_map(|(index, side)| {
        tree.locate_in_envelope_intersecting(&bounds(side))
            .map(|entry| entry.data)
            .filter(|other| *other > index)
            .find_map(|other| meet(index, other, &sides))
    })
}

fn bounds_rectangle(bounds: AABB<[f64; 2]>) -> rstar::primitives::Rectangle<[f64; 2]> {
    rstar::primitives::Rectangle::from_aabb(bounds)
}

/// Where two sides of a closed ring meet, unless only as neighbours do.
fn meet(first: usize, second: usize, sides: &[Line]) -> Option<Coord> {
    let neighbours = second == first + 1 || (first == 0 && second + 1 == sides.len());
    match line_intersection(sides[first], sides[second])? {
        LineIntersection::SinglePoint { intersection, .. } => (!neighbours).then_some(intersection),
        LineIntersection::Collinear { intersection } => Some(intersection.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Winding;
    use serde_json::json;

    fn read(coordinates: serde_json::Value) -> Result<MultiPolygon, String> {
        let kind = if coordinates[0][0][0].is_array() { "MultiPolygon" } else { "Polygon" };
        let geometry: GeometryValue = serde_json::from_value(json!({ "type": kind, "coordinates": coordinates })).unwrap();
        read_shape(&geometry)
    }

    #[test]
    fn harmless_flaws_are_mended() {
        for (what, coordinates, area) in [
            ("open ring", json!([[[0, 0], [4, 0], [4, 4], [0, 4]]]), 16.0),
            ("clockwise ring", json!([[[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]]]), 16.0),
            ("repeated position", json!([[[0, 0], [4, 0], [4, 0], [4, 4], [0, 4], [0, 0], [0, 0]]]), 16.0),
            ("height", json!([[[0, 0, 12], [4, 0, 12], [4, 4, 12], [0, 4, 12], [0, 0, 12]]]), 16.0),
            ("spike", json!([[[0, 0], [4, 0], [6, 2], [4, 0], [4, 4], [0, 4], [0, 0]]]), 16.0),
            ("pinched corner", json!([[[0, 0], [2, 2], [4, 0], [4, 4], [2, 2], [0, 4], [0, 0]]]), 8.0),
            (
                "parts that share a side",
                json!([[[[0, 0], [2, 0], [2, 4], [0, 4], [0, 0]]], [[[2, 0], [4, 0], [4, 4], [2, 4], [2, 0]]]]),
                16.0,
            ),
            (
                "parts that overlap",
                json!([[[[0, 0], [3, 0], [3, 4], [0, 4], [0, 0]]], [[[2, 0], [4, 0], [4, 4], [2, 4], [2, 0]]]]),
                16.0,
            ),
            (
                "hole wound like the outside",
                json!([[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]]),
                15.0,
            ),
        ] {
            let shape = read(coordinates).unwrap_or_else(|problem| panic!("{what}: {problem}"));
            assert!((shape.unsigned_area() - area).abs() < 1e-6, "{what}: {}", shape.unsigned_area());
            assert!(shape.is_valid(), "{what}");
            assert!(shape.0.iter().all(|polygon| polygon.exterior().is_ccw()), "{what}");
            assert!(shape.0.iter().flat_map(|polygon| polygon.interiors()).all(Winding::is_cw), "{what}");
        }
    }

    #[test]
    fn what_only_its_author_can_mend_is_refused_with_the_place() {
        for (coordinates, words) in [
            (json!([[[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]]), "crosses itself near 2.00000, 2.00000"),
            (json!([[[0, 0], [1, 1]]]), "fewer than 4"),
            (json!([[[0, 0], [1, 1], [0, 0], [1, 1]]]), "crosses itself"),
            (json!([[[0, 0], [4, 0], [4, 4], [0, 0]], [[9, 9], [9, 8], [8, 8], [9, 9]]]), "do not fit together"),
            (json!([[[-7.4, 109.1], [-7.4, 109.2], [-7.3, 109.2], [-7.4, 109.1]]]), "latitude comes first"),
            (json!([[[294000, 9180000], [295000, 9180000], [295000, 9181000], [294000, 9180000]]]), "EPSG:4326"),
            (json!([[]]), "outer ring has fewer than 4"),
        ] {
            let problem = read(coordinates).unwrap_err();
            assert!(problem.contains(words), "{problem}");
        }
        let point: GeometryValue = serde_json::from_value(json!({ "type": "Point", "coordinates": [109, -7] })).unwrap();
        assert!(read_shape(&point).unwrap_err().contains("is a Point"));
    }
}
