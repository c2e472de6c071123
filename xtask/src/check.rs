//! The gates: format, lints, types, promises of the schema, dependencies, spelling.

use crate::clients;
use crate::npm;
use crate::process::{command, exists, run as run_command};
use crate::step::step;
use crate::tally::Tally;
use crate::toolchain::{self, WASM};
use crate::workspace::Workspace;
use anyhow::Result;
use std::fs;
use std::path::PathBuf;

/// All gates; prints the tally.
///
/// # Errors
/// When a gate fails.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mut tally = Tally::default();
    add_gates(workspace, &mut tally);
    tally.finish()
}

/// Runs every gate into a tally.
pub fn add_gates(workspace: &Workspace, tally: &mut Tally) {
    tally.gate("format", || run_command(command("cargo", &workspace.root).args(["fmt", "--all", "--check"])));
    tally.gate("lints", || lint(workspace));
    tally.gate("lints of the app", || lint_app(workspace));
    tally.gate("types of the islands", || check_types(workspace));
    tally.gate("promises of the schema", || clients::keep_promises(workspace, false));
    tally.gate("dependencies", || check_dependencies(workspace));
    // Worth having where people write, not worth five minutes of building it on every fresh machine.
    if exists("typos") {
        tally.gate("spelling", || run_command(&mut command("typos", &workspace.root)));
    }
}

fn lint(workspace: &Workspace) -> Result<()> {
    fs::create_dir_all(workspace.dist())?;
    run_command(command("cargo", &workspace.root).args([
        "clippy",
        "--quiet",
        "--workspace",
        "--exclude",
        "frontend",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))
}

/// The app is linted for the target it runs on where the toolchain has clippy; otherwise for this machine.
fn lint_app(workspace: &Workspace) -> Result<()> {
    let toolchain = toolchain::ensure(workspace)?;
    let arguments = ["clippy", "--quiet", "--package", "frontend", "--target-dir"];
    let mut clippy = if toolchain.has_clippy() {
        let mut clippy = toolchain.cargo(&workspace.root);
        clippy.args(arguments).arg(workspace.wasm_target()).args(["--target", WASM]);
        clippy
    } else {
        let mut clippy = command("cargo", &workspace.root);
        clippy.args(arguments).arg(&workspace.target);
        clippy
    };
    run_command(clippy.args(["--", "--deny", "warnings"]))
}

/// One project for the islands, one for the service worker: they run in different worlds.
fn check_types(workspace: &Workspace) -> Result<()> {
    npm::install(workspace)?;
    for project in ["tsconfig.json", "tsconfig.sw.json"] {
        let project = workspace.root.join("frontend/js").join(project);
        run_command(command(workspace.npm_program("tsc"), &workspace.root).arg("--noEmit").arg("--project").arg(project))?;
    }
    Ok(())
}

/// Licences, sources and bans of deny.toml. Advisories need a database from the network, so they are not a gate.
fn check_dependencies(workspace: &Workspace) -> Result<()> {
    let program = cargo_deny(workspace)?;
    run_command(command(program, &workspace.root).args([
        "--all-features",
        "check",
        "--hide-inclusion-graph",
        "bans",
        "licenses",
        "sources",
    ]))
}

/// From PATH, else from the cache, where it is installed once.
fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    if exists("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let folder = workspace.cache.join("tools");
    let path = folder.join("bin/cargo-deny");
    if !path.exists() {
        step("cargo install cargo-deny (once, some minutes)", || {
            run_command(
                command("cargo", &workspace.root).args(["install", "--quiet", "--locked", "cargo-deny", "--root"]).arg(&folder),
            )
        })?;
    }
    Ok(path)
}
