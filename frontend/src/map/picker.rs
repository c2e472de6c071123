use super::canvas::{Canvas, Drawing, Listener};
use super::island::{self, to_box};
use leptos::prelude::*;
use serde_json::Value;
use shared::area::AreaCode;
use shared::value::{BoundingBox, Shape};
use wasm_bindgen::JsValue;

/// The map on which a proposal's place is drawn; it brings its own tools, all within reach of the keyboard.
#[component]
pub fn PickerMap(
    geometry: RwSignal<Option<Value>>,
    village: RwSignal<Option<AreaCode>>,
    /// Set to false once it turned out that this browser draws no map.
    works: RwSignal<bool>,
) -> impl IntoView {
    // What the map itself has drawn; anything else was chosen beside it.
    let told = StoredValue::new(geometry.get_untracked());
    let canvas = Canvas::new(works, move || drawing(geometry, told));
    canvas.follow("highlightArea", move || village.get().map_or(JsValue::NULL, |code| code.as_str().into()));
    Effect::new(move |_| {
        let chosen = geometry.get();
        if canvas.is_ready() && told.with_value(|told| *told != chosen) {
            told.set_value(chosen.clone());
            canvas.tell("setValue", to_js(chosen.as_ref()));
            if let Some(shape) = chosen.and_then(|shape| Shape::from_geojson(&shape).ok()) {
                canvas.tell("fit", to_box(&with_surroundings(shape.bounds())));
            }
        }
    });
    view! { <div class="map picker" node_ref=canvas.element></div> }
}

/// A point alone says little: its neighbourhood is shown too, about a kilometre each way.
fn with_surroundings(bounds: BoundingBox) -> BoundingBox {
    const MARGIN: f64 = 0.008;
    let BoundingBox { west, south, east, north } = bounds;
    BoundingBox { west: west - MARGIN, south: south - MARGIN, east: east + MARGIN, north: north + MARGIN }
}

fn to_js(shape: Option<&Value>) -> JsValue {
    shape.map_or(JsValue::NULL, island::to_js)
}

fn drawing(geometry: RwSignal<Option<Value>>, told: StoredValue<Option<Value>>) -> Drawing {
    let on_change = Listener::new(move |value: JsValue| {
        let drawn = island::from_js(&value).filter(|value: &Value| !value.is_null());
        told.try_update_value(|told| told.clone_from(&drawn));
        geometry.try_set(drawn);
    });
    let value = geometry.get_untracked();
    let mode = match value.as_ref().and_then(|value| value["type"].as_str()) {
        Some("LineString") => "line",
        Some("Polygon") => "polygon",
        _ => "point",
    };
    let options = vec![("mode", mode.into()), ("value", to_js(value.as_ref()))];
    Drawing { maker: "createPicker", options, listeners: vec![("onChange", on_change)] }
}
