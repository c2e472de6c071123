//! The device's own abilities (frontend/js/device.ts), imported when one is first wanted.

use crate::map::island::{call, import};
use js_sys::{Array, Promise};
use shared::value::Location;
use wasm_bindgen::prelude::Closure;
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

/// Everything in a file that was chosen.
pub async fn read(file: &web_sys::File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// A file of this type, ready to be kept or sent.
pub fn to_file(bytes: &[u8], content_type: &str) -> Option<JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(content_type);
    let parts = Array::of1(&js_sys::Uint8Array::from(bytes));
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok().map(Into::into)
}

/// Keeps a file under a name; whether it will still be there after a reload.
pub async fn keep_file(name: &str, file: &JsValue) -> bool {
    ask("keepFile", &[name.into(), file.clone()]).await.is_some_and(|kept| kept.is_truthy())
}

/// The file kept under a name.
pub async fn find_file(name: &str) -> Option<JsValue> {
    ask("findFile", &[name.into()]).await.filter(JsValue::is_object)
}

pub async fn drop_file(name: &str) {
    ask("dropFile", &[name.into()]).await;
}

/// Keeps bytes under a name; whether they will still be there after a reload.
pub async fn keep_bytes(name: &str, bytes: &[u8]) -> bool {
    let bytes = js_sys::Uint8Array::from(bytes);
    ask("keepBytes", &[name.into(), bytes.into()]).await.is_some_and(|kept| kept.is_truthy())
}

/// The bytes kept under a name.
pub async fn find_bytes(name: &str) -> Option<Vec<u8>> {
    let found = ask("findBytes", &[name.into()]).await.filter(JsValue::is_object)?;
    Some(js_sys::Uint8Array::new(&found).to_vec())
}

pub async fn drop_bytes(name: &str) {
    ask("dropBytes", &[name.into()]).await;
}

/// Posts a file; `tell` hears how much of it has gone, from 0 to 1. Gives status and answer; `None` without a connection.
pub async fn post(
    address: &str,
    file: &JsValue,
    language: &str,
    patience_ms: u32,
    tell: impl Fn(f64) + 'static,
) -> Option<(u16, String)> {
    let tell = Closure::<dyn Fn(f64)>::new(tell);
    let arguments = [address.into(), file.clone(), language.into(), patience_ms.into(), tell.as_ref().clone()];
    let answer = Array::from(&ask("post", &arguments).await?);
    Some((answer.get(0).as_f64()? as u16, answer.get(1).as_string()?))
}

/// The bytes behind a data address, ready to be sent.
pub async fn to_blob(address: &str) -> Option<JsValue> {
    call(&import("device").await?, "toBlob", &[address.into()])
}

async fn ask(ability: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let answer: Promise = call(&import("device").await?, ability, arguments)?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()
}
