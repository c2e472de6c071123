//! Scripts and styles through esbuild, every file under a name that changes with its content.

use crate::app::Mode;
use crate::process::{command, run};
use crate::split;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

/// Islands that the app imports when it needs them, each the entry point `frontend/js/NAME.ts`.
const ISLANDS: [&str; 2] = ["map", "device"];
/// What a page of its own loads, from `frontend/js/NAME.ts`.
const EXPLORER: &str = "explorer";
/// MapLibre finds its worker beside itself, so its files keep their names, in a folder named by the version.
const MAP_FILES: [&str; 2] = ["maplibre-gl.mjs", "maplibre-gl-worker.mjs"];

/// Plain names (`map.js`) to the addresses under which they are served (`/assets/map-1A2B3C4D.js`).
#[derive(Default)]
pub struct Assets(pub BTreeMap<String, String>);

impl Assets {
    fn address(&self, name: &str) -> Result<&str> {
        self.0.get(name).map(String::as_str).with_context(|| format!("the app has no {name}"))
    }
}

/// Copies a finished file under a hashed name.
///
/// # Errors
/// When the file cannot be read or written.
pub fn copy_hashed(file: &Path, name: &str, dist: &Path, assets: &mut Assets) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let (stem, end) = name.rsplit_once('.').context("a name with an extension")?;
    let address = format!("/assets/{stem}-{:016X}.{end}", hasher.finish());
    fs::write(dist.join(&address[1..]), bytes)?;
    assets.0.insert(name.to_owned(), address);
    Ok(())
}

/// Copies MapLibre as it was published: bundled, its worker would not start.
///
/// # Errors
/// When npm has not installed it.
pub fn copy_map(workspace: &Workspace, dist: &Path, assets: &mut Assets) -> Result<()> {
    let package = workspace.root.join("node_modules/maplibre-gl");
    let about: serde_json::Value = serde_json::from_str(&fs::read_to_string(package.join("package.json"))?)?;
    let version = about["version"].as_str().context("maplibre-gl has no version")?;
    let folder = format!("assets/maplibre-{version}");
    fs::create_dir_all(dist.join(&folder))?;
    for name in MAP_FILES {
        fs::copy(package.join("dist").join(name), dist.join(&folder).join(name)).with_context(|| format!("maplibre-gl: {name}"))?;
        assets.0.insert(name.to_owned(), format!("/{folder}/{name}"));
    }
    Ok(())
}

/// Bundles the app's start, its islands and its styles.
///
/// # Errors
/// When a script or style has an error.
pub fn bundle(workspace: &Workspace, glue: &Path, dist: &Path, mode: Mode, assets: &mut Assets) -> Result<()> {
    split::write_loader(glue, |part| assets.address(part).map(str::to_owned))?;
    let start = glue.join("app.js");
    let boot = serde_json::to_string(&workspace.root.join("frontend/js/boot.ts"))?;
    fs::write(&start, format!("import {boot};\nimport init from \"./frontend.js\";\ninit({{ module_or_path: WASM }});\n"))?;
    let report = glue.join("bundle.json");
    let scripts = ISLANDS.iter().chain([&EXPLORER]).map(|name| workspace.root.join(format!("frontend/js/{name}.ts")));
    let styles = workspace.root.join("frontend/style/main.css");
    run(esbuild(workspace, mode)
        .arg(&start)
        .args(scripts)
        .arg(&styles)
        // React's own switch between its development and its production form.
        .arg("--define:process.env.NODE_ENV=\"production\"")
        .arg(format!("--define:WASM={}", serde_json::to_string(assets.address("app.wasm")?)?))
        .arg(format!("--alias:maplibre-gl={}", assets.address("maplibre-gl.mjs")?))
        .arg("--entry-names=[name]-[hash]")
        .arg(format!("--outdir={}", dist.join("assets").display()))
        .arg(format!("--metafile={}", report.display())))?;
    record_outputs(&report, assets)
}

/// The service worker, at the root of the site so that it serves all of it; it knows its release by name.
///
/// # Errors
/// When the script has an error.
pub fn service_worker(workspace: &Workspace, dist: &Path, mode: Mode, release: &str) -> Result<()> {
    run(esbuild(workspace, mode)
        .arg(workspace.root.join("frontend/js/sw.ts"))
        .arg(format!("--define:RELEASE={}", serde_json::to_string(release)?))
        .arg(format!("--outfile={}", dist.join("sw.js").display())))
}

/// Puts addresses into the page: `{{NAME}}` for one, `{{lookups}}` for those that the app asks for by name,
/// as `<meta name="asset:map.js" content="/assets/map-1A2B3C4D.js">`.
///
/// # Errors
/// When the page names something that the app does not have.
pub fn fill(page: &str, assets: &Assets) -> Result<String> {
    let named = |name: &str| matches!(name, "app.js" | "main.css") || name.ends_with(".wasm") || name.starts_with(EXPLORER);
    let lookups = assets.0.iter().filter(|(name, _)| !named(name));
    let lookups: Vec<String> =
        lookups.map(|(name, address)| format!("<meta name=\"asset:{name}\" content=\"{address}\">")).collect();
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").context("{{ without }}")?;
        filled.push_str(before);
        match name {
            "lookups" => filled.push_str(&lookups.join("\n    ")),
            _ => filled.push_str(assets.address(name)?),
        }
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn esbuild(workspace: &Workspace, mode: Mode) -> Command {
    let mut esbuild = command(workspace.npm_program("esbuild"), &workspace.root);
    let served = fs::read_dir(workspace.root.join("frontend/static")).into_iter().flatten().flatten();
    esbuild.args([
        "--bundle",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
        "--log-override:duplicate-object-key=silent",
        "--legal-comments=none",
    ]);
    // Addresses of the site itself, in scripts and styles, are not files to bundle.
    esbuild.args(["--external:/assets/*", "--loader:.svg=dataurl", "--loader:.graphql=text"]);
    esbuild.args(served.map(|file| format!("--external:/{}", file.file_name().to_string_lossy())));
    esbuild.arg(if mode == Mode::Small { "--minify" } else { "--sourcemap=inline" });
    esbuild
}

/// Reads esbuild's report: which entry point became which file.
fn record_outputs(report: &Path, assets: &mut Assets) -> Result<()> {
    let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(report)?)?;
    let outputs = report["outputs"].as_object().context("esbuild reported nothing")?;
    for (output, about) in outputs {
        let (Some(source), Some(file)) = (about["entryPoint"].as_str(), Path::new(output).file_name()) else { continue };
        // Styles that a script imports come out beside it, and only the script says so.
        if let Some(styles) = about["cssBundle"].as_str().and_then(|styles| Path::new(styles).file_name())
            && let Some(stem) = Path::new(source).file_stem()
        {
            assets.0.insert(format!("{}.css", stem.to_string_lossy()), format!("/assets/{}", styles.to_string_lossy()));
        }
        let source = Path::new(source);
        let (Some(stem), Some(end)) = (source.file_stem(), Path::new(output).extension()) else { bail!("esbuild made {output}") };
        let name = format!("{}.{}", stem.to_string_lossy(), end.to_string_lossy());
        assets.0.insert(name, format!("/assets/{}", file.to_string_lossy()));
    }
    Ok(())
}
