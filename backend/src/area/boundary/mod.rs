//! Reads boundary files: all of it or nothing, and everything that is wrong with it at once.

mod coverage;
mod problem;
mod shape;

pub use problem::{FeatureName, Problem, Problems};
pub use shape::{find_crossing, is_simple, rings_of};

use geo::{BoundingRect, Intersects, MultiPolygon, Rect, coord};
use serde::Deserialize;
use serde_json::Value;
use shared::area::{AreaCode, AreaLevel};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

/// How far (degrees) from the regency's points a boundary may lie before it is another place.
const ELSEWHERE_DEGREES: f64 = 0.5;

/// Which properties of a feature hold its code and name: `code=kode,name=nama`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyMap {
    /// The first that a feature has is taken.
    codes: Vec<String>,
    names: Vec<String>,
}

impl Default for PropertyMap {
    /// What published files call them, those of Badan Informasi Geospasial last.
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self { codes: list(&["code", "kode", "KDEPUM"]), names: list(&["name", "nama", "NAMOBJ"]) }
    }
}

impl FromStr for PropertyMap {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut map = Self::default();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            match pair.split_once('=').map(|(ours, theirs)| (ours.trim(), theirs.trim().to_owned())) {
                Some((_, theirs)) if theirs.is_empty() => return Err(format!("'{pair}' names no property")),
                Some(("code", theirs)) => map.codes = vec![theirs],
                Some(("name", theirs)) => map.names = vec![theirs],
                _ => return Err(format!("'{pair}' is not code=PROPERTY or name=PROPERTY")),
            }
        }
        Ok(map)
    }
}

/// One area's outline as imported, mended where that was harmless.
#[derive(Clone, Debug)]
pub struct Boundary {
    pub code: AreaCode,
    /// As the file has it.
    pub name: Option<String>,
    pub outline: MultiPolygon,
}

/// An area that must get a boundary.
#[derive(Clone, Debug)]
pub struct Expected {
    pub name: String,
    /// A point inside it (degrees).
    pub point: geo::Point,
}

/// The villages' boundaries, by code, each exactly once.
///
/// # Errors
/// [`Problems`] when a feature cannot be read, a code is unknown, doubled or missing, or areas overlap.
pub fn read_villages(text: &str, map: &PropertyMap, expected: &BTreeMap<AreaCode, Expected>) -> Result<Vec<Boundary>, Problems> {
    let near = surroundings(expected);
    let mut found = Vec::new();
    let mut seen: BTreeMap<AreaCode, usize> = BTreeMap::new();
    let mut boundaries = Vec::new();
    for feature in read_features(text, map)? {
        let name = feature.name.clone();
        let known = feature.code().and_then(|code| match code.level() {
            _ if expected.contains_key(&code) => Ok(code),
            AreaLevel::Village => Err(format!("the code {code} is not a village of this regency")),
            _ => Err(format!("the code {code} is not a village's; import the village boundaries, the others follow from them")),
        });
        let outline = feature.outline().and_then(|outline| check_place(outline, near));
        match (known, outline) {
            (Ok(code), Ok(outline)) => {
                if let Some(first) = seen.insert(code.clone(), name.index) {
                    found.push(Problem::feature(&name, format!("the code {code} was already used by feature {first}; keep one, as a MultiPolygon if it has several parts")));
                } else {
                    boundaries.push(Boundary { code, name: name.name, outline });
                }
            }
            (known, outline) => {
                if let Ok(code) = &known {
                    seen.insert(code.clone(), name.index);
                }
                found.extend([known.err(), outline.err()].into_iter().flatten().map(|what| Problem::feature(&name, what)));
            }
        }
    }
    let missing = expected.iter().filter(|(code, _)| !seen.contains_key(*code));
    found.extend(missing.map(|(code, area)| Problem::file(format!("{code} {} has no boundary in this file", area.name))));
    Problems::check(found)?;
    boundaries.sort_by(|a, b| a.code.cmp(&b.code));
    Problems::check(coverage::find_overlaps(&boundaries))?;
    Ok(boundaries)
}

/// Outlines of regencies around this one, drawn as context only.
///
/// # Errors
/// [`Problems`] when a feature cannot be read or its code is no regency's, is `own` or is doubled.
pub fn read_neighbours(text: &str, map: &PropertyMap, own: &AreaCode) -> Result<Vec<Boundary>, Problems> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut boundaries = Vec::new();
    for feature in read_features(text, map)? {
        let name = feature.name.clone();
        let code = feature.code().and_then(|code| match code.level() {
            AreaLevel::Regency if code == *own => Err(format!("{code} is this regency itself")),
            AreaLevel::Regency if seen.insert(code.clone()) => Ok(code),
            AreaLevel::Regency => Err(format!("the code {code} appears twice")),
            _ => Err(format!("the code {code} is not a regency's")),
        });
        match (code, feature.outline()) {
            (Ok(code), Ok(outline)) => boundaries.push(Boundary { code, name: name.name, outline }),
            (code, outline) => {
                found.extend([code.err(), outline.err()].into_iter().flatten().map(|what| Problem::feature(&name, what)))
            }
        }
    }
    Problems::check(found)?;
    boundaries.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(boundaries)
}

