//! Which village a place lies in, answered from memory.

use super::boundary::find_crossing;
use super::outline::dissolve;
use super::plane::Plane;
use geo::{
    BoundingRect, Buffer, Coord, CoordinatePosition, Covers, Distance, Euclidean, Intersects, LineString, MapCoords, MultiPolygon,
    Point, Polygon, Rect, coordinate_position::CoordPos,
};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use shared::area::AreaCode;
use shared::error::ErrorCode;
use shared::value::{Location, Shape};
use std::collections::HashMap;

/// Slack in metres at imported borders: a phone's position is no better, and hand-drawn borders leave slivers.
pub const SURVEYED_SLACK_METERS: f64 = 50.0;
/// Slack in metres at approximate cells, which leave gaps where villages are long.
pub const APPROXIMATE_SLACK_METERS: f64 = 2_000.0;

/// The villages' outlines, ready to be asked. Immutable: an import builds another.
pub struct AreaIndex {
    villages: Vec<(AreaCode, MultiPolygon)>,
    positions: HashMap<AreaCode, usize>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// The regency's outline, wider by the slack.
    reach: MultiPolygon,
    slack_meters: f64,
}

impl Default for AreaIndex {
    fn default() -> Self {
        Self::new(Vec::new(), 0.0)
    }
}

impl AreaIndex {
    /// `slack_meters` is how far outside every outline a place still counts as in the nearest village.
    pub fn new(villages: Vec<(AreaCode, MultiPolygon)>, slack_meters: f64) -> Self {
        let boxes = villages.iter().enumerate().filter_map(|(index, (_, outline))| {
            let rect = outline.bounding_rect()?;
            let corners = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
            Some(GeomWithData::new(Rectangle::from_aabb(corners), index))
        });
        Self {
            tree: RTree::bulk_load(boxes.collect()),
            reach: widen(&dissolve(villages.iter().map(|(_, outline)| outline)), slack_meters),
            positions: villages.iter().enumerate().map(|(index, (code, _))| (code.clone(), index)).collect(),
            villages,
            slack_meters,
        }
    }

    /// The village that holds the place, or the nearest within the slack. `None` outside the regency.
    pub fn village_at(&self, place: Location) -> Option<&AreaCode> {
        let coord = to_coord(place);
        self.candidates(coord, 0.0)
            .filter(|index| self.villages[*index].1.intersects(&coord))
            // On a border both sides hold the place: one of them always answers, the one with the lower code.
            .min()
            .or_else(|| self.nearest(coord))
            .map(|index| &self.villages[index].0)
    }

    /// Whether the place lies in the village, give or take the slack at its border. `false` for an unknown village.
    pub fn village_holds(&self, village: &AreaCode, place: Location) -> bool {
        let coord = to_coord(place);
        self.positions.get(village).is_some_and(|index| self.distance(*index, coord) <= self.slack_meters)
    }

    /// Whether a shape can be a proposal's place.
    ///
    /// # Errors
    /// `SELF_CROSSING` for an area whose line crosses itself, `OUTSIDE_REGENCY` when any part of the shape leaves it.
    pub fn check_shape(&self, shape: &Shape) -> Result<(), ErrorCode> {
        let line = || -> LineString {
            let mut coords: Vec<Coord> = shape.positions().iter().map(|place| to_coord(*place)).collect();
            coords.dedup();
            LineString::new(coords)
        };
        let inside = match shape {
            Shape::Point(place) => self.reach.coordinate_position(&to_coord(*place)) != CoordPos::Outside,
            Shape::Line(_) => self.reach.covers(&line()),
            Shape::Polygon(_) => {
                let ring = line();
                if ring.0.len() < 4 || find_crossing(&ring).is_some() {
                    return Err(ErrorCode::SelfCrossing);
                }
                self.reach.covers(&Polygon::new(ring, Vec::new()))
            }
        };
        if inside { Ok(()) } else { Err(ErrorCode::OutsideRegency) }
    }

    /// Villages whose box comes within `meters` of the place.
    fn candidates(&self, coord: Coord, meters: f64) -> impl Iterator<Item = usize> {
        let pad = Plane::at(coord).span(meters);
        let around = AABB::from_corners([coord.x - pad.x, coord.y - pad.y], [coord.x + pad.x, coord.y + pad.y]);
        self.tree.locate_in_envelope_intersecting(&around).map(|entry| entry.data)
    }

    fn nearest(&self, coord: Coord) -> Option<usize> {
        self.candidates(coord, self.slack_meters)
            .map(|index| (self.distance(index, coord), index))
            .filter(|(distance, _)| *distance <= self.slack_meters)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, index)| index)
    }

    /// Metres from the place to the village; 0 inside it.
    fn distance(&self, index: usize, coord: Coord) -> f64 {
        let plane = Plane::at(coord);
        let flat = self.villages[index].1.map_coords(|corner| plane.to_meters(corner));
        Euclidean.distance(&Point::new(0.0, 0.0), &flat)
    }
}

