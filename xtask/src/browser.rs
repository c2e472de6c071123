//! The tests in a browser: Playwright, the system's Chromium, a server of their own with the demo.

use crate::app::{self, Mode};
use crate::process::{command, exists};
use crate::server::{self, Server};
use crate::system;
use crate::tally::Counts;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Builds app and server, then runs tests/e2e against them.
///
/// # Errors
/// When something cannot be built or started; failing tests are counted instead.
pub fn test(workspace: &Workspace) -> Result<Counts> {
    app::build(workspace, Mode::Small)?;
    let program = server::build(workspace, false)?;
    let chromium = find_chromium()?;
    let folder = workspace.target.join("e2e");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let data = folder.join("data");
    server::migrate(&program, workspace, &data, None)?;
    server::load_demo(&program, workspace, &data)?;
    let server = Server::start(&program, workspace, &server::free_address()?, &data, None)?;
    let report = folder.join("report.json");
    let status = command(workspace.npm_program("playwright"), &workspace.root)
        .args(["test", "--config", "tests/e2e", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("REMBUG_E2E_URL", &server.url)
        .env("REMBUG_E2E_CHROMIUM", chromium)
        .env("REMBUG_E2E_OUTPUT", folder.join("output"))
        .status()?;
    let counts = read_report(&report)?;
    if !status.success() && counts.failed == 0 {
        bail!("playwright ended with {status}");
    }
    Ok(counts)
}

fn find_chromium() -> Result<PathBuf> {
    let find = || {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).flat_map(|folder| CHROMIUM.map(|name| folder.join(name))).find(|path| path.exists())
    };
    if !CHROMIUM.iter().any(|name| exists(name)) {
        // The fonts: without them Javanese and emoji are boxes.
        system::install(&["chromium", "fonts-noto-core"])?;
    }
    find().context("no Chromium after installing it")
}

/// A flaky test failed once: it counts as failed. A skipped one never ran: so does it.
fn read_report(report: &Path) -> Result<Counts> {
    let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(report).context("playwright left no report")?)?;
    let count = |name: &str| report["stats"][name].as_u64().with_context(|| format!("playwright did not count {name}"));
    Ok(Counts { passed: count("expected")?, failed: count("unexpected")? + count("flaky")? + count("skipped")? })
}
