use super::island::{call, load, object, to_box};
use crate::i18n::language_now;
use crate::session::Session;
use js_sys::Promise;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::area::AreaCode;
use shared::operations::area::Region;
use shared::value::{BoundingBox, Shape};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

struct Drawn {
    handle: JsValue,
    _listener: Closure<dyn FnMut(JsValue)>,
}

/// The map on which a proposal's place is drawn; it brings its own tools, all within reach of the keyboard.
#[component]
pub fn PickerMap(
    geometry: RwSignal<Option<Value>>,
    village: RwSignal<Option<AreaCode>>,
    /// Set to false once it turned out that this browser draws no map.
    works: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let element = NodeRef::<Div>::new();
    let drawn = StoredValue::new_local(None::<Drawn>);
    let ready = RwSignal::new(false);
    let started = StoredValue::new(false);
    // What the map itself has drawn; anything else was chosen beside it.
    let told = StoredValue::new(geometry.get_untracked());
    Effect::new(move |_| {
        let (Some(element), Some(region)) = (element.get(), session.region.get()) else { return };
        if started.get_value() {
            return;
        }
        started.set_value(true);
        spawn_local(async move {
            match draw(&element, &region, geometry, told).await {
                Some(map) if drawn.is_disposed() => drop(call(&map.handle, "destroy", &[])),
                Some(map) => {
                    drawn.set_value(Some(map));
                    ready.set(true);
                }
                None => drop(works.try_set(false)),
            }
        });
    });
    Effect::new(move |_| {
        if ready.get() {
            let code = village.get().map_or(JsValue::NULL, |code| code.as_str().into());
            drawn.with_value(|drawn| drawn.as_ref().and_then(|drawn| call(&drawn.handle, "highlightArea", &[code])));
        }
    });
    Effect::new(move |_| {
        let chosen = geometry.get();
        if ready.get() && told.with_value(|told| *told != chosen) {
            told.set_value(chosen.clone());
            drawn.with_value(|drawn| drawn.as_ref().map(|drawn| show(&drawn.handle, chosen.as_ref())));
        }
    });
    on_cleanup(move || {
        if let Some(Some(map)) = drawn.try_update_value(Option::take) {
            call(&map.handle, "destroy", &[]);
        }
    });
    view! { <div class="map picker" node_ref=element></div> }
}

/// Puts a shape there and moves to it.
fn show(handle: &JsValue, shape: Option<&Value>) {
    call(handle, "setValue", &[to_js(shape)]);
    if let Some(shape) = shape.and_then(|shape| Shape::from_geojson(shape).ok()) {
        call(handle, "fit", &[to_box(&with_surroundings(shape.bounds()))]);
    }
}

/// A point alone says little: its neighbourhood is shown too, about a kilometre each way.
fn with_surroundings(bounds: BoundingBox) -> BoundingBox {
    const MARGIN: f64 = 0.008;
    let BoundingBox { west, south, east, north } = bounds;
    BoundingBox { west: west - MARGIN, south: south - MARGIN, east: east + MARGIN, north: north + MARGIN }
}

fn to_js(shape: Option<&Value>) -> JsValue {
    shape.and_then(|shape| js_sys::JSON::parse(&shape.to_string()).ok()).unwrap_or(JsValue::NULL)
}

async fn draw(
    element: &web_sys::HtmlDivElement,
    region: &Region,
    geometry: RwSignal<Option<Value>>,
    told: StoredValue<Option<Value>>,
) -> Option<Drawn> {
    let island = load().await?;
    let on_change = Closure::<dyn FnMut(JsValue)>::new(move |value: JsValue| {
        let text = js_sys::JSON::stringify(&value).ok().map(String::from);
        let drawn = text.and_then(|text| serde_json::from_str(&text).ok()).filter(|value: &Value| !value.is_null());
        told.try_update_value(|told| told.clone_from(&drawn));
        geometry.try_set(drawn);
    });
    let value = to_js(geometry.get_untracked().as_ref());
    let mode = match geometry.get_untracked().as_ref().and_then(|value| value["type"].as_str()) {
        Some("LineString") => "line",
        Some("Polygon") => "polygon",
        _ => "point",
    };
    let center = [region.center.longitude, region.center.latitude].into_iter().map(JsValue::from_f64).collect::<js_sys::Array>();
    let options = object(&[
        ("center", center.into()),
        ("bbox", to_box(&region.bounding_box)),
        ("mode", mode.into()),
        ("value", value),
        ("locale", language_now().tag().into()),
        ("onChange", on_change.as_ref().clone()),
    ]);
    let making: Promise = call(&island, "createPicker", &[element.into(), options.into()])?.dyn_into().ok()?;
    let handle = JsFuture::from(making).await.ok()?;
    call(&handle, "setAreas", &["/map/areas/village.geojson".into(), "/map/areas/district.geojson".into()]);
    Some(Drawn { handle, _listener: on_change })
}
