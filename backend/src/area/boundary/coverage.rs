use super::{Boundary, Problem};
use geo::{Area, BooleanOps, BoundingRect, MultiPolygon, unary_union};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Neighbours may overlap by this share of the smaller one: lines digitised twice never agree exactly.
const TOLERATED_SHARE: f64 = 0.01;

/// Pairs of areas that claim the same ground.
pub fn find_overlaps(boundaries: &[Boundary]) -> Vec<Problem> {
    let sum: f64 = boundaries.iter().map(|boundary| boundary.outline.unsigned_area()).sum();
    let together = unary_union(boundaries.iter().map(|boundary| &boundary.outline)).unsigned_area();
    let smallest = boundaries.iter().map(|boundary| boundary.outline.unsigned_area()).fold(f64::INFINITY, f64::min);
    // One union tells whether to look at pairs at all.
    if sum - together <= smallest * TOLERATED_SHARE {
        return Vec::new();
    }
    let tree = RTree::bulk_load(
        boundaries
            .iter()
            .enumerate()
            .filter_map(|(index, boundary)| Some(GeomWithData::new(Rectangle::from_aabb(bounds(&boundary.outline)?), index)))
            .collect(),
    );
    let mut found = Vec::new();
    for (index, boundary) in boundaries.iter().enumerate() {
        let Some(envelope) = bounds(&boundary.outline) else { continue };
        let later = tree.locate_in_envelope_intersecting(&envelope).map(|entry| entry.data).filter(|other| *other > index);
        for other in later {
            found.extend(describe_overlap(boundary, &boundaries[other]));
        }
    }
    found
}

fn describe_overlap(one: &Boundary, other: &Boundary) -> Option<Problem> {
    let shared = one.outline.intersection(&other.outline).unsigned_area();
    let share = shared / one.outline.unsigned_area().min(other.outline.unsigned_area());
    let name = |boundary: &Boundary| [boundary.code.as_str(), boundary.name.as_deref().unwrap_or_default()].join(" ");
    let percent = share * 100.0;
    (share > TOLERATED_SHARE).then(|| {
        Problem::file(format!(
            "{} overlaps {} by {percent:.0} % of the smaller one; draw their border once",
            name(one),
            name(other)
        ))
    })
}

fn bounds(outline: &MultiPolygon) -> Option<AABB<[f64; 2]>> {
    outline.bounding_rect().map(|rect| AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]))
}
