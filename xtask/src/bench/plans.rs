//! People who type into plans, here and in Hocuspocus: the same machine, the same documents, the same client.

use super::{machine, table};
use crate::npm;
use crate::process::{command, read};
use crate::server::{self, Server};
use crate::step::step;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use table::{Better, Row};

const PEOPLE: usize = 50;
const PASSWORD: &str = "mendoan hangat";
const START_LIMIT: Duration = Duration::from_secs(20);

/// Whom we measure; Hocuspocus stores a document some time after a change, or at once.
const CONTESTANTS: [(&str, Option<&str>); 3] =
    [("Rembug", None), ("Hocuspocus", Some("later")), ("Hocuspocus, storing each change", Some("always"))];

/// What is asked of each of them. A figure is found under its path in what `measure.mjs` prints.
const ROWS: [Row; 17] = [
    Row::of("key press to other screens, 1 editor: p50, ms", "/1/seen/p50", Better::Less),
    Row::of("p95", "/1/seen/p95", Better::Less),
    Row::of("10 editors: p50", "/10/seen/p50", Better::Less),
    Row::of("p95", "/10/seen/p95", Better::Less),
    Row::of("50 editors: p50", "/50/seen/p50", Better::Less),
    Row::of("p95", "/50/seen/p95", Better::Less),
    Row::of("500 plans, a key a second in each: p50", "/typing/seen/p50", Better::Less),
    Row::of("p95", "/typing/seen/p95", Better::Less),
    Row::of("key press to the server's answer, 50 editors: p95, ms", "/50/answered/p95", Better::Less),
    Row::of("most key presses a second, 50 editors", "/ladder/offered", Better::More),
    Row::of("at that: key press to other screens: p95, ms", "/ladder/seen/p95", Better::Neither),
    Row::of("at that: processors of the server", "/ladder/server", Better::Neither),
    Row::of("at that: processors of the measuring client", "/ladder/client", Better::Neither),
    Row::of("bytes a key press, sent by its editor", "/50/sentPerKey", Better::Less),
    Row::of("bytes a key press, received by each of the 50", "/50/receivedPerKey", Better::Less),
    Row::of("memory a plan that is open, kB", "/kilobytes", Better::Less),
    Row::of("processors at rest with 500 plans open", "/atRest", Better::Less),
];

/// Measures all three, and prints the table as it stands in `docs/measured.md`.
///
/// # Errors
/// When something cannot be installed or started, or refuses an update.
pub fn measure(workspace: &Workspace, program: &Path) -> Result<()> {
    let bench =
        Bench { workspace, program, scripts: workspace.root.join("xtask/bench"), folder: workspace.target.join("bench/plans") };
    npm::install_in(workspace, &bench.scripts)?;
    if bench.folder.exists() {
        fs::remove_dir_all(&bench.folder)?;
    }
    fs::create_dir_all(&bench.folder)?;
    let mut found = Vec::new();
    for (name, storing) in CONTESTANTS {
        found.push(step(&format!("people type into {name}"), || bench.contest(storing))?);
    }
    println!("\nplans, {}\n", machine()?);
    table::print(&CONTESTANTS.map(|(name, _)| name), &ROWS, &found);
    Ok(())
}

struct Bench<'a> {
    workspace: &'a Workspace,
    program: &'a Path,
    scripts: PathBuf,
    folder: PathBuf,
}

impl Bench<'_> {
    /// Both parts, with the server started anew for each.
    fn contest(&self, storing: Option<&str>) -> Result<Value> {
        let data = self.folder.join(storing.unwrap_or("rembug"));
        fs::create_dir_all(&data)?;
        if storing.is_none() {
            self.invite(&data)?;
        }
        let mut found = self.part(storing, &data, "typing")?;
        let plans = self.part(storing, &data, "plans")?;
        if let (Value::Object(found), Value::Object(plans)) = (&mut found, plans) {
            found.extend(plans);
        }
        Ok(found)
    }

    /// An empty Rembug, and the people who will write: all of them may begin plans.
    fn invite(&self, data: &Path) -> Result<()> {
        server::migrate(self.program, self.workspace, data, None)?;
        for n in 0..PEOPLE {
            let contact = format!("orang{n}@contoh.id");
            let rembug = || server::command_of(self.program, self.workspace, "127.0.0.1:0", data, None);
            let mut create = rembug();
            create.args(["user", "create", &contact, "Orang"]).stdin(Stdio::piped()).stdout(Stdio::null());
            let mut child = create.spawn().context("cannot start rembug")?;
            child.stdin.take().context("no way in")?.write_all(format!("{PASSWORD}\n").as_bytes())?;
            if !child.wait()?.success() {
                bail!("cannot create {contact}");
            }
            read(rembug().args(["user", "grant", &contact, "community_organiser", "--area", "33.02.17.2019"]))?;
        }
        Ok(())
    }

    fn part(&self, storing: Option<&str>, data: &Path, part: &str) -> Result<Value> {
        let address = server::free_address()?;
        let which = if storing.is_some() { "hocuspocus" } else { "rembug" };
        let process = match storing {
            None => Started::Rembug(Server::start_for_load(self.program, self.workspace, &address, data, None)?),
            Some(storing) => Started::Hocuspocus(self.hocuspocus(&address, data, storing)?),
        };
        let mut measure = command("node", &self.scripts);
        measure.args(["measure.mjs", which, &address, &process.id().to_string()]).arg(&self.folder).arg(part);
        let answer = read(&mut measure)?;
        serde_json::from_str(answer.trim()).with_context(|| format!("measure.mjs printed {answer}"))
    }

    fn hocuspocus(&self, address: &str, data: &Path, storing: &str) -> Result<Child> {
        let port = address.rsplit_once(':').map_or("", |(_, port)| port);
        let mut node = command("node", &self.scripts);
        let child = node.args(["hocuspocus.mjs", port]).arg(data).arg(storing).spawn().context("cannot start Hocuspocus")?;
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if start.elapsed() > START_LIMIT {
                bail!("Hocuspocus does not listen");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(child)
    }
}

/// A server, ended when dropped.
enum Started {
    Rembug(Server),
    Hocuspocus(Child),
}

impl Started {
    fn id(&self) -> u32 {
        match self {
            Self::Rembug(server) => server.id(),
            Self::Hocuspocus(child) => child.id(),
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Self::Hocuspocus(child) = self {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
