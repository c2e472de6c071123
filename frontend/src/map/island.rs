//! Loading the island, and calling into it without giving it more than plain values.

use js_sys::{Array, Function, Object, Promise, Reflect};
use shared::value::BoundingBox;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = "
export function import_module(address) { return import(address); }
export function near(element) {
  return new Promise((resolve) => {
    const watch = (entries, observer) => { if (entries.some((entry) => entry.isIntersecting)) { observer.disconnect(); resolve(); } };
    new IntersectionObserver(watch, { rootMargin: '400px' }).observe(element);
  });
}")]
extern "C" {
    fn import_module(address: &str) -> Promise;
    fn near(element: &web_sys::Element) -> Promise;
}

/// Waits until the element is on the screen, or nearly: what nobody scrolls to need not be fetched.
pub async fn until_near(element: &web_sys::Element) {
    // It never fails; an element that goes leaves this waiting for good, which holds nothing but itself.
    let _ = JsFuture::from(near(element)).await;
}

/// The map's module; `None` when it cannot be had or this browser cannot draw it.
pub async fn load() -> Option<JsValue> {
    let island = import("map").await?;
    call(&island, "supported", &[])?.is_truthy().then_some(island)
}

/// An island's module by its name; `None` when it cannot be had.
pub async fn import(name: &str) -> Option<JsValue> {
    let document = web_sys::window()?.document()?;
    let address = document.query_selector(&format!("meta[name='asset:{name}.js']")).ok()??.get_attribute("content")?;
    JsFuture::from(import_module(&address)).await.ok()
}

/// Calls a method; `None` when there is no such method or it throws.
pub fn call(target: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(target, &method.into()).ok()?.dyn_into().ok()?;
    function.apply(target, &arguments.iter().collect::<Array>()).ok()
}

/// An object of these values.
pub fn object(values: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in values {
        // A fresh plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// Plain data as the island takes it.
pub fn to_js(value: &serde_json::Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::NULL)
}

/// Plain data that a callback got; `None` when it is nothing, or something else.
pub fn from_js<T: serde::de::DeserializeOwned>(value: &JsValue) -> Option<T> {
    let text = String::from(js_sys::JSON::stringify(value).ok()?);
    serde_json::from_str(&text).ok()
}

/// `[west, south, east, north]`.
pub fn to_box(bounds: &BoundingBox) -> JsValue {
    [bounds.west, bounds.south, bounds.east, bounds.north].into_iter().map(JsValue::from_f64).collect::<Array>().into()
}

/// The box that a callback got.
pub fn read_box(value: &JsValue) -> Option<BoundingBox> {
    let numbers: Vec<f64> = Array::from(value).iter().filter_map(|number| number.as_f64()).collect();
    match numbers[..] {
        [west, south, east, north] => BoundingBox::new(west.max(-180.0), south.max(-90.0), east.min(180.0), north.min(90.0)).ok(),
        _ => None,
    }
}
