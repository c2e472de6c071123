use super::canvas::{Canvas, Drawing};
use super::island::to_js;
use leptos::prelude::*;
use serde_json::Value;

/// Where things on a map were and are, with what the strokes mean; nothing where this browser draws no map.

#[component]
pub fn DiffMap(
    /// GeoJSON geometries.
    before: Vec<Value>,
    after: Vec<Value>,
) -> impl IntoView {
    let works = RwSignal::new(true);
    let canvas = Canvas::when_near(works, move || {
        let options = vec![("before", to_js(&before.into())), ("after", to_js(&after.into()))];
        Drawing { maker: "createDiff", options, listeners: Vec::new() }
    });
    view! {
        <Show when=move || works.get()>
            <figure class="stack tight plan-diff">
                <div class="map preview" node_ref=canvas.element></div>
                <figcaption><ul class="legend plain">
                    <li class="no"><span class="stroke dashed" aria-hidden="true"></span>{t!("plan.map_before")}</li>
                    <li class="ok"><span class="stroke" aria-hidden="true"></span>{t!("plan.map_after")}</li>
                </ul></figcaption>
            </figure>
        </Show>
    }
}
