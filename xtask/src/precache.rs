//! What the service worker keeps for use without a connection.

use crate::stamp;
use anyhow::Result;
use serde_json::json;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// Writes /assets/precache.json: `release`, `shell` (needed to start) and `map` (needed to draw it).
/// Returns the name of the release, which changes with any file of the app.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn write(dist: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let (mut shell, mut map) = (vec!["/".to_owned()], Vec::new());
    for file in stamp::list(&[dist.to_path_buf()])? {
        fs::read(&file)?.hash(&mut hasher);
        let address = format!("/{}", file.strip_prefix(dist)?.to_string_lossy());
        // The page is served as "/"; the explorer is for those who are connected.
        if address == "/index.html" || address.contains("/explorer") {
            continue;
        }
        let for_map = address.starts_with("/assets/map");
        if for_map { map.push(address) } else { shell.push(address) }
    }
    let release = format!("{:016x}", hasher.finish());
    let list = json!({ "release": release, "shell": shell, "map": map });
    fs::write(dist.join("assets/precache.json"), serde_json::to_vec_pretty(&list)?)?;
    Ok(release)
}
