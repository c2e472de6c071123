//! A private PostgreSQL for the tests: fresh, on a free port, gone afterwards.

use crate::process::{command, read, run};
use crate::server::free_address;
use crate::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSIONS: &str = "/usr/lib/postgresql";
/// Tests want speed; a crash of the machine may lose their data.
const SETTINGS: &str =
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c unix_socket_directories=";

/// A running cluster, stopped and removed when dropped.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    /// For `REMBUG_TEST_POSTGRES`.
    pub url: String,
}

impl Postgres {
    /// Installs PostgreSQL if the machine has none, and starts an empty cluster.
    ///
    /// # Errors
    /// When it cannot be installed or started.
    pub fn start(workspace: &Workspace) -> Result<Self> {
        let installed = || system::newest(VERSIONS, "").map(|version| version.join("bin"));
        if installed().is_none_or(|programs| !programs.join("initdb").exists()) {
            system::install(&["postgresql", "postgresql-client"])?;
        }
        let programs = installed().context("no PostgreSQL after installing it")?;
        let address = free_address()?;
        let port = address.rsplit_once(':').map_or("", |(_, port)| port);
        // In the system's folder for passing things: the user postgres must reach it.
        let folder = std::env::temp_dir().join(format!("rembug-postgres-{port}"));
        fs::create_dir_all(&folder)?;
        if system::is_root() {
            run(command("chown", &workspace.root).arg("postgres").arg(&folder))?;
        }
        let postgres = Self { programs, folder, url: format!("postgres://rembug@{address}/postgres") };
        read(postgres.program("initdb").args([
            "--username=rembug",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]))?;
        let options = format!("{SETTINGS} -c listen_addresses=127.0.0.1 -p {port}");
        run(postgres
            .program("pg_ctl")
            .args(["--silent", "--wait", "--options", &options, "--log"])
            .arg(postgres.folder.join("log"))
            .arg("start"))?;
        Ok(postgres)
    }

    /// What a query of one value answers.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn ask(&self, query: &str) -> Result<String> {
        read(self.program("psql").args(["--no-align", "--tuples-only", "--dbname", &self.url, "--command", query]))
    }

    /// A program of PostgreSQL on this cluster, as a user that it accepts: it refuses root.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut program = if system::is_root() {
            let mut runuser = command("runuser", Path::new("/"));
            runuser.args(["-u", "postgres", "--"]).arg(path);
            runuser
        } else {
            command(path, Path::new("/"))
        };
        program.env("PGDATA", self.folder.join("data"));
        program
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Nothing to be done about a failure here, and the data are worth nothing.
        let _ = read(self.program("pg_ctl").args(["--silent", "--mode=immediate", "stop"]));
        let _ = fs::remove_dir_all(&self.folder);
    }
}
