//! A Rust toolchain that compiles for wasm32: rustup's own when it can be had, else one laid out from Debian's sources.

use crate::process::{command, read, run};
use crate::step::step;
use crate::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target triple of the app.
pub const WASM: &str = "wasm32-unknown-unknown";
const LINKED: &str = "rembug-wasm";
/// What the workspace declares.
const NEEDED: &str = env!("CARGO_PKG_RUST_VERSION");
const DEBIAN_RUSTLIB: &str = "/usr/lib/rustlib";

/// A toolchain, by rustup's name for it.
pub struct Toolchain(String);

impl Toolchain {
    /// `cargo` of this toolchain, in a folder.
    pub fn cargo(&self, folder: &Path) -> Command {
        let mut cargo = command("rustup", folder);
        cargo.args(["run", &self.0, "cargo"]);
        cargo
    }

    /// Debian ships no clippy of the version of its compiler.
    pub fn has_clippy(&self) -> bool {
        self.0 != LINKED
    }
}

/// Finds a toolchain for wasm32 or makes one.
///
/// # Errors
/// When rustup cannot download the target and Debian's packages cannot stand in.
pub fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    let installed = read(command("rustup", &workspace.root).args(["toolchain", "list"]))?;
    let mut names: Vec<&str> = installed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    // The one that the workspace builds with comes first: one compiler for both halves where possible.
    names.sort_by_key(|name| !installed.lines().any(|line| line.starts_with(name) && line.contains("(active")));
    if let Some(name) = names.iter().find(|name| compiles_wasm(workspace, name)) {
        return Ok(Toolchain((*name).to_owned()));
    }
    if step(&format!("rustup target add {WASM}"), || download(workspace)).is_ok() {
        return ensure(workspace);
    }
    println!("  rustup cannot download it; building the standard library from Debian's sources instead");
    step(&format!("toolchain {LINKED}"), || lay_out(workspace))?;
    Ok(Toolchain(LINKED.to_owned()))
}

/// Debian names the triple of its own compiler so.
fn host_triple() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

fn compiles_wasm(workspace: &Workspace, toolchain: &str) -> bool {
    let sysroot = read(command("rustup", &workspace.root).args(["run", toolchain, "rustc", "--print", "sysroot"]));
    sysroot.is_ok_and(|folder| standard_library(Path::new(folder.trim())).is_some())
}

/// The compiled standard library for wasm32 in a sysroot, if it is there.
fn standard_library(sysroot: &Path) -> Option<PathBuf> {
    let folder = sysroot.join("lib/rustlib").join(WASM).join("lib");
    let mut files = fs::read_dir(folder).ok()?.flatten();
    files.find(|file| file.file_name().to_string_lossy().starts_with("libstd-")).map(|file| file.path())
}

fn download(workspace: &Workspace) -> Result<()> {
    // Behind a closed firewall rustup would try for minutes.
    run(command("timeout", &workspace.root).args(["120", "rustup", "target", "add", WASM]).env("RUSTUP_MAX_RETRIES", "1"))
}

fn lay_out(workspace: &Workspace) -> Result<()> {
    let linker = debian_packages()?;
    let folder = workspace.cache.join("toolchain");
    let built = build_standard_library(&workspace.cache.join("toolchain-build"))?;

    let host = folder.join("lib/rustlib").join(host_triple());
    let wasm = folder.join("lib/rustlib").join(WASM).join("lib");
    for each in [host.join("bin"), wasm.clone(), folder.join("bin")] {
        fs::create_dir_all(each)?;
    }
    link(&Path::new(DEBIAN_RUSTLIB).join(host_triple()).join("lib"), &host.join("lib"))?;
    link(&linker, &host.join("bin/rust-lld"))?;
    for library in fs::read_dir(built)?.flatten().map(|entry| entry.path()) {
        if let (Some("rlib"), Some(name)) = (library.extension().and_then(|end| end.to_str()), library.file_name()) {
            fs::copy(&library, wasm.join(name))?;
        }
    }
    let rustc = folder.join("bin/rustc");
    fs::write(&rustc, format!("#!/bin/sh\nexec /usr/bin/rustc --sysroot '{}' \"$@\"\n", folder.display()))?;
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755))?;
    link(Path::new("/usr/bin/cargo"), &folder.join("bin/cargo"))?;
    run(command("rustup", &workspace.root).args(["toolchain", "link", LINKED]).arg(&folder))
}

/// Debian's newest Rust for the web, its sources and LLVM's linker, which is returned.
fn debian_packages() -> Result<PathBuf> {
    let linker = || system::newest("/usr/bin", "lld-").and_then(|program| fs::canonicalize(program).ok());
    let sources = Path::new(DEBIAN_RUSTLIB).join("src/rust/library/std");
    if linker().is_none() || !sources.exists() || !Path::new("/usr/bin/cargo").exists() {
        let lld = system::newest_package("lld-")?;
        system::install(&["rustc-web", "cargo-web", "rust-web-src", &lld])?;
    }
    let version = read(command("/usr/bin/rustc", Path::new("/")).arg("--version"))?;
    if !is_at_least(&version, NEEDED) {
        bail!(
            "Debian's {} is older than the {NEEDED} that the app needs: update Debian's packages (rustc-web comes with its \
             security updates), or let rustup reach its server and run `rustup target add {WASM}`",
            version.trim()
        );
    }
    linker().context("no lld after installing it")
}

/// Compares `rustc --version` with a version such as `1.95`.
fn is_at_least(version: &str, needed: &str) -> bool {
    let numbers = |text: &str| text.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>();
    let found = version.split_whitespace().nth(1).and_then(numbers);
    found.is_some() && found >= numbers(needed)
}

/// Compiles `std` for wasm32 in a throw-away crate; returns the folder of its libraries.
fn build_standard_library(folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    fs::write(folder.join("Cargo.toml"), "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n")?;
    let path = format!("/usr/bin:{}", std::env::var("PATH").unwrap_or_default());
    run(command("/usr/bin/cargo", folder)
        .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", WASM, "--target-dir", "target"])
        .env("PATH", path)
        .env("RUSTC", "/usr/bin/rustc")
        // Debian's compiler is a stable one; building the standard library is what this key is for.
        .env("RUSTC_BOOTSTRAP", "1")
        // Link-time optimisation of the app needs the bitcode.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env_remove("CARGO_TARGET_DIR"))?;
    let libraries = folder.join("target").join(WASM).join("release/deps");
    if !libraries.is_dir() {
        bail!("no libraries in {}", libraries.display());
    }
    Ok(libraries)
}

fn link(from: &Path, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        fs::remove_file(to)?;
    }
    symlink(from, to).with_context(|| format!("cannot link {}", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compiler_is_new_enough_by_its_numbers_and_not_by_its_letters() {
        for (version, holds) in [
            ("rustc 1.85.0 (4d91de4e4 2025-02-17) (built from a source tarball)\n", false),
            ("rustc 1.95.0 (59807616e 2026-03-21)", true),
            ("rustc 1.100.1", true),
            ("rustc 2.0.0", true),
            ("command not found", false),
        ] {
            assert_eq!(is_at_least(version, "1.95"), holds, "{version}");
        }
    }
}
