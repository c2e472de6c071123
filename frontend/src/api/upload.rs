//! Photos go beside GraphQL, as the body of a request of their own.

use super::{ApiError, TIMEOUT_MS};
use crate::i18n::language_now;
use gloo_net::http::Request;
use serde::Deserialize;
use shared::ErrorCode;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, RequestCredentials};

/// A photo takes its time where a question is answered at once.
const PATIENCE: u32 = 6;

#[derive(Deserialize)]
struct Uploaded {
    id: String,
}

#[derive(Deserialize)]
struct Refusal {
    code: ErrorCode,
    message: String,
}

/// Sends a photo and gives its id.
///
/// # Errors
/// As [`super::send`]: no network, no session, or a photo that the server does not take.
pub async fn upload(photo: JsValue) -> Result<String, ApiError> {
    let request = Request::post("/media")
        .credentials(RequestCredentials::SameOrigin)
        .header("content-type", "image/jpeg")
        .header("accept-language", language_now().tag())
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE * TIMEOUT_MS)))
        .body(photo)
        .map_err(|_| ApiError::Unreadable)?;
    let response = request.send().await.map_err(|_| ApiError::Offline)?;
    let status = response.status();
    if matches!(status, 502..=504) {
        return Err(ApiError::Offline);
    }
    let text = response.text().await.map_err(|_| ApiError::Offline)?;
    if let Ok(uploaded) = serde_json::from_str::<Uploaded>(&text) {
        return Ok(uploaded.id);
    }
    Err(match serde_json::from_str::<Refusal>(&text) {
        _ if status == 401 => ApiError::Unauthenticated,
        Ok(Refusal { code, message }) => ApiError::Refused { code, message, request_id: None },
        Err(_) => ApiError::Unreadable,
    })
}
