//! The device's own abilities (frontend/js/device.ts), imported when one is first wanted.

use crate::map::island::{call, import};
use js_sys::{Array, Promise};
use shared::value::Location;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where the device is; `None` when that is refused or unknown.
pub async fn position() -> Option<Location> {
    let found = ask("position", &[]).await?;
    let numbers: Vec<f64> = Array::from(&found).iter().filter_map(|number| number.as_f64()).collect();
    match numbers[..] {
        [longitude, latitude] => Location::new(longitude, latitude).ok(),
        _ => None,
    }
}

/// A photo made small, as a data address; `None` for what is no picture.
pub async fn shrink(file: &JsValue) -> Option<String> {
    ask("shrink", std::slice::from_ref(file)).await?.as_string()
}

/// The bytes behind a data address, ready to be sent.
pub async fn to_blob(address: &str) -> Option<JsValue> {
    call(&import("device").await?, "toBlob", &[address.into()])
}

async fn ask(ability: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let answer: Promise = call(&import("device").await?, ability, arguments)?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()
}
