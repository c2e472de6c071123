use crate::i18n::language;
use serde_json::Value as Json;
use shared::plan::words;
use shared::value::Shape;

/// What kind of shape it is, and where it lies.
pub fn shape_name(geometry: &Json) -> String {
    Shape::from_geojson(geometry).map(|shape| words::place(&shape, language())).unwrap_or_default()
}
