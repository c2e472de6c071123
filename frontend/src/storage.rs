//! Small settings that stay on this device. A browser that keeps nothing makes them forgetful, never broken.

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

pub fn remove(key: &str) {
    if let Some(storage) = local() {
        // Nothing is lost when it cannot be removed.
        let _ = storage.remove_item(key);
    }
}
