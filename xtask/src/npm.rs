//! What npm installs: the map, the bundler, the browser tests, and what plans are measured against.

use crate::process::{command, exists, run};
use crate::stamp;
use crate::step::step;
use crate::system;
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::Path;

/// Installs what the app, its bundler and its browser tests need.
///
/// # Errors
/// When Node is missing and cannot be installed, or npm fails.
pub fn install(workspace: &Workspace) -> Result<()> {
    install_in(workspace, &workspace.root)
}

/// Installs exactly what the folder's package-lock.json says.
///
/// # Errors
/// When Node is missing and cannot be installed, or npm fails.
pub fn install_in(workspace: &Workspace, folder: &Path) -> Result<()> {
    let inputs = ["package.json", "package-lock.json"].map(|name| folder.join(name));
    stamp::unless_fresh(&folder.join("node_modules/.rembug"), &inputs, "ci", || {
        if !exists("npm") {
            system::install(&["nodejs", "npm"])?;
        }
        let place = folder.strip_prefix(&workspace.root).unwrap_or(folder).display();
        step(&format!("npm ci {place}"), || {
            run(command("npm", folder)
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                // The tests drive the system's Chromium.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
        })
    })
}
