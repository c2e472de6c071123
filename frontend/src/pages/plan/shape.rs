use crate::i18n::{fill, t};
use serde_json::Value as Json;
use shared::value::Shape;

/// What kind of shape it is, and where it lies.
pub fn shape_name(geometry: &Json) -> String {
    let Ok(shape) = Shape::from_geojson(geometry) else { return String::new() };
    let (anchor, count) = (shape.anchor(), shape.positions().len());
    let key = match geometry["type"].as_str() {
        Some("LineString") => t("plan.shape_line"),
        Some("Polygon") => t("plan.shape_polygon"),
        _ => t("plan.shape_point"),
    };
    let place = format!("{:.5}, {:.5}", anchor.latitude, anchor.longitude);
    fill(key, &[("place", place), ("count", count.to_string())])
}
