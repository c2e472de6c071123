//! A folder to run the program in, a server that is killed when it is dropped, and people who talk to it.

use backend::platform::clock::SystemClock;
use backend::platform::ids::{IdSource, SystemIds};
use reqwest::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A working folder that is gone when the test is.
pub struct Folder {
    path: PathBuf,
    /// Where its data are kept, when not in the folder.
    database_url: Option<String>,
}

/// How a command ended.
pub struct Run {
    pub ok: bool,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("rembug-cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self { path, database_url: None }
    }

    /// A folder whose program keeps its data in a PostgreSQL database of its own.
    pub async fn with_postgres() -> Self {
        let base =
            std::env::var("REMBUG_TEST_POSTGRES").expect("REMBUG_TEST_POSTGRES names a PostgreSQL: cargo xtask test starts one");
        // Not the process id: it comes back, and PostgreSQL keeps what an earlier run made.
        let name = format!("rembug_{}", SystemIds.uuid(&SystemClock).simple());
        let connection = sea_orm::Database::connect(&base).await.unwrap();
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        let (server, query) = base.split_once('?').map_or((base.as_str(), None), |(server, query)| (server, Some(query)));
        let root = server.rsplit_once('/').unwrap().0;
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let mut folder = Self::new();
        folder.database_url = Some(format!("{root}/{name}{query}"));
        folder
    }

    /// Where the program keeps its data unless told otherwise.
    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    pub fn files(&self) -> Vec<PathBuf> {
        std::fs::read_dir(&self.path).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rembug"));
        command.args(arguments).current_dir(&self.path).env_clear();
        command.envs(self.database_url.iter().map(|url| ("REMBUG_DATABASE_URL", url)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Run {
        let mut child = self.command(arguments).envs(environment.iter().copied()).spawn().unwrap();
        // A command that ends before it reads leaves nobody at the other end.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { ok: output.status.success(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub fn run(&self, arguments: &[&str], input: &str) -> Run {
        self.run_with(arguments, &[], input)
    }

    pub fn succeed(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments, "");
        assert!(run.ok, "{arguments:?}: {}", run.stderr);
        run
    }

    pub fn fail(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments, "");
        assert!(!run.ok, "{arguments:?}: {}", run.stdout);
        run
    }

    /// Serves on a free port, which the program tells once it listens.
    pub fn serve(&self) -> Serving {
        let mut child = self.command(&["serve", "--listen", "127.0.0.1:0"]).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Rembug: ").unwrap_or_else(|| panic!("'{line}' names no address")).to_owned();
        Serving { child, url }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

pub struct Serving {
    child: Child,
    pub url: String,
}

impl Drop for Serving {
    /// By SIGKILL, which nobody can prepare for.
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub struct Person {
    http: reqwest::Client,
    url: String,
    pub cookie: String,
}

impl Person {
    /// `None` when the password is wrong.
    pub async fn sign_in(url: &str, contact: &str, password: &str) -> Option<Self> {
        let http = reqwest::Client::new();
        assert_eq!(http.get(format!("{url}/readyz")).send().await.unwrap().status(), 200);
        let query = "mutation($input: SignInInput!) { signIn(input: $input) { errors { code } } }";
        let variables = json!({ "input": { "contact": contact, "password": password } });
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = http.post(format!("{url}/graphql")).header(CONTENT_TYPE, "application/json").body(body);
        let response = request.send().await.unwrap();
        let cookie = response.headers().get(SET_COOKIE)?.to_str().unwrap().split(';').next().unwrap().to_owned();
        Some(Self { http, url: url.to_owned(), cookie })
    }

    /// `None` when the server is gone before it has answered.
    pub async fn ask(&self, query: &str, variables: Value) -> Option<Value> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = self.http.post(format!("{}/graphql", self.url)).header(CONTENT_TYPE, "application/json");
        let response = request.header(COOKIE, &self.cookie).body(body).send().await.ok()?;
        serde_json::from_str(&response.text().await.ok()?).ok()
    }

    /// Hands in a proposal; its id, once that is acknowledged.
    pub async fn propose(&self, key: &str) -> Option<String> {
        let query =
            "mutation($input: CreateProposalInput!) { createProposal(input: $input) { proposal { id } errors { code field } } }";
        let fields = json!({
            "title": "Rabat beton jalan", "problem": "Licin saat hujan.", "address": "RT 03", "villageCode": "33.02.17.2019",
            "kind": "PHYSICAL", "sector": "INFRASTRUCTURE", "quantity": 120, "unit": "METER", "estimatedCost": 185_000_000,
            "beneficiaries": 240, "urgency": 4, "fiscalYear": 2028, "proposerType": "RESIDENT",
            "geometry": { "type": "Point", "coordinates": [109.14727, -7.32942] }
        });
        let answer = self.ask(query, json!({ "input": { "fields": fields, "submit": true, "clientKey": key } })).await?;
        let id = answer["data"]["createProposal"]["proposal"]["id"].as_str().map(str::to_owned);
        assert!(id.is_some(), "{answer}");
        id
    }

    pub async fn own_proposals(&self) -> Vec<String> {
        let query = "query($after: String) { proposals(first: 100, after: $after, filter: {mine: true}) { nodes { id status } pageInfo { hasNextPage endCursor } } }";
        let (mut ids, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = self.ask(query, json!({ "after": after })).await.unwrap()["data"]["proposals"].clone();
            ids.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()));
            if page["pageInfo"]["hasNextPage"] == false {
                return ids;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
    }
}
