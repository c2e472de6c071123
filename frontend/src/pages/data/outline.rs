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
    fn rings(&self) -> Vec<&Ring> {
        match self {
            Self::Polygon(rings) => rings.iter().collect(),
            Self::MultiPolygon(parts) => parts.iter().flatten().collect(),
        }
    }
}

/// The areas of a level, or those within a district, as far as they have come.
#[derive(Clone, Copy)]
pub struct Outlines {
    wanted: Signal<(AreaLevel, Option<AreaCode>)>,
    /// Of which level the newest answer is; nothing in it where the areas could not be fetched.
    found: RwSignal<Option<(AreaLevel, Option<Layer>)>>,
    again: Trigger,
}

impl Outlines {
    pub fn of(wanted: Signal<(AreaLevel, Option<AreaCode>)>) -> Self {
        let outlines = Self { wanted, found: RwSignal::new(None), again: Trigger::new() };
        let level = Memo::new(move |_| wanted.get().0);
        Effect::new(move |_| {
            outlines.again.track();
            let asked = level.get();
            spawn_local(async move {
                let layer = fetch(asked).await;
                // The page may have gone, or asked for another level.
                if level.try_get_untracked() == Some(asked) {
                    outlines.found.set(Some((asked, layer)));
                }
            });
        });
        outlines
    }

    /// None until they are here.
    pub fn drawing(self) -> Option<Drawing> {
        let (level, within) = self.wanted.get();
        self.found.with(|found| match found {
            Some((of, Some(layer))) if *of == level => draw(layer, within.as_ref()),
            _ => None,
        })
    }

    /// Whether they were asked for in vain.
    pub fn are_missing(self) -> bool {
        let (level, _) = self.wanted.get();
        self.found.with(|found| matches!(found, Some((of, None)) if *of == level))
    }

    /// Asks once more.
    pub fn reload(self) {
        self.again.notify();
    }
}

/// None without a connection, or where the answer holds no areas.
async fn fetch(level: AreaLevel) -> Option<Layer> {
    let file = if level == AreaLevel::Village { "village" } else { "district" };
    let answer = Request::get(&format!("/map/areas/{file}.geojson")).send().await.ok()?;
    if answer.ok() { read(&answer.text().await.ok()?) } else { None }
}

fn read(text: &str) -> Option<Layer> {
    serde_json::from_str(text).ok()
}

/// On a plane, with north above; none without an outline.
fn draw(layer: &Layer, within: Option<&AreaCode>) -> Option<Drawing> {
    let inside = |feature: &&Feature| within.is_none_or(|whole| whole.contains(&feature.properties.code));
    let areas: Vec<(&Properties, Vec<&Ring>)> =
        layer.features.iter().filter(inside).map(|feature| (&feature.properties, feature.geometry.rings())).collect();
    let positions = || areas.iter().flat_map(|(_, rings)| rings.iter().copied().flatten());
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
    let outline = |(properties, rings): &(&Properties, Vec<&Ring>)| {
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
        let drawing = draw(&read(LAYER).unwrap(), None).unwrap();
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
        let layer = read(LAYER).unwrap();
        let within = "33.02.02".parse().ok();
        assert_eq!(draw(&layer, within.as_ref()).unwrap().outlines.len(), 1);
        assert_eq!(draw(&layer, "33.02.03".parse().ok().as_ref()), None);
    }

    #[test]
    fn what_holds_no_areas_is_no_answer() {
        for text in ["<html>", r#"{"data":null,"errors":[{"message":"Terlalu sering."}]}"#] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
