//! Half-typed text, kept on this device until it is sent: no error, reload or update of the page loses it.

use crate::storage;
use leptos::prelude::*;

/// A text that starts as it was left under `key` and is kept there while it changes.
pub fn kept_text(key: String) -> RwSignal<String> {
    let text = RwSignal::new(storage::read(&key).unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        text.with(|text| match (before, text.is_empty()) {
            // The first run only tells that it was read.
            (None, _) => {}
            (_, true) => storage::remove(&key),
            (_, false) => {
                storage::write(&key, text);
            }
        });
    });
    text
}
