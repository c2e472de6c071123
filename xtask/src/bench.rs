//! Figures against the budgets: bytes of the first load, memory of an idle server.

use crate::app::{self, Mode};
use crate::server::{self, Server};
use crate::workspace::Workspace;
use crate::{compress, stamp};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// One kind of file of the app.
#[derive(Default)]
struct Bytes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Bytes {
    fn add(&mut self, file: &Path) -> Result<()> {
        let bytes = fs::read(file)?;
        self.raw += bytes.len();
        self.gzip += compress::gzip(&bytes)?.len();
        self.brotli += compress::brotli(&bytes)?.len();
        Ok(())
    }

    fn print(&self, name: &str) {
        let kilo = |bytes: usize| bytes as f64 / 1000.0;
        println!("{name:<22} {:>9.1} {:>9.1} {:>9.1}", kilo(self.raw), kilo(self.gzip), kilo(self.brotli));
    }
}

/// Builds what is deployed, measures, prints tables.
///
/// # Errors
/// When something cannot be built or started.
pub fn run(workspace: &Workspace) -> Result<()> {
    app::build(workspace, Mode::Small)?;
    print_first_load(&workspace.dist())?;
    print_idle_memory(workspace)
}

fn print_first_load(dist: &Path) -> Result<()> {
    println!("\n{:<22} {:>9} {:>9} {:>9}", "first load, kB", "raw", "gzip", "brotli");
    let (mut total, mut map) = (Bytes::default(), Bytes::default());
    let files = stamp::list(&[dist.join("index.html"), dist.join("assets")])?;
    for kind in ["html", "css", "js", "wasm"] {
        let mut bytes = Bytes::default();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == kind) && !is_of_map(dist, file)) {
            bytes.add(file)?;
            total.add(file)?;
        }
        bytes.print(kind);
    }
    total.print("total (budget 250 gz)");
    for file in files.iter().filter(|file| is_of_map(dist, file) && file.extension().is_some_and(|end| end != "br" && end != "gz"))
    {
        map.add(file)?;
    }
    map.print("the map, on demand");
    Ok(())
}

fn is_of_map(dist: &Path, file: &Path) -> bool {
    file.strip_prefix(dist.join("assets")).is_ok_and(|name| name.to_string_lossy().starts_with("map"))
}

fn print_idle_memory(workspace: &Workspace) -> Result<()> {
    let program = server::build(workspace, true)?;
    let data = workspace.target.join("bench/data");
    server::migrate(&program, workspace, &data)?;
    let server = Server::start(&program, workspace, &server::free_address()?, &data)?;
    let status = fs::read_to_string(format!("/proc/{}/status", server.id()))?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = resident.trim().trim_end_matches(" kB").parse().context("VmRSS")?;
    println!("\nserver, idle: {:.1} MB resident (budget 60)", kib * 1024.0 / 1e6);
    Ok(())
}
