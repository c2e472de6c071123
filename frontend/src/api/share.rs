//! Passing a page on: by the device's own way of sharing, otherwise by the clipboard.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = "export async function pass_on(title, url) {
  if (navigator.share) {
    try { await navigator.share({ title, url }); return 'done'; }
    catch (error) { if (error.name === 'AbortError') return 'done'; }
  }
  try { await navigator.clipboard.writeText(url); return 'copied'; } catch { return 'failed'; }
}")]
extern "C" {
    fn pass_on(title: &str, url: &str) -> Promise;
}

/// What came of it.
pub enum Shared {
    /// The device shared it, or the person changed their mind.
    Done,
    Copied,
    /// With the address, for copying by hand.
    Failed(String),
}

/// Shares a page of the app.
pub async fn share(title: &str, path: &str) -> Shared {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    let address = format!("{origin}{path}");
    let said = JsFuture::from(pass_on(title, &address)).await.ok().and_then(|said| said.as_string());
    match said.as_deref() {
        Some("done") => Shared::Done,
        Some("copied") => Shared::Copied,
        _ => Shared::Failed(address),
    }
}
