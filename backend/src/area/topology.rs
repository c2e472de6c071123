//! Outlines light enough for a phone, simplified without opening gaps between neighbours.
//!
//! Borders are cut into arcs at the places where three areas (or two and the outside) meet; each
//! arc is simplified once, so both of its sides keep fitting.

use super::boundary::{is_simple, rings_of};
use super::plane::Plane;
use geo::{Area, Coord, LineString, MultiPolygon, Polygon, SimplifyVwIdx};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Positions closer than this (degrees, about 10 cm) are one corner of two neighbours.
const GRID: f64 = 1e-6;
/// How often an arc that collapsed its area is loosened before it is kept as drawn.
const MAX_LOOSENINGS: i32 = 6;

type Corner = (i64, i64);
/// Corners from one junction to the next, in the direction that makes both sides name it alike.
type Arc = Vec<Corner>;

/// Simplified outlines in the order given. Corners that stand out by a triangle of less than
/// `square_meters` are dropped; an area never vanishes and never crosses itself because of it.
pub fn simplify(outlines: &[MultiPolygon], square_meters: f64) -> Vec<MultiPolygon> {
    let topology = Topology::of(outlines);
    let arcs: BTreeSet<&Arc> = topology.areas.iter().flatten().flat_map(|rings| arcs_of(rings)).collect();
    let Some(plane) = arcs.first().and_then(|arc| arc.first()).map(|corner| Plane::at(to_coord(*corner))) else {
        return outlines.to_vec();
    };
    let mut light: HashMap<&Arc, Vec<Coord>> = arcs.iter().map(|arc| (*arc, lighten(arc, plane, square_meters))).collect();
    let mut unsure: Vec<&Vec<Ring>> = topology.areas.iter().flatten().collect();
    for step in 1..=MAX_LOOSENINGS {
        unsure.retain(|rings| !stands(rings, &light));
        let broken: HashSet<&Arc> = unsure.iter().flat_map(|rings| arcs_of(rings)).collect();
        if broken.is_empty() {
            break;
        }
        // What shares a loosened arc looks different now, too.
        unsure = topology.areas.iter().flatten().filter(|rings| arcs_of(rings).any(|arc| broken.contains(arc))).collect();
        let detail = if step == MAX_LOOSENINGS { 0.0 } else { square_meters / 4f64.powi(step) };
        for arc in broken {
            light.insert(arc, lighten(arc, plane, detail));
        }
    }
    topology.areas.iter().map(|polygons| polygons.iter().map(|rings| draw(rings, &light)).collect()).collect()
}

struct Ring {
    /// Each arc, and whether this ring walks it backwards.
    arcs: Vec<(Arc, bool)>,
}

struct Topology {
    /// Areas of polygons of rings, the outer ring first.
    areas: Vec<Vec<Vec<Ring>>>,
}

impl Topology {
    fn of(outlines: &[MultiPolygon]) -> Self {
        let junctions = find_junctions(outlines);
        let cut_polygon = |polygon: &Polygon| rings_of(polygon).map(|ring| cut(&to_corners(ring), &junctions)).collect();
        Self { areas: outlines.iter().map(|outline| outline.iter().map(cut_polygon).collect()).collect() }
    }
}

fn arcs_of(rings: &[Ring]) -> impl Iterator<Item = &Arc> {
    rings.iter().flat_map(|ring| &ring.arcs).map(|(arc, _)| arc)
}

fn to_corner(coord: Coord) -> Corner {
    ((coord.x / GRID).round() as i64, (coord.y / GRID).round() as i64)
}

fn to_coord(corner: Corner) -> Coord {
    Coord { x: corner.0 as f64 * GRID, y: corner.1 as f64 * GRID }
}

/// The ring's corners, each once, without the closing repetition.
fn to_corners(ring: &LineString) -> Vec<Corner> {
    let mut corners: Vec<Corner> = ring.0.iter().map(|coord| to_corner(*coord)).collect();
    corners.dedup();
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    corners
}

/// Corners from which borders leave in more than two directions.
fn find_junctions(outlines: &[MultiPolygon]) -> HashSet<Corner> {
    let mut directions: HashMap<Corner, Vec<Corner>> = HashMap::new();
    for ring in outlines.iter().flat_map(|outline| outline.iter()).flat_map(rings_of) {
        let corners = to_corners(ring);
        for (index, corner) in corners.iter().enumerate() {
            let known = directions.entry(*corner).or_default();
            for next in [corners[(index + 1) % corners.len()], corners[(index + corners.len() - 1) % corners.len()]] {
                if !known.contains(&next) {
                    known.push(next);
                }
            }
        }
    }
    directions.into_iter().filter(|(_, leaving)| leaving.len() != 2).map(|(corner, _)| corner).collect()
}

fn cut(corners: &[Corner], junctions: &HashSet<Corner>) -> Ring {
    // An island has no junction: both of its sides must still start at the same corner.
    let start = corners
        .iter()
        .position(|corner| junctions.contains(corner))
        .or_else(|| (0..corners.len()).min_by_key(|index| corners[*index]));
    let Some(start) = start else {
        return Ring { arcs: Vec::new() };
    };
    let mut arcs = Vec::new();
    let mut arc = vec![corners[start]];
    for corner in corners.iter().cycle().skip(start + 1).take(corners.len()) {
        arc.push(*corner);
        if junctions.contains(corner) {
            arcs.push(canonical(std::mem::replace(&mut arc, vec![*corner])));
        }
    }
    if arc.len() > 1 {
        arcs.push(canonical(arc));
    }
    Ring { arcs }
}

