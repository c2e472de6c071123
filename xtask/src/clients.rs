//! The tests with the clients that others use: graphql-js, graphql-ws and gql against a server with the sample data.

use crate::npm;
use crate::process::{command, run};
use crate::server::{self, Server};
use crate::stamp;
use crate::step::step;
use crate::system;
use crate::tally::Counts;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

/// Builds the server, gets the clients, and runs tests/clients.
///
/// # Errors
/// When something cannot be built, installed or started; failing tests are counted instead.
pub fn test(workspace: &Workspace) -> Result<Counts> {
    npm::install(workspace)?;
    let python = python(workspace)?;
    let program = server::build(workspace, false)?;
    let data = workspace.target.join("clients/data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    server::migrate(&program, workspace, &data, None)?;
    server::load_demo(&program, workspace, &data)?;
    let server = Server::start(&program, workspace, &server::free_address()?, &data, None)?;
    let mut files: Vec<PathBuf> = fs::read_dir(workspace.root.join("tests/clients"))?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    let mut node = command("node", &workspace.root);
    let output = node
        .args(["--test", "--test-reporter=tap"])
        .args(files)
        .env("REMBUG_URL", &server.url)
        .env("REMBUG_PROGRAM", &program)
        .env("REMBUG_PYTHON", python)
        .output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    print!("{report}");
    let counts = read_report(&report)?;
    if !output.status.success() && counts.failed == 0 {
        bail!("node ended with {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(counts)
}

/// Refuses a schema that breaks what was released; on a release it becomes the new promise.
///
/// # Errors
/// When it breaks something.
pub fn keep_promises(workspace: &Workspace, release: bool) -> Result<()> {
    npm::install(workspace)?;
    run(command("node", &workspace.root).arg("tests/clients/gate.mjs").args(release.then_some("--release")))
}

/// A Python of its own with exactly what requirements.txt lists.
fn python(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("clients/python");
    let wanted = workspace.root.join("tests/clients/requirements.txt");
    stamp::unless_fresh(&folder.join(".installed"), std::slice::from_ref(&wanted), "venv", || {
        step("install the Python clients", || {
            let make = || run(command("python3", &workspace.root).args(["-m", "venv", "--clear"]).arg(&folder));
            make().or_else(|_| {
                system::install(&["python3", "python3-venv"])?;
                make()
            })?;
            run(command(folder.join("bin/pip"), &workspace.root).args(["install", "--quiet", "--requirement"]).arg(&wanted))
        })
    })?;
    Ok(folder.join("bin/python"))
}

/// Reads the closing lines of node's report. A test that was left out did not hold.
fn read_report(report: &str) -> Result<Counts> {
    let count = |name: &str| -> Result<u64> {
        let line = report.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} ")));
        line.and_then(|number| number.trim().parse().ok()).with_context(|| format!("node did not count {name}"))
    };
    Ok(Counts { passed: count("pass")?, failed: count("fail")? + count("cancelled")? + count("skipped")? + count("todo")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_did_not_hold() {
        let report = "ok 1 - a\n# tests 6\n# suites 0\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 2\n# todo 0\n# duration_ms 5\n";
        assert_eq!(read_report(report).unwrap(), Counts { passed: 3, failed: 3 });
        assert!(read_report("nothing").is_err());
    }
}
