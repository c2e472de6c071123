//! From the villages' outlines to everything that is stored and drawn: districts and the regency are
//! dissolved from them, and the map gets lighter versions that still fit together.

use super::outline::{bounding_box, dissolve, to_geojson};
use super::topology::simplify;
use geo::MultiPolygon;
use shared::area::AreaCode;
use shared::value::BoundingBox;
use std::collections::BTreeMap;

/// Corners that stand out by less than this are not drawn on the map: hard to see below zoom 14.
pub const MAP_DETAIL_SQUARE_METERS: f64 = 3_000.0;
/// A centimetre: nothing of an imported line is lost.
const FULL_DECIMALS: u8 = 7;
/// A metre.
const MAP_DECIMALS: u8 = 5;

/// One area's outline, ready to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub code: AreaCode,
    /// GeoJSON geometry in full.
    pub full: String,
    /// GeoJSON geometry for the map.
    pub simplified: String,
    pub bounds: BoundingBox,
}

/// Every village, district and the regency, by code.
pub fn draw(villages: &[(AreaCode, MultiPolygon)]) -> Vec<Drawing> {
    let full: Vec<MultiPolygon> = villages.iter().map(|(_, outline)| outline.clone()).collect();
    let light = simplify(&full, MAP_DETAIL_SQUARE_METERS);
    let mut above: BTreeMap<AreaCode, Vec<usize>> = BTreeMap::new();
    for (index, (code, _)) in villages.iter().enumerate() {
        for upper in [code.district(), Some(code.regency())].into_iter().flatten() {
            above.entry(upper).or_default().push(index);
        }
    }
    let whole = |outlines: &[MultiPolygon], members: &[usize]| dissolve(members.iter().map(|index| &outlines[*index]));
    let uppers = above.iter().filter_map(|(code, members)| drawing(code, &whole(&full, members), &whole(&light, members)));
    let own = villages.iter().zip(&light).filter_map(|((code, outline), light)| drawing(code, outline, light));
    let mut drawings: Vec<Drawing> = uppers.chain(own).collect();
    drawings.sort_by(|a, b| a.code.cmp(&b.code));
    drawings
}

/// `None` for an outline without ground.
fn drawing(code: &AreaCode, full: &MultiPolygon, light: &MultiPolygon) -> Option<Drawing> {
    let rect = bounding_box(full)?;
    let bounds = BoundingBox { west: rect.min().x, south: rect.min().y, east: rect.max().x, north: rect.max().y };
    Some(Drawing { code: code.clone(), full: to_geojson(full, FULL_DECIMALS), simplified: to_geojson(light, MAP_DECIMALS), bounds })
}