/// The arc in the direction that sorts first, and whether that turned it round.
fn canonical(arc: Arc) -> (Arc, bool) {
    let turned: Arc = arc.iter().rev().copied().collect();
    if turned < arc { (turned, true) } else { (arc, false) }
}

fn lighten(arc: &Arc, plane: Plane, square_meters: f64) -> Vec<Coord> {
    let degrees: LineString = arc.iter().map(|corner| to_coord(*corner)).collect();
    if square_meters <= 0.0 {
        return degrees.0;
    }
    let kept = plane.line_to_meters(&degrees).simplify_vw_idx(square_meters);
    kept.into_iter().map(|index| degrees.0[index]).collect()
}

fn draw(rings: &[Ring], light: &HashMap<&Arc, Vec<Coord>>) -> Polygon {
    let line = |ring: &Ring| -> LineString {
        let mut line: Vec<Coord> = Vec::new();
        for (arc, backwards) in &ring.arcs {
            let coords = light.get(arc).map(Vec::as_slice).unwrap_or_default();
            if *backwards { line.extend(coords.iter().rev()) } else { line.extend(coords) }
        }
        line.dedup();
        LineString::new(line)
    };
    let mut lines = rings.iter().map(line);
    Polygon::new(lines.next().unwrap_or_else(|| LineString::new(Vec::new())), lines.collect())
}

/// Whether the polygon is still an area whose lines do not cross.
fn stands(rings: &[Ring], light: &HashMap<&Arc, Vec<Coord>>) -> bool {
    let polygon = draw(rings, light);
    let flat = |ring: &LineString| ring.0.len() < 4 || Polygon::new(ring.clone(), Vec::new()).unsigned_area() == 0.0;
    !rings_of(&polygon).any(flat) && is_simple(&polygon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::outline::{dissolve, square_meters};
    use geo::wkt;

    fn wavy_border() -> Vec<Coord> {
        (0..=400)
            .map(|n| f64::from(n) / 400.0)
            .map(|t| Coord { x: 109.05 + 0.0004 * (t * 60.0).sin() + 0.0001 * (t * 900.0).sin(), y: -7.5 + 0.1 * t })
            .collect()
    }

    /// Two areas side by side, the right one walking the border the other way.
    fn neighbours() -> Vec<MultiPolygon> {
        let border = wavy_border();
        let corner = |x, y| Coord { x, y };
        let mut left = vec![corner(109.0, -7.4), corner(109.0, -7.5)];
        left.extend(&border);
        let mut right = vec![corner(109.1, -7.5), corner(109.1, -7.4)];
        right.extend(border.iter().rev());
        [left, right].map(|ring| MultiPolygon(vec![Polygon::new(LineString::new(ring), Vec::new())])).to_vec()
    }

    #[test]
    fn neighbours_still_fit_after_simplifying() {
        let light = simplify(&neighbours(), 2000.0);
        let corners = |outline: &MultiPolygon| outline.0[0].exterior().0.len();
        assert!(corners(&light[0]) < 150 && corners(&light[0]) > 20, "{}", corners(&light[0]));
        let sum: f64 = light.iter().map(square_meters).sum();
        let whole = dissolve(&light);
        assert!((square_meters(&whole) / sum - 1.0).abs() < 1e-5);
        assert!(whole.0.len() == 1 && whole.0[0].interiors().is_empty());
    }

    #[test]
    fn a_small_area_does_not_vanish() {
        let tiny = wkt!(MULTIPOLYGON(((109.0 - 7.5, 109.0001 - 7.5, 109.0001 - 7.4999, 109.0 - 7.4999, 109.0 - 7.5))));
        let light = simplify(std::slice::from_ref(&tiny), 1e6);
        assert!((square_meters(&light[0]) - square_meters(&tiny)).abs() < 1.0);
    }

    #[test]
    fn an_enclave_keeps_filling_its_hole() {
        let circle: Vec<Coord> = (0..200)
            .map(|n| f64::from(n) / 200.0 * std::f64::consts::TAU)
            .map(|a| Coord { x: 109.05 + 0.01 * a.cos(), y: -7.45 + 0.01 * a.sin() })
            .collect();
        let hole: Vec<Coord> = circle.iter().rev().copied().collect();
        let mut shifted = circle.clone();
        shifted.rotate_left(77);
        let outer = vec![
            Coord { x: 109.0, y: -7.5 },
            Coord { x: 109.1, y: -7.5 },
            Coord { x: 109.1, y: -7.4 },
            Coord { x: 109.0, y: -7.4 },
        ];
        let areas = [
            MultiPolygon(vec![Polygon::new(LineString::new(outer), vec![LineString::new(hole)])]),
            MultiPolygon(vec![Polygon::new(LineString::new(shifted), Vec::new())]),
        ];
        let light = simplify(&areas, 2000.0);
        assert!(light[1].0[0].exterior().0.len() < 60);
        let whole = dissolve(&light);
        assert!(whole.0.len() == 1 && whole.0[0].interiors().is_empty());
    }

    #[test]
    fn nothing_simplifies_to_nothing() {
        assert!(simplify(&[], 100.0).is_empty());
    }
}
