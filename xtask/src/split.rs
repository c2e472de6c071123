//! Cuts the app's wasm into what starts it and the parts that its pages fetch when they need them.

use anyhow::{Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// The script by which the app fetches its parts, as the glue imports it.
const LOADER: &str = "./parts.js";
/// The same before the addresses of the parts are known.
const DRAFT: &str = "parts.draft.js";
/// What starts the app, after wasm-bindgen.
pub const START: &str = "frontend_bg.wasm";

/// Fills `folder` with the parts and their loader; returns the wasm that starts the app, for wasm-bindgen.
///
/// # Errors
/// When the wasm was not linked with `--emit-relocs`, or a file cannot be written.
pub fn split(compiled: &Path, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let whole = fs::read(compiled)?;
    let start = compiled.with_extension("start").join("frontend.wasm");
    fs::create_dir_all(start.with_file_name(""))?;
    let mut options = Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &start;
    options.link_name = LOADER;
    options.main_module = "./frontend.js";
    transform(options).map_err(|error| anyhow!("{error:#}"))?;
    fs::rename(folder.join(LOADER), folder.join(DRAFT))?;
    Ok(start)
}

/// The wasm files in a folder: the start of the app and its parts.
///
/// # Errors
/// When the folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let all = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = all.filter(|file| file.extension().is_some_and(|end| end == "wasm")).collect();
    files.sort();
    Ok(files)
}

/// What a file of [`files`] is called among the assets.
pub fn asset_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if name == START { "app.wasm".to_owned() } else { format!("part-{}", name.trim_start_matches("split_")) }
}

/// Writes the loader with the addresses at which the parts are served.
///
/// # Errors
/// When a part has no address.
pub fn write_loader(folder: &Path, address: impl Fn(&str) -> Result<String>) -> Result<()> {
    let mut loader = fs::read_to_string(folder.join(DRAFT))?;
    for file in files(folder)?.iter().filter(|file| !file.ends_with(START)) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        loader = loader.replace(&format!("\"./{name}\""), &serde_json::to_string(&address(&asset_name(file))?)?);
    }
    fs::write(folder.join(LOADER), loader)?;
    Ok(())
}
