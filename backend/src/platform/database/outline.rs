//! Places in queries: boxes and polygons. Neither database knows them by itself.

use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition};
use shared::value::{BoundingBox, Location, Shape};

/// A number that is near for places that are near: the bits of both coordinates interleaved (a Morton
/// or Z-order key over a 65,536 × 65,536 grid). In a box, it never leaves the range from the key of the
/// south-west corner to that of the north-east.
pub fn cell(location: Location) -> i64 {
    let grid = |degrees: f64, span: f64| (((degrees + span / 2.0) / span * 65_536.0) as i64).clamp(0, 65_535);
    let (x, y) = (grid(location.longitude, 360.0), grid(location.latitude, 180.0));
    (0..16).fold(0, |key, bit| key | ((x >> bit & 1) << (2 * bit)) | ((y >> bit & 1) << (2 * bit + 1)))
}

/// The columns of the point that stands for a row: its cell, and its coordinates in ten-millionths of a degree.
#[derive(Clone, Copy)]
pub struct Place<C> {
    pub cell: C,
    pub longitude: C,
    pub latitude: C,
}

impl<C: ColumnTrait> Place<C> {
    /// The cell key narrows to a range of the index; the coordinates decide.
    pub fn inside(self, bounds: BoundingBox) -> Condition {
        let low = Location { longitude: bounds.west, latitude: bounds.south };
        let high = Location { longitude: bounds.east, latitude: bounds.north };
        let ((west, south), (east, north)) = (low.to_e7(), high.to_e7());
        Condition::all()
            .add(self.cell.between(cell(low), cell(high)))
            .add(self.longitude.between(west, east))
            .add(self.latitude.between(south, north))
    }

    /// Within the outline. The box around it comes first: looking at every side is work.
    pub fn surrounded_by(self, outline: &Shape) -> Condition {
        let own = |column: C| Expr::col((column.entity_name(), column));
        self.inside(outline.bounds()).add(surrounded(outline.positions(), own(self.longitude), own(self.latitude)))
    }
}

/// Whether a place lies within the closed ring: a ray to the east of it crosses the ring an odd number of times. Each side of
/// the ring becomes a term of the query.
fn surrounded(ring: &[Location], longitude: SimpleExpr, latitude: SimpleExpr) -> SimpleExpr {
    let side = |ends: &[Location]| -> Option<SimpleExpr> {
        let [(x1, y1), (x2, y2)] = [ends.first()?, ends.get(1)?].map(|end| end.to_e7());
        let (low, high) = if y1 < y2 { (y1, y2) } else { (y2, y1) };
        // A level side is crossed by none.
        let slope = (y1 != y2).then(|| (f64::from(x2) - f64::from(x1)) / (f64::from(y2) - f64::from(y1)))?;
        let precise = |column: &SimpleExpr| column.clone().cast_as("double precision");
        let meets = precise(&latitude).sub(f64::from(y1)).mul(slope).add(f64::from(x1));
        let crosses =
            Condition::all().add(latitude.clone().gte(low)).add(latitude.clone().lt(high)).add(precise(&longitude).lt(meets));
        Some(Expr::case(crosses, Expr::val(1)).finally(Expr::val(0)).into())
    };
    let crossings = ring.windows(2).filter_map(side).fold(Expr::val(0), |sum, crossed| sum.add(crossed));
    crossings.modulo(2).eq(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_holds_no_cell_outside_the_range_of_its_corners() {
        let at = |longitude: f64, latitude: f64| cell(Location { longitude, latitude });
        let (low, high) = (at(109.0, -7.6), at(109.4, -7.2));
        for i in 0..=20 {
            for j in 0..=20 {
                let key = at(109.0 + 0.02 * f64::from(i), -7.6 + 0.02 * f64::from(j));
                assert!((low..=high).contains(&key));
            }
        }
    }
}
