use super::island::{call, load, object, to_box};
use crate::i18n::{language_now, t};
use crate::session::Session;
use js_sys::Promise;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::operations::area::Region;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The small map that shows where something is.
#[component]
pub fn PreviewMap(
    /// A GeoJSON geometry.
    geometry: Value,
    /// Set to false once it turned out that this browser draws no map.
    works: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let element = NodeRef::<Div>::new();
    let drawn = StoredValue::new_local(None::<JsValue>);
    let started = StoredValue::new(false);
    Effect::new(move |_| {
        let (Some(element), Some(region)) = (element.get(), session.region.get()) else { return };
        if started.get_value() {
            return;
        }
        started.set_value(true);
        let geometry = geometry.to_string();
        spawn_local(async move {
            match draw(&element, &region, &geometry).await {
                // The page may have gone while the map was drawn.
                Some(map) if drawn.is_disposed() => drop(call(&map, "destroy", &[])),
                Some(map) => drawn.set_value(Some(map)),
                None => drop(works.try_set(false)),
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(map)) = drawn.try_update_value(Option::take) {
            call(&map, "destroy", &[]);
        }
    });
    view! { <div class="map preview" role="img" aria-label=t!("map.place") node_ref=element></div> }
}

async fn draw(element: &web_sys::HtmlDivElement, region: &Region, geometry: &str) -> Option<JsValue> {
    let island = load().await?;
    let options = object(&[
        ("geometry", js_sys::JSON::parse(geometry).ok()?),
        ("bbox", to_box(&region.bounding_box)),
        ("locale", language_now().tag().into()),
        ("attribution", region.boundary_attribution.as_deref().map_or(JsValue::NULL, JsValue::from_str)),
    ]);
    let making: Promise = call(&island, "createPreview", &[element.into(), options.into()])?.dyn_into().ok()?;
    let handle = JsFuture::from(making).await.ok()?;
    call(&handle, "setAreas", &["/map/areas/village.geojson".into(), "/map/areas/district.geojson".into()]);
    let _ = element.set_attribute("aria-label", t("map.place"));
    Some(handle)
}
