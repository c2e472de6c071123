use super::canvas::{Canvas, Drawing};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// The small map that shows where something is.
#[component]
pub fn PreviewMap(
    /// A GeoJSON geometry.
    geometry: Value,
    /// Set to false once it turned out that this browser draws no map.
    works: RwSignal<bool>,
) -> impl IntoView {
    let canvas = Canvas::new(works, move || {
        let geometry = js_sys::JSON::parse(&geometry.to_string()).unwrap_or(JsValue::NULL);
        Drawing { maker: "createPreview", options: vec![("geometry", geometry)], listeners: Vec::new() }
    });
    view! { <div class="map preview" role="group" aria-label=t!("map.place") node_ref=canvas.element></div> }
}
