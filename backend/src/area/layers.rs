//! The outlines as the map asks for them: whole GeoJSON files, made once.

use super::catalogue::{Area, Neighbour};
use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shared::area::AreaLevel;

/// A GeoJSON file with the name of its content.
#[derive(Clone, Default)]
pub struct Layer {
    pub geojson: Bytes,
    /// A strong entity tag, quotes included.
    pub etag: String,
}

/// What the map may draw besides proposals.
#[derive(Clone, Default)]
pub struct MapLayers {
    pub villages: Layer,
    pub districts: Layer,
    pub neighbours: Layer,
}

impl Layer {
    /// A feature collection from properties and geometry texts. `attribution` is what the map must credit.
    ///
    /// # Errors
    /// When a geometry is not JSON.
    pub fn new<'a>(features: impl IntoIterator<Item = (Value, &'a str)>, attribution: &str) -> Result<Self, serde_json::Error> {
        let features =
            features.into_iter().map(|(properties, geometry)| feature(properties, geometry)).collect::<Result<Vec<_>, _>>()?;
        let geojson = json!({ "type": "FeatureCollection", "attribution": attribution, "features": features }).to_string();
        let etag: String = Sha256::digest(&geojson)[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { geojson: geojson.into(), etag: format!("\"{etag}\"") })
    }

    /// The areas of one level that have an outline.
    ///
    /// # Errors
    /// When an outline is not JSON.
    pub fn of_level(level: AreaLevel, areas: &[Area], attribution: &str) -> Result<Self, serde_json::Error> {
        let areas = areas.iter().filter(|area| area.level == level);
        Self::new(areas.filter_map(|area| Some((properties(area), area.outline.as_deref()?))), attribution)
    }

    /// The regencies around.
    ///
    /// # Errors
    /// As [`Layer::of_level`].
    pub fn around(neighbours: &[Neighbour], attribution: &str) -> Result<Self, serde_json::Error> {
        let properties = |one: &Neighbour| json!({ "code": one.code, "name": one.name });
        Self::new(neighbours.iter().map(|one| (properties(one), one.outline.as_str())), attribution)
    }
}

fn feature(properties: Value, geometry: &str) -> Result<Value, serde_json::Error> {
    let geometry: Value = serde_json::from_str(geometry)?;
    Ok(json!({ "type": "Feature", "properties": properties, "geometry": geometry }))
}

fn properties(area: &Area) -> Value {
    json!({ "code": area.code, "name": area.name, "kind": area.kind, "parent": area.code.parent(), "approximate": area.approximate })
}
