//! The sample data of a whole regency: how long loading takes, with how much memory, and how large it is; then the lists over
//! it, the questions of officials, and all of it as files.

use super::{lists, most_resident, opendata, questions, resident};
use crate::postgres::Postgres;
use crate::server::{self, Server};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Loads `count` proposals into both databases, and there asks the lists, or takes all as files, or both. One database after the
/// other: PostgreSQL goes on tidying up behind a load, for which SQLite would wait.
///
/// # Errors
/// When something cannot be started, or a load fails.
pub fn measure(workspace: &Workspace, program: &Path, count: u32, asks_lists: bool, takes_files: bool) -> Result<()> {
    let folder = workspace.target.join("bench");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let wanted = Wanted { count, asks_lists, takes_files };
    let data = folder.join("sqlite");
    on_database(workspace, program, "SQLite", &data, None, wanted, || Ok(fs::metadata(data.join("rembug.db"))?.len()))?;
    fs::remove_dir_all(&data)?;
    let postgres = Postgres::start(workspace)?;
    let bytes = || Ok(postgres.ask("SELECT pg_database_size(current_database())")?.trim().parse()?);
    on_database(workspace, program, "PostgreSQL", &folder.join("postgres"), Some(&postgres.url), wanted, bytes)
}

/// How much is loaded, and what is measured with it.
#[derive(Clone, Copy)]
struct Wanted {
    count: u32,
    asks_lists: bool,
    takes_files: bool,
}

fn on_database(
    workspace: &Workspace,
    program: &Path,
    name: &str,
    data: &Path,
    url: Option<&str>,
    Wanted { count, asks_lists, takes_files }: Wanted,
    bytes: impl Fn() -> Result<u64>,
) -> Result<()> {
    server::migrate(program, workspace, data, url)?;
    let (seconds, peak) = load(program, workspace, data, url, count)?;
    println!("\nrembug demo --scale {count} (budget for a million: 300 s)");
    println!("{:<12} {:>10} {:>9} {:>9} {:>9} {:>9}", "database", "proposals", "seconds", "per s", "peak MB", "GB");
    let (each_second, gigabytes) = (f64::from(count) / seconds, bytes()? as f64 / 1e9);
    println!("{name:<12} {count:>10} {seconds:>9.0} {each_second:>9.0} {peak:>9.0} {gigabytes:>9.2}");
    let address = server::free_address()?;
    let start = Instant::now();
    let server = Server::start_for_load(program, workspace, &address, data, url)?;
    let ready = start.elapsed().as_secs_f64();
    if asks_lists {
        lists::print_head();
        lists::measure(workspace, name, &address)?;
        questions::measure(workspace, name, &address)?;
        println!("{name}: ready after {ready:.1} s, {:.1} MB resident after lists and questions", resident(server.id())?);
    }
    if takes_files {
        opendata::measure(name, &address, server.id(), count)?;
    }
    Ok(())
}

/// Loads sample data; seconds, and the most memory in megabytes.
///
/// # Errors
/// When the program cannot be started, or refuses.
pub fn load(program: &Path, workspace: &Workspace, data: &Path, url: Option<&str>, count: u32) -> Result<(f64, f64)> {
    let address = server::free_address()?;
    let mut command = server::command_of(program, workspace, &address, data, url);
    let start = Instant::now();
    let mut child =
        command.args(["demo", "--scale", &count.to_string()]).stdout(Stdio::null()).spawn().context("cannot start rembug")?;
    let mut peak = 0.0f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(most_resident(child.id()).unwrap_or_default());
        std::thread::sleep(LOOK_AGAIN);
    };
    if !status.success() {
        bail!("rembug demo ended with {status}");
    }
    Ok((start.elapsed().as_secs_f64(), peak))
}