#[derive(Deserialize)]
struct Collection {
    r#type: String,
    crs: Option<Value>,
    #[serde(default)]
    features: Vec<Value>,
}

struct RawFeature {
    name: FeatureName,
    /// Where a code was looked for.
    code_properties: String,
    geometry: Option<Value>,
}

impl RawFeature {
    fn code(&self) -> Result<AreaCode, String> {
        let text = self.name.code.as_deref().ok_or_else(|| {
            format!("has no property {} with an area code; name the right one with --map code=…", self.code_properties)
        })?;
        text.parse().map_err(|_| format!("'{text}' is not an area code such as 33.02.17.2019"))
    }

    fn outline(&self) -> Result<MultiPolygon, String> {
        let geometry = self.geometry.as_ref().filter(|value| !value.is_null()).ok_or("has no geometry")?;
        let geometry = serde_json::from_value(geometry.clone()).map_err(|error| format!("its geometry cannot be read: {error}"))?;
        shape::read_shape(&geometry)
    }
}

fn read_features(text: &str, map: &PropertyMap) -> Result<Vec<RawFeature>, Problem> {
    let collection: Collection = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::file(if error.is_eof() {
            format!("the file ends too early (line {line}, column {column}): it was cut short; copy it again")
        } else {
            format!("the file is not a GeoJSON FeatureCollection (line {line}, column {column}): {error}")
        })
    })?;
    if collection.r#type != "FeatureCollection" {
        return Err(Problem::file(format!("the file is a GeoJSON {}, not a FeatureCollection", collection.r#type)));
    }
    if collection.features.is_empty() {
        return Err(Problem::file("the file has no features"));
    }
    check_reference_system(collection.crs.as_ref())?;
    Ok(collection.features.into_iter().enumerate().map(|(index, feature)| name_feature(index, feature, map)).collect())
}

/// RFC 7946 allows WGS 84 only; older files say which system they use.
fn check_reference_system(crs: Option<&Value>) -> Result<(), Problem> {
    let Some(crs) = crs.filter(|crs| !crs.is_null()) else {
        return Ok(());
    };
    let name = crs.pointer("/properties/name").and_then(Value::as_str).unwrap_or("unnamed");
    if name.ends_with("CRS84") || name.ends_with(":4326") {
        return Ok(());
    }
    Err(Problem::file(format!("the file uses the reference system {name}; export it in WGS 84 (EPSG:4326)")))
}

fn name_feature(index: usize, mut feature: Value, map: &PropertyMap) -> RawFeature {
    let property = |key: &str| {
        let text = match feature.pointer("/properties").and_then(|properties| properties.get(key))? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    };
    let first = |keys: &[String]| keys.iter().find_map(|key| property(key));
    let name = FeatureName { index, code: first(&map.codes), name: first(&map.names) };
    RawFeature { name, code_properties: map.codes.join(" or "), geometry: feature.get_mut("geometry").map(Value::take) }
}

/// The box around the regency's points, widened.
fn surroundings(expected: &BTreeMap<AreaCode, Expected>) -> Option<Rect> {
    let points: geo::MultiPoint = expected.values().map(|area| area.point).collect();
    let pad = coord! { x: ELSEWHERE_DEGREES, y: ELSEWHERE_DEGREES };
    points.bounding_rect().map(|rect| Rect::new(rect.min() - pad, rect.max() + pad))
}

/// Catches what degrees alone cannot: swapped axes near the diagonal, another regency's file.
fn check_place(outline: MultiPolygon, near: Option<Rect>) -> Result<MultiPolygon, String> {
    let (Some(near), Some(own)) = (near, outline.bounding_rect()) else {
        return Ok(outline);
    };
    let swapped = Rect::new(coord! { x: own.min().y, y: own.min().x }, coord! { x: own.max().y, y: own.max().x });
    if near.intersects(&own) {
        Ok(outline)
    } else if near.intersects(&swapped) {
        Err("latitude comes first; GeoJSON wants longitude first, so swap them".to_owned())
    } else {
        let center = own.center();
        Err(format!("lies at {:.3}, {:.3}, far from this regency", center.x, center.y))
    }
}

#[cfg(test)]
mod tests;
