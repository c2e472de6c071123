//! The app for the browser: Rust to wasm, TypeScript islands, styles and page into frontend/dist.

use crate::bundle::{self, Assets};
use crate::process::run;
use crate::stamp;
use crate::step::step;
use crate::toolchain::{self, Toolchain, WASM};
use crate::workspace::Workspace;
use crate::{compress, npm, precache, process, split};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// What the app consists of, and what builds it.
const SOURCES: [&str; 9] = [
    "frontend",
    "shared",
    "backend/schema.graphql",
    "docs/examples",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    ".cargo/config.toml",
    "xtask/src",
];

/// What Rust's wasm uses beyond the first version of the format; every browser has had it since 2023.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What to spare: the developer's time or the visitor's bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Quick to build, with names for debugging.
    Dev,
    /// As small as it gets.
    Small,
}

impl Mode {
    fn profile(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Small => "app",
        }
    }

    /// The folder that Cargo uses for the profile.
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Small => "app",
        }
    }
}

/// Builds what has changed and replaces frontend/dist in one move.
///
/// # Errors
/// When a tool cannot be had or a source does not compile.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<()> {
    npm::install(workspace)?;
    let sources = SOURCES.map(|name| workspace.root.join(name));
    stamp::unless_fresh(&workspace.dist().join(".stamp"), &sources, mode.profile(), || {
        let toolchain = toolchain::ensure(workspace)?;
        let compiled = step("compile the app to wasm", || compile(workspace, &toolchain, mode))?;
        let glue = workspace.wasm_target().join("bindgen").join(mode.folder());
        bind(&compiled, &glue, mode)?;
        let built = match mode {
            Mode::Dev => glue.clone(),
            Mode::Small => shrink(workspace, &glue)?,
        };
        step("bundle the app", || assemble(workspace, &glue, &built, mode))
    })
}

fn compile(workspace: &Workspace, toolchain: &Toolchain, mode: Mode) -> Result<PathBuf> {
    let target = workspace.wasm_target();
    run(toolchain
        .cargo(&workspace.root)
        .args(["rustc", "--quiet", "--locked", "--package", "frontend", "--target", WASM, "--profile", mode.profile()])
        .arg("--target-dir")
        .arg(&target)
        // What refers to what, for the splitting.
        .args(["--", "-Clink-arg=--emit-relocs"]))?;
    Ok(target.join(WASM).join(mode.folder()).join("frontend.wasm"))
}

/// Writes the wasm, its parts and its JavaScript glue, as the locked version of wasm-bindgen means it.
fn bind(compiled: &Path, glue: &Path, mode: Mode) -> Result<()> {
    stamp::unless_fresh(&glue.join(".bound"), &[compiled.to_path_buf()], mode.profile(), || {
        let start = step("split the app into parts", || split::split(compiled, glue))?;
        step("wasm-bindgen", || {
            Bindgen::new()
                .input_path(start)
                // The parts are linked to them.
                .keep_lld_exports(true)
                .web(true)?
                .typescript(false)
                .omit_default_module_path(true)
                .debug(mode == Mode::Dev)
                .keep_debug(mode == Mode::Dev)
                .remove_name_section(mode == Mode::Small)
                .remove_producers_section(true)
                .generate(glue)
        })
    })
}

/// Writes the small twins of all wasm files into a folder of their own, which is returned.
fn shrink(workspace: &Workspace, glue: &Path) -> Result<PathBuf> {
    let small = glue.join("small");
    let files = split::files(glue)?;
    stamp::unless_fresh(&small.join(".shrunk"), &files, "-Oz", || {
        step("wasm-opt -Oz", || {
            fs::create_dir_all(&small)?;
            files.iter().try_for_each(|file| {
                run(process::command(workspace.npm_program("wasm-opt"), &workspace.root)
                    .args(["--quiet", "-Oz"])
                    .args(WASM_FEATURES)
                    .arg(file)
                    .arg("-o")
                    .arg(small.join(file.file_name().unwrap_or_default())))
            })
        })
    })?;
    Ok(small)
}

/// Puts the finished files together beside the old ones, then swaps.
fn assemble(workspace: &Workspace, glue: &Path, built: &Path, mode: Mode) -> Result<()> {
    let dist = workspace.dist();
    let new = dist.with_extension("new");
    if new.exists() {
        fs::remove_dir_all(&new)?;
    }
    fs::create_dir_all(new.join("assets"))?;
    copy_folder(&workspace.root.join("frontend/static"), &new)?;
    let mut assets = Assets::default();
    for file in split::files(built)? {
        bundle::copy_hashed(&file, &split::asset_name(&file), &new, &mut assets)?;
    }
    bundle::copy_map(workspace, &new, &mut assets)?;
    bundle::bundle(workspace, glue, &new, mode, &mut assets)?;
    for page in ["index.html", "explorer.html"] {
        let text = fs::read_to_string(workspace.root.join("frontend").join(page)).context(page)?;
        fs::write(new.join(page), bundle::fill(&text, &assets).context(page)?)?;
    }
    let release = precache::write(&new)?;
    bundle::service_worker(workspace, &new, mode, &release)?;
    if mode == Mode::Small {
        compress::folder(&new, &dist)?;
    }
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    fs::rename(&new, &dist).context("cannot put the new frontend/dist in place")
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in stamp::list(&[from.to_path_buf()])? {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, copy)?;
    }
    Ok(())
}
