//! Figures against the budgets: bytes of the first load, memory of an idle server, a list under load, plans that many type into,
//! sample data by the million, queries that are meant to hurt, the API beside another.

mod api;
mod demo;
mod hostile;
mod lists;
mod load;
mod opendata;
mod plans;
mod questions;
mod size;
mod table;

use crate::app::{self, Mode};
use crate::postgres::Postgres;
use crate::process::{command, read};
use crate::server::{self, Server};
use crate::step::step;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::fs;
use std::path::Path;

/// Proposals in the lists.
const SCALE: &str = "10000";
/// Proposals of a whole regency.
const MANY: u32 = 1_000_000;
/// Between which the growth is shown.
const SCALES: [u32; 2] = [100_000, MANY];

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Bytes of the first load
    Size,
    /// A list under load, and the server's memory
    Lists,
    /// Plans that many people type into, beside Hocuspocus
    Plans,
    /// A million sample proposals: loading them, the lists over them, and what officials ask of them
    Demo,
    /// The same million as files to take away: seconds, bytes, and the server's memory
    OpenData,
    /// Queries that are meant to hurt, held to their budgets: how soon each is refused, and what it leaves in memory
    Hostile,
    /// A list, a list of lists and sums, beside PostGraphile on the same database
    Api,
}

/// Builds what is deployed, measures these parts or all of them, prints tables.
///
/// # Errors
/// When something cannot be built or started.
pub fn run(workspace: &Workspace, only: &[Part]) -> Result<()> {
    let wants = |part| only.is_empty() || only.contains(&part);
    if wants(Part::Size) {
        app::build(workspace, Mode::Small)?;
        size::print_first_load(&workspace.dist())?;
    }
    if only == [Part::Size] {
        return Ok(());
    }
    let program = server::build(workspace, true)?;
    println!("\nmachine: {}", machine()?);
    if wants(Part::Lists) {
        measure_lists(workspace, &program)?;
    }
    if wants(Part::Plans) {
        plans::measure(workspace, &program)?;
    }
    if wants(Part::Hostile) {
        hostile::measure(workspace)?;
    }
    if wants(Part::Demo) || wants(Part::OpenData) {
        demo::measure(workspace, &program, MANY, wants(Part::Demo), wants(Part::OpenData))?;
    }
    if wants(Part::Api) {
        api::measure(workspace, &program, &SCALES)?;
    }
    Ok(())
}

fn measure_lists(workspace: &Workspace, program: &Path) -> Result<()> {
    let folder = workspace.target.join("bench");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    lists::print_head();
    on_database(workspace, program, "SQLite", &folder.join("sqlite"), None)?;
    let postgres = Postgres::start(workspace)?;
    on_database(workspace, program, "PostgreSQL", &folder.join("postgres"), Some(&postgres.url))
}

fn on_database(workspace: &Workspace, program: &Path, name: &str, data: &Path, url: Option<&str>) -> Result<()> {
    server::migrate(program, workspace, data, url)?;
    let address = server::free_address()?;
    step(&format!("load {SCALE} sample proposals into {name}"), || {
        read(server::command_of(program, workspace, &address, data, url).args(["demo", "--scale", SCALE])).map(drop)
    })?;
    let server = Server::start_for_load(program, workspace, &address, data, url)?;
    let idle = resident(server.id())?;
    lists::measure(workspace, name, &address)?;
    println!("{name}: {idle:.1} MB resident before the load (budget 60), {:.1} MB after", resident(server.id())?);
    Ok(())
}

/// Megabytes of memory that a process holds.
fn resident(process: u32) -> Result<f64> {
    memory(process, "VmRSS:")
}

/// Megabytes of memory that a process held at most so far.
fn most_resident(process: u32) -> Result<f64> {
    memory(process, "VmHWM:")
}

fn memory(process: u32, line: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let found = status.lines().find_map(|each| each.strip_prefix(line)).with_context(|| format!("no {line}"))?;
    let kib: f64 = found.trim().trim_end_matches(" kB").parse().context("memory")?;
    Ok(kib * 1024.0 / 1e6)
}

fn machine() -> Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = processors.lines().filter(|line| line.starts_with("processor")).count();
    let kernel = read(command("uname", Path::new("/")).arg("-sr"))?;
    Ok(format!("{cores} cores,{} ({})", model.trim_start_matches(['\t', ' ', ':']).trim_end(), kernel.trim()))
}
