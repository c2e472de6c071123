use super::canvas::{Canvas, Drawing};
use super::island::to_js;
use leptos::prelude::*;
use serde_json::Value;

/// The small map that shows where something is.
#[component]
pub fn PreviewMap(
    /// A GeoJSON geometry.
    geometry: Value,
    /// Set to false once it turned out that this browser draws no map.
    works: RwSignal<bool>,
) -> impl IntoView {
    let canvas = Canvas::new(works, move || Drawing {
        maker: "createPreview",
        options: vec![("geometry", to_js(&geometry))],
        listeners: Vec::new(),
    });
    view! { <div class="map preview" role="group" aria-label=t!("map.place") node_ref=canvas.element></div> }
}
