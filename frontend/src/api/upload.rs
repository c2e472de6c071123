//! Photos and documents go beside GraphQL, each as the body of a request of its own.

use super::{Answered, ApiError, TIMEOUT_MS};
use crate::device;
use crate::i18n::language_now;
use serde::Deserialize;
use serde::de::IgnoredAny;
use shared::proposal::DocumentKind;
use wasm_bindgen::JsValue;

/// A file takes its time where a question is answered at once.
const PATIENCE: u32 = 6;

#[derive(Deserialize)]
struct Uploaded {
    id: String,
}

/// Sends a photo and gives its id.
///
/// # Errors
/// As [`super::send`]: no network, no session, or a photo that the server does not take.
pub async fn upload_photo(photo: &JsValue) -> Result<String, ApiError> {
    upload("/media", photo, |_| {}).await
}

/// Sends a document and gives its id; `tell` hears how much of it has gone, from 0 to 1.
///
/// # Errors
/// As [`upload_photo`].
pub async fn upload_document(
    document: &JsValue,
    kind: DocumentKind,
    name: &str,
    tell: impl Fn(f64) + 'static,
) -> Result<String, ApiError> {
    let name = js_sys::encode_uri_component(name);
    upload(&format!("/media?kind={kind}&name={name}"), document, tell).await
}

async fn upload(address: &str, file: &JsValue, tell: impl Fn(f64) + 'static) -> Result<String, ApiError> {
    let answer = device::post(address, file, language_now().tag(), PATIENCE * TIMEOUT_MS, tell).await;
    let (status, text) = answer.ok_or(ApiError::Offline)?;
    if matches!(status, 502..=504) {
        return Err(ApiError::Offline);
    }
    if let Ok(uploaded) = serde_json::from_str::<Uploaded>(&text) {
        return Ok(uploaded.id);
    }
    match serde_json::from_str::<Answered<IgnoredAny>>(&text) {
        _ if status == 401 => Err(ApiError::Unauthenticated),
        Ok(refused) => refused.into_result().and(Err(ApiError::Unreadable)),
        Err(_) => Err(ApiError::Unreadable),
    }
}