fn to_coord(place: Location) -> Coord {
    Coord { x: place.longitude, y: place.latitude }
}

/// The outline grown by `meters` on every side, in a frame where east and north are equally long.
fn widen(outline: &MultiPolygon, meters: f64) -> MultiPolygon {
    let Some(center) = outline.bounding_rect().map(|rect: Rect| rect.center()) else {
        return MultiPolygon(Vec::new());
    };
    let plane = Plane::at(center);
    outline.map_coords(|corner| plane.to_meters(corner)).buffer(meters).map_coords(|corner| plane.to_degrees(corner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn place(longitude: f64, latitude: f64) -> Location {
        Location::new(longitude, latitude).unwrap()
    }

    /// Two villages with a sliver of about 22 m between them.
    fn index() -> AreaIndex {
        let west = wkt!(MULTIPOLYGON(((109.0 - 7.5, 109.1 - 7.5, 109.1 - 7.4, 109.0 - 7.4, 109.0 - 7.5))));
        let east = wkt!(MULTIPOLYGON(((109.1002 - 7.5, 109.2 - 7.5, 109.2 - 7.4, 109.1002 - 7.4, 109.1002 - 7.5))));
        AreaIndex::new(
            vec![("33.02.01.2001".parse().unwrap(), west), ("33.02.01.2002".parse().unwrap(), east)],
            SURVEYED_SLACK_METERS,
        )
    }

    fn village(longitude: f64, latitude: f64) -> Option<String> {
        index().village_at(place(longitude, latitude)).map(ToString::to_string)
    }

    #[test]
    fn a_place_belongs_to_the_village_around_it() {
        assert_eq!(village(109.05, -7.45).as_deref(), Some("33.02.01.2001"));
        assert_eq!(village(109.15, -7.45).as_deref(), Some("33.02.01.2002"));
    }

    #[test]
    fn a_place_in_a_sliver_or_just_outside_belongs_to_the_nearest_village() {
        assert_eq!(village(109.10015, -7.45).as_deref(), Some("33.02.01.2002"));
        assert_eq!(village(108.9997, -7.45).as_deref(), Some("33.02.01.2001"));
        assert_eq!(village(108.999, -7.45), None);
        assert_eq!(village(0.0, 0.0), None);
    }

    #[test]
    fn a_shape_must_stay_inside_and_not_cross_itself() {
        let ring = |corners: &[(f64, f64)]| Shape::Polygon(corners.iter().map(|(x, y)| place(*x, *y)).collect());
        let line = |corners: &[(f64, f64)]| Shape::Line(corners.iter().map(|(x, y)| place(*x, *y)).collect());
        for (what, shape, verdict) in [
            ("a point inside", Shape::Point(place(109.05, -7.45)), Ok(())),
            ("a point outside", Shape::Point(place(108.9, -7.45)), Err(ErrorCode::OutsideRegency)),
            ("a line over the sliver", line(&[(109.05, -7.45), (109.15, -7.45)]), Ok(())),
            ("a line that crosses itself", line(&[(109.05, -7.45), (109.06, -7.45), (109.06, -7.44), (109.055, -7.46)]), Ok(())),
            ("a line that leaves", line(&[(109.05, -7.45), (109.05, -7.39)]), Err(ErrorCode::OutsideRegency)),
            ("an area", ring(&[(109.05, -7.45), (109.06, -7.45), (109.06, -7.44), (109.05, -7.45)]), Ok(())),
            (
                "an area that leaves",
                ring(&[(109.05, -7.45), (109.06, -7.45), (109.06, -7.3), (109.05, -7.45)]),
                Err(ErrorCode::OutsideRegency),
            ),
            (
                "a bow tie",
                ring(&[(109.05, -7.45), (109.06, -7.44), (109.06, -7.45), (109.05, -7.44), (109.05, -7.45)]),
                Err(ErrorCode::SelfCrossing),
            ),
            (
                "an area without width",
                ring(&[(109.05, -7.45), (109.06, -7.44), (109.05, -7.45), (109.05, -7.45)]),
                Err(ErrorCode::SelfCrossing),
            ),
        ] {
            assert_eq!(index().check_shape(&shape), verdict, "{what}");
        }
    }

    #[test]
    fn a_village_holds_what_lies_in_it_or_on_its_border() {
        let (index, west) = (index(), "33.02.01.2001".parse().unwrap());
        assert!(index.village_holds(&west, place(109.05, -7.45)));
        assert!(index.village_holds(&west, place(109.1003, -7.45)));
        assert!(!index.village_holds(&west, place(109.15, -7.45)));
        assert!(!index.village_holds(&"33.02.09.2001".parse().unwrap(), place(109.05, -7.45)));
    }
}
