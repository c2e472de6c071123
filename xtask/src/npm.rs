//! What npm installs: the map, the bundler, the browser tests.

use crate::process::{command, exists, run};
use crate::stamp;
use crate::step::step;
use crate::system;
use crate::workspace::Workspace;
use anyhow::Result;

/// Installs exactly what package-lock.json says.
///
/// # Errors
/// When Node is missing and cannot be installed, or npm fails.
pub fn install(workspace: &Workspace) -> Result<()> {
    let inputs = ["package.json", "package-lock.json"].map(|name| workspace.root.join(name));
    stamp::unless_fresh(&workspace.root.join("node_modules/.rembug"), &inputs, "ci", || {
        if !exists("npm") {
            system::install(&["nodejs", "npm"])?;
        }
        step("npm ci", || {
            run(command("npm", &workspace.root)
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                // The tests drive the system's Chromium.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
        })
    })
}
