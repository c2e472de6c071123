//! Polygons in queries: neither database knows them by itself.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use shared::value::Location;

/// Whether a place lies within the closed ring: a ray to the east of it crosses the ring an odd number of times. `longitude`
/// and `latitude` are columns of ten-millionths of a degree. Each side of the ring becomes a term of the query.
pub fn surrounded(ring: &[Location], longitude: SimpleExpr, latitude: SimpleExpr) -> SimpleExpr {
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
