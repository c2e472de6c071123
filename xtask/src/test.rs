//! Every test: the domain, the API on both databases, other people's clients, the browser.

use crate::browser;
use crate::check;
use crate::clients;
use crate::postgres::Postgres;
use crate::process::{command, exists};
use crate::tally::{Counts, Tally};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// One part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The gates
    Check,
    /// The domain
    Shared,
    /// The server and its API, on SQLite and PostgreSQL
    Api,
    /// The clients that others use
    Clients,
    /// The app in Chromium
    Browser,
}

/// Runs a part, or all of them, and prints the tally.
///
/// # Errors
/// When anything failed.
pub fn run(workspace: &Workspace, only: Option<Part>) -> Result<()> {
    let mut tally = Tally::default();
    let wanted = |part| only.is_none_or(|only| only == part);
    fs::create_dir_all(workspace.dist())?;
    if wanted(Part::Check) {
        check::add_gates(workspace, &mut tally);
    }
    match only {
        None => tally.suite("domain, server, app, API", || with_postgres(workspace, &["--workspace"])),
        Some(Part::Api) => tally.suite("server, API", || with_postgres(workspace, &["--package", "backend", "--package", "tests"])),
        Some(Part::Shared) => tally.suite("domain", || cargo_test(workspace, &["--package", "shared"], None)),
        Some(Part::Check | Part::Clients | Part::Browser) => {}
    }
    if wanted(Part::Clients) {
        tally.suite("clients", || clients::test(workspace));
    }
    if wanted(Part::Browser) {
        tally.suite("browser", || browser::test(workspace));
    }
    tally.finish()
}

fn with_postgres(workspace: &Workspace, packages: &[&str]) -> Result<Counts> {
    let postgres = Postgres::start(workspace)?;
    cargo_test(workspace, packages, Some(&postgres))
}

fn cargo_test(workspace: &Workspace, packages: &[&str], postgres: Option<&Postgres>) -> Result<Counts> {
    let mut cargo = command("cargo", &workspace.root);
    if exists("cargo-nextest") {
        cargo.args(["nextest", "run", "--no-fail-fast", "--color=never"]);
    } else {
        cargo.args(["test", "--no-fail-fast", "--color=never"]);
    }
    if let Some(postgres) = postgres {
        cargo.env("REMBUG_TEST_POSTGRES", &postgres.url);
    }
    // Both streams in one pipe, echoed as they come, so that the counts can be read from them.
    let (reader, writer) = std::io::pipe()?;
    let mut child = cargo.args(packages).stdout(writer.try_clone()?).stderr(writer).stdin(Stdio::null()).spawn()?;
    // The command holds the pipe's other end: without dropping it the reader would never see the end.
    drop(cargo);
    let mut counts = Counts::default();
    for line in BufReader::new(reader).lines() {
        let line = line.context("output of the tests")?;
        println!("{line}");
        if let Some(more) = read_summary(&line) {
            counts.passed += more.passed;
            counts.failed += more.failed;
        }
    }
    let status = child.wait()?;
    if !status.success() && counts.failed == 0 {
        bail!("the tests ended with {status}");
    }
    Ok(counts)
}

/// Reads the closing line of `cargo test` (`test result: ok. 5 passed; 0 failed; 0 ignored`) or of nextest
/// (`Summary [0.1s] 5 tests run: 5 passed, 0 skipped`). A test that was left out did not hold.
fn read_summary(line: &str) -> Option<Counts> {
    // Indented, the first of the two is what nextest repeats of a single test.
    if !line.starts_with("test result: ") && !line.trim_start().starts_with("Summary [") {
        return None;
    }
    let words: Vec<&str> = line.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
    let count = |name: &str| -> u64 {
        words.windows(2).filter(|pair| pair[1] == name).filter_map(|pair| pair[0].parse::<u64>().ok()).sum()
    };
    Some(Counts { passed: count("passed"), failed: count("failed") + count("ignored") + count("skipped") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_lines_of_both_test_runners_are_counted() {
        let cases = [
            ("test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s", 5, 0),
            ("test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out", 5, 3),
            ("     Summary [   0.123s] 7 tests run: 6 passed (1 slow), 1 failed, 0 skipped", 6, 1),
        ];
        for (line, passed, failed) in cases {
            assert_eq!(read_summary(line), Some(Counts { passed, failed }), "{line}");
        }
        assert_eq!(read_summary("test proposal::is_scored ... ok"), None);
        assert_eq!(read_summary("    test result: FAILED. 0 passed; 1 failed; 0 ignored"), None);
    }
}
