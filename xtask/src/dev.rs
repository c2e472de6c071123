//! Rebuild and restart while you write.

use crate::app::{self, Mode};
use crate::server::{self, Server};
use crate::stamp::fingerprint;
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::PathBuf;
use std::time::Duration;

/// Looking at a thousand files takes milliseconds; no watcher library is worth its build.
const LOOK_AGAIN: Duration = Duration::from_millis(400);

/// Serves ./data and follows the sources until interrupted.
///
/// # Errors
/// When the sources cannot be read. A source that does not compile is reported; the next change tries again.
pub fn watch(workspace: &Workspace) -> Result<()> {
    let paths = |names: &[&str]| -> Vec<PathBuf> { names.iter().map(|name| workspace.root.join(name)).collect() };
    let app_sources = paths(&["shared", "frontend", "backend/schema.graphql", "Cargo.lock", "package-lock.json"]);
    let server_sources = paths(&["shared", "backend", "Cargo.lock"]);
    let (mut app_seen, mut server_seen) = (String::new(), String::new());
    let mut running: Option<Server> = None;
    loop {
        let app_now = fingerprint(&app_sources, "")?;
        if app_now != app_seen {
            app_seen = app_now;
            report(app::build(workspace, Mode::Dev));
        }
        let server_now = fingerprint(&server_sources, "")?;
        if server_now != server_seen {
            server_seen = server_now;
            // The old one serves on while the new one is built.
            if let Some(program) = report(server::build(workspace, false)) {
                drop(running.take());
                running = report(server::serve(&program, workspace));
            }
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

fn report<T>(result: Result<T>) -> Option<T> {
    result.inspect_err(|error| eprintln!("✘ {error:#}")).ok()
}
