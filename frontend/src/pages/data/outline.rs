//! Outlines of areas as a drawing of their own, from what the map draws too.

use gloo_net::http::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use shared::area::{AreaCode, AreaLevel};

/// The width of the drawing, in its own units.
const WIDTH: f64 = 1000.0;

#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub outlines: Vec<Outline>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub code: String,
    pub name: String,
    /// As SVG writes it.
    pub path: String,
    /// The middle of its largest part.
    pub middle: (f64, f64),
}

#[derive(Deserialize)]
struct Layer {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    code: AreaCode,
    name: String,
}

type Ring = Vec<[f64; 2]>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

impl Geometry {
    fn rings(self) -> Vec<Ring> {
        match self {
            Self::Polygon(rings) => rings,
            Self::MultiPolygon(parts) => parts.into_iter().flatten().collect(),
        }
    }
}

/// The areas of a level, or those within a district; none until they are here, and without a connection.
pub fn drawing(wanted: Signal<(AreaLevel, Option<AreaCode>)>) -> Signal<Option<Drawing>> {
    let found = RwSignal::new(None);
    let level = Memo::new(move |_| wanted.get().0);
    Effect::new(move |_| {
        let file = if level.get() == AreaLevel::Village { "village" } else { "district" };
        spawn_local(async move {
            let layer = read(&format!("/map/areas/{file}.geojson")).await;
            // The page may be gone.
            let _ = found.try_set(layer.map(|layer| (file, layer)));
        });
    });
    Signal::derive(move || {
        let (level, within) = wanted.get();
        let file = if level == AreaLevel::Village { "village" } else { "district" };
        found.with(|found| {
            found.as_ref().filter(|(of, _)| *of == file).and_then(|(_, text): &(_, String)| draw(text, within.as_ref()))
        })
    })
}

async fn read(address: &str) -> Option<String> {
    Request::get(address).send().await.ok()?.text().await.ok()
}

/// On a plane, with north above; none without an outline.
fn draw(text: &str, within: Option<&AreaCode>) -> Option<Drawing> {
    let layer: Layer = serde_json::from_str(text).ok()?;
    let inside = |feature: &Feature| within.is_none_or(|whole| whole.contains(&feature.properties.code));
    let areas: Vec<(Properties, Vec<Ring>)> =
        layer.features.into_iter().filter(inside).map(|feature| (feature.properties, feature.geometry.rings())).collect();
    let positions = || areas.iter().flat_map(|(_, rings)| rings.iter().flatten());
    let span = |axis: usize| {
        let values = positions().map(move |position| position[axis]);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((west, east), (south, north)) = (span(0), span(1));
    if !(east > west && north > south) {
        return None;
    }
    // A degree of longitude is narrower, the further from the equator.
    let narrow = ((south + north) / 2.0).to_radians().cos();
    let scale = WIDTH / ((east - west) * narrow);
    let place = |position: &[f64; 2]| ((position[0] - west) * narrow * scale, (north - position[1]) * scale);
    let outline = |(properties, rings): &(Properties, Vec<Ring>)| {
        let rings: Vec<Vec<(f64, f64)>> = rings.iter().map(|ring| ring.iter().map(place).collect()).collect();
        Outline {
            code: properties.code.to_string(),
            name: properties.name.clone(),
            path: rings.iter().map(|ring| path(ring)).collect(),
            middle: rings.iter().map(|ring| middle(ring)).max_by(|a, b| a.0.total_cmp(&b.0)).map_or((0.0, 0.0), |found| found.1),
        }
    };
    Some(Drawing { width: WIDTH, height: ((north - south) * scale).ceil(), outlines: areas.iter().map(outline).collect() })
}

fn path(ring: &[(f64, f64)]) -> String {
    let to = |(at, (x, y)): (usize, &(f64, f64))| format!("{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
    ring.iter().enumerate().map(to).chain(["Z".to_owned()]).collect()
}

/// How large a ring is, and its centre of gravity.
fn middle(ring: &[(f64, f64)]) -> (f64, (f64, f64)) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
        let cross = x1 * y2 - x2 * y1;
        area += cross;
        x += (x1 + x2) * cross;
        y += (y1 + y2) * cross;
    }
    if area == 0.0 {
        (0.0, ring.first().copied().unwrap_or_default())
    } else {
        (area.abs() / 2.0, (x / (3.0 * area), y / (3.0 * area)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYER: &str = r#"{"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"code":"33.02.01","name":"Lumbir"},"geometry":{"type":"Polygon","coordinates":[[[109,-7],[110,-7],[110,-8],[109,-8],[109,-7]]]}},
      {"type":"Feature","properties":{"code":"33.02.02","name":"Wangon"},"geometry":{"type":"MultiPolygon","coordinates":[[[[110,-7],[111,-7],[111,-8],[110,-8],[110,-7]]],[[[110,-8],[110.1,-8],[110.1,-8.1],[110,-8]]]]}}]}"#;

    #[test]
    fn outlines_fill_the_drawing_with_north_above() {
        let drawing = draw(LAYER, None).unwrap();
        assert_eq!(drawing.outlines.len(), 2);
        let lumbir = &drawing.outlines[0];
        assert!(lumbir.path.starts_with("M0.0 0.0L500.0 0.0L500.0 ") && lumbir.path.ends_with('Z'), "{}", lumbir.path);
        let (x, y) = lumbir.middle;
        assert!((x - 250.0).abs() < 0.1 && (200.0..260.0 * 1.1).contains(&y), "{x} {y}");
        let wangon = &drawing.outlines[1];
        assert!((wangon.middle.0 - 750.0).abs() < 0.1, "the middle of its largest part");
        assert_eq!(wangon.path.matches('M').count(), 2);
        assert!(drawing.height > 500.0 && drawing.height < 600.0);
    }

    #[test]
    fn only_what_lies_within_is_drawn() {
        let within = "33.02.02".parse().ok();
        assert_eq!(draw(LAYER, within.as_ref()).unwrap().outlines.len(), 1);
        assert_eq!(draw(LAYER, "33.02.03".parse().ok().as_ref()), None);
        assert_eq!(draw("<html>", None), None);
    }
}
