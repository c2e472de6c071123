//! Stand-in outlines while no boundaries are imported: around each village's point the ground that
//! is nearer to it than to any other, no farther than its official area makes believable.

use super::plane::Plane;
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Corners of the disc a cell is cut from.
const CORNERS: u32 = 48;
/// A village is rarely round: the disc is this much wider than one of its official area, so that
/// cells of neighbours mostly meet.
const REACH: f64 = 1.5;

/// Where a cell grows from.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    /// Longitude and latitude in degrees.
    pub point: Coord,
    /// Official area; positive.
    pub km2: f64,
}

/// One cell a seed, in the order of the seeds; cells never overlap.
pub fn draw_cells(seeds: &[Seed]) -> Vec<MultiPolygon> {
    let Some(first) = seeds.first() else {
        return Vec::new();
    };
    let plane = Plane::at(first.point);
    let sites: Vec<Coord> = seeds.iter().map(|seed| plane.to_meters(seed.point)).collect();
    let cell = |(own, seed): (usize, &Seed)| {
        let radius = REACH * (seed.km2 * 1e6 / std::f64::consts::PI).sqrt();
        let site = sites[own];
        let others = sites.iter().enumerate().filter(|(other, _)| *other != own).map(|(_, other)| *other);
        let ring = others
            .filter(|other| distance(site, *other) < 2.0 * radius)
            .fold(disc(site, radius), |ring, other| keep_nearer(ring, site, other));
        let exterior: LineString = ring.into_iter().map(|corner| plane.to_degrees(corner)).collect();
        MultiPolygon(vec![Polygon::new(exterior, Vec::new())])
    };
    seeds.iter().enumerate().map(cell).collect()
}

fn distance(a: Coord, b: Coord) -> f64 {
    (a - b).x.hypot((a - b).y)
}

fn disc(center: Coord, radius: f64) -> Vec<Coord> {
    (0..CORNERS)
        .map(|corner| std::f64::consts::TAU * f64::from(corner) / f64::from(CORNERS))
        .map(|angle| center + Coord { x: angle.cos(), y: angle.sin() } * radius)
        .collect()
}

/// The part of a convex ring that is nearer to `site` than to `other`.
fn keep_nearer(ring: Vec<Coord>, site: Coord, other: Coord) -> Vec<Coord> {
    let (middle, away) = ((site + other) / 2.0, other - site);
    // Positive beyond the perpendicular bisector, negative on the site's own side.
    let side = |corner: Coord| (corner - middle).x * away.x + (corner - middle).y * away.y;
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (index, &from) in ring.iter().enumerate() {
        let to = ring[(index + 1) % ring.len()];
        let (before, after) = (side(from), side(to));
        if before <= 0.0 {
            kept.push(from);
        }
        if (before < 0.0 && after > 0.0) || (before > 0.0 && after < 0.0) {
            kept.push(from + (to - from) * (before / (before - after)));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::outline::{dissolve, square_meters};
    use geo::{Contains, Point};

    fn seeds() -> Vec<Seed> {
        let spot = |x: f64, y: f64| Seed { point: Coord { x: 109.0 + x * 0.02, y: -7.4 + y * 0.02 }, km2: 4.9 };
        (0..25).map(|n| spot(f64::from(n % 5), f64::from(n / 5))).collect()
    }

    #[test]
    fn a_cell_holds_its_own_point_and_cells_do_not_overlap() {
        let (seeds, cells) = (seeds(), draw_cells(&seeds()));
        for (seed, cell) in seeds.iter().zip(&cells) {
            assert!(cell.contains(&Point(seed.point)));
        }
        let sum: f64 = cells.iter().map(square_meters).sum();
        assert!((sum - square_meters(&dissolve(&cells))).abs() < 1000.0);
    }

    #[test]
    fn a_cell_reaches_no_farther_than_its_area_allows() {
        let alone = draw_cells(&[Seed { point: Coord { x: 109.0, y: -7.4 }, km2: 10.0 }]);
        let km2 = square_meters(&alone[0]) / 1e6;
        assert!((20.0..23.0).contains(&km2), "{km2}");
    }

    #[test]
    fn no_seeds_make_no_cells() {
        assert!(draw_cells(&[]).is_empty());
    }
}
