//! Small settings that stay on this device. A browser that keeps nothing makes them forgetful, never broken.

use serde::Serialize;
use serde::de::DeserializeOwned;

fn local() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

pub fn read(key: &str) -> Option<String> {
    local().and_then(|storage| storage.get_item(key).ok().flatten())
}

/// Whether it was kept; a full or forbidden storage says no.
pub fn write(key: &str, value: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Keeps a value for the next time that the server cannot be asked.
pub fn keep<T: Serialize>(key: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        write(key, &text);
    }
}

/// What was kept; nothing when another version of the app kept it otherwise.
pub fn recall<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&read(key)?).ok()
}

pub fn remove(key: &str) {
    if let Some(storage) = local() {
        // Nothing is lost when it cannot be removed.
        let _ = storage.remove_item(key);
    }
}
