//! Skipping work whose inputs have not changed since it last succeeded.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders that hold products, never sources.
const PRODUCTS: [&str; 4] = ["node_modules", "target", "dist", "output"];

/// Does the work unless `file` says that it was done with the same inputs and `settings`.
///
/// # Errors
/// Whatever the work returns, or a failure to read an input.
pub fn unless_fresh(file: &Path, inputs: &[PathBuf], settings: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let mark = fingerprint(inputs, settings)?;
    if fs::read_to_string(file).is_ok_and(|stamp| stamp == mark) {
        return Ok(());
    }
    work()?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, mark).with_context(|| format!("cannot write {}", file.display()))
}

/// Changes whenever a file under `inputs` is added, removed or written.
///
/// # Errors
/// When a folder cannot be read.
pub fn fingerprint(inputs: &[PathBuf], settings: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    settings.hash(&mut hasher);
    for path in list(inputs)? {
        // A file may vanish between the listing and here; then the next look sees the difference.
        if let Ok(about) = fs::metadata(&path) {
            let modified = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            (path, about.len(), modified).hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files under the paths, sorted; paths that do not exist are passed over.
///
/// # Errors
/// When a folder cannot be read.
pub fn list(paths: &[PathBuf]) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open: Vec<PathBuf> = paths.to_vec();
    while let Some(path) = open.pop() {
        if path.is_file() {
            found.insert(path);
        } else if path.is_dir() {
            for entry in fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))? {
                let entry = entry?;
                let name = entry.file_name();
                if !PRODUCTS.iter().any(|product| name == *product) {
                    open.push(entry.path());
                }
            }
        }
    }
    Ok(found)
}
