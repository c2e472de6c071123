//! The server: build it, start it, wait until it answers.

use crate::app::{self, Mode};
use crate::process::{command, read, run as run_command};
use crate::step::step;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// Where `run` and `dev` serve unless `REMBUG_LISTEN` says otherwise.
const ADDRESS: &str = "127.0.0.1:8080";
const START_LIMIT: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A running server, ended when dropped.
pub struct Server {
    child: Child,
    /// `http://HOST:PORT`
    pub url: String,
}

impl Server {
    /// Starts on an address with its data in a folder, and waits until it is ready.
    ///
    /// # Errors
    /// When it stops or stays silent.
    pub fn start(program: &Path, workspace: &Workspace, address: &str, data: &Path, database: Option<&str>) -> Result<Self> {
        let mut command = command_of(program, workspace, address, data, database);
        // A system that is told by a webhook in a test is on this machine.
        command.env("REMBUG_WEBHOOK_PRIVATE", "true");
        Self::launch(command, address)
    }

    /// As [`Server::start`], for measuring: all the load comes from one address, whose purse would soon be empty.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_for_load(
        program: &Path,
        workspace: &Workspace,
        address: &str,
        data: &Path,
        database: Option<&str>,
    ) -> Result<Self> {
        let mut command = command_of(program, workspace, address, data, database);
        command.env("REMBUG_BUDGET_TIMES", "1000");
        Self::launch(command, address)
    }

    fn launch(mut command: Command, address: &str) -> Result<Self> {
        let child = command.arg("serve").spawn().context("cannot start rembug")?;
        let mut server = Self { child, url: format!("http://{address}") };
        server.wait_until_ready(address)?;
        Ok(server)
    }

    /// The server's process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn wait_until_ready(&mut self, address: &str) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Some(status) = self.child.try_wait()? {
                bail!("rembug serve ended with {status}");
            }
            if answers(address, "/readyz") {
                return Ok(());
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        bail!("rembug serve did not become ready in {} s", START_LIMIT.as_secs())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Builds the binary and returns its path.
///
/// # Errors
/// When it does not compile.
pub fn build(workspace: &Workspace, release: bool) -> Result<PathBuf> {
    fs::create_dir_all(workspace.dist())?;
    let (flags, folder): (&[&str], _) = if release { (&["--release"], "release") } else { (&[], "debug") };
    step("build the server", || {
        run_command(
            command("cargo", &workspace.root).args(["build", "--quiet", "--package", "backend", "--bin", "rembug"]).args(flags),
        )
    })?;
    Ok(workspace.target.join(folder).join("rembug"))
}

/// Brings the data folder up to date, with the areas loaded.
///
/// # Errors
/// When the database cannot be written.
pub fn migrate(program: &Path, workspace: &Workspace, data: &Path, database: Option<&str>) -> Result<()> {
    fs::create_dir_all(data)?;
    step("bring the data up to date", || run_command(command_of(program, workspace, ADDRESS, data, database).arg("migrate")))
}

/// Loads the sample data where nobody has an account yet, and returns what there is to say about them.
///
/// # Errors
/// When the database cannot be written, or an earlier load was cut off.
pub fn load_demo(program: &Path, workspace: &Workspace, data: &Path) -> Result<String> {
    step("load the sample data", || read(command_of(program, workspace, ADDRESS, data, None).args(["demo", "--if-empty"])))
}

/// An address of this machine that nobody listens on.
///
/// # Errors
/// When the machine has no loopback.
pub fn free_address() -> Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// Builds everything, brings ./data up to date, serves until interrupted.
///
/// # Errors
/// When anything cannot be built, or the server stops by itself.
pub fn run(workspace: &Workspace, release: bool) -> Result<()> {
    app::build(workspace, Mode::Small)?;
    let program = build(workspace, release)?;
    let mut server = serve(&program, workspace)?;
    let status = server.child.wait()?;
    if !status.success() {
        bail!("rembug serve ended with {status}");
    }
    Ok(())
}

/// Starts on ./data, filled with sample data when it is empty, and tells where and whom to sign in as.
///
/// # Errors
/// When the server does not start.
pub fn serve(program: &Path, workspace: &Workspace) -> Result<Server> {
    let data = std::env::var_os("REMBUG_DATA_DIR").map_or_else(|| workspace.root.join("data"), PathBuf::from);
    let address = std::env::var("REMBUG_LISTEN").unwrap_or_else(|_| ADDRESS.to_owned());
    migrate(program, workspace, &data, None)?;
    let accounts = load_demo(program, workspace, &data)?;
    let server = Server::start(program, workspace, &address, &data, None)?;
    println!("\nRembug: {}\n\n{accounts}", server.url);
    Ok(server)
}

/// The program with its settings; without a database's address it keeps a SQLite file in the data folder.
pub fn command_of(program: &Path, workspace: &Workspace, address: &str, data: &Path, database: Option<&str>) -> Command {
    let mut server = command(program, &workspace.root);
    server.env("REMBUG_LISTEN", address).env("REMBUG_DATA_DIR", data);
    if let Some(url) = database {
        server.env("REMBUG_DATABASE_URL", url);
    }
    server
}

/// The answer to a POST of JSON, headers included.
///
/// # Errors
/// When nobody answers.
pub fn post(address: &str, path: &str, body: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    write!(
        stream,
        "POST {path} HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Whether a GET answers 200; HTTP by hand spares a client library.
fn answers(address: &str, path: &str) -> bool {
    let ask = || -> std::io::Result<[u8; 12]> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start)
    };
    ask().is_ok_and(|start| start.ends_with(b" 200"))
}
