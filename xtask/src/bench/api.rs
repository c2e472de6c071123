//! The API beside PostGraphile: the same questions of the same tables in the same run.

use super::load::{self, Load};
use super::table::{self, Better, Row};
use super::{demo, machine, most_resident};
use crate::npm;
use crate::postgres::Postgres;
use crate::process::command;
use crate::server::{self, Server};
use crate::step::step;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_secs(60);
const SECONDS: u32 = 12;

/// What is asked, of Rembug and of PostGraphile.
struct Question {
    name: &'static str,
    connections: u32,
    ours: &'static str,
    theirs: &'static str,
}

const QUESTIONS: [Question; 3] = [
    Question {
        name: "list",
        connections: 20,
        ours: "{ proposals(first: 50, orderBy: NEWEST, filter: { sectors: [EDUCATION] }) {
            nodes { id title status estimatedCost supportCount village { code } }
            pageInfo { hasNextPage endCursor } } }",
        theirs: "{ allProposals(first: 50, condition: { sector: \"EDUCATION\" }, orderBy: [LISTED_AT_DESC, ROW_ID_DESC]) {
            nodes { id title status estimatedCost supportCount village }
            pageInfo { hasNextPage endCursor } } }",
    },
    Question {
        name: "nested",
        connections: 20,
        ours: "{ proposals(first: 20, orderBy: MOST_SUPPORTED, filter: { areas: [\"33.02.17\"] }) {
            nodes { id title status proposer { displayName }
                decisions { decision reasonText decidedAt }
                comments(first: 5) { nodes { body author { displayName } } } }
            pageInfo { hasNextPage endCursor } } }",
        theirs: "{ allProposals(first: 20, condition: { district: \"33.02.17\" }, orderBy: [SUPPORT_COUNT_DESC, ROW_ID_DESC]) {
            nodes { id title status accountByOwnerId { displayName }
                decisionsByProposalId(orderBy: [DECIDED_AT_ASC]) { nodes { decision reasonText decidedAt } }
                commentsByProposalId(first: 5, orderBy: [PATH_ASC]) { nodes { body accountByAuthorId { displayName } } } }
            pageInfo { hasNextPage endCursor } } }",
    },
    Question {
        name: "sums",
        connections: 2,
        ours: "{ proposalStats(groupBy: [STATUS, SECTOR]) {
            groups { keys { value } count estimatedCost { sum mean } } } }",
        theirs: "{ allProposals { groupedAggregates(groupBy: [STATUS, SECTOR]) {
            keys distinctCount { rowId } sum { estimatedCost } average { estimatedCost } } } }",
    },
];

const ROWS: [Row; 7] = [
    Row::of("list of 50 of one sector: a second", "/list/rate", Better::More),
    Row::of("p99, ms", "/list/p99", Better::Less),
    Row::of("20 of one district with decisions and comments: a second", "/nested/rate", Better::More),
    Row::of("p99, ms", "/nested/p99", Better::Less),
    Row::of("count, sum and mean by status and sector: a second", "/sums/rate", Better::More),
    Row::of("p99, ms", "/sums/p99", Better::Less),
    Row::of("memory of the server at most, MB", "/memory", Better::Less),
];

/// Measures both at each scale, and prints a table for each.
///
/// # Errors
/// When something cannot be installed or started, or an answer is an error.
pub fn measure(workspace: &Workspace, program: &Path, scales: &[u32]) -> Result<()> {
    npm::install_in(workspace, &workspace.root.join("xtask/bench/postgraphile"))?;
    let data = workspace.target.join("bench/api");
    for scale in scales {
        let postgres = Postgres::start(workspace)?;
        server::migrate(program, workspace, &data, Some(&postgres.url))?;
        step(&format!("load {scale} sample proposals"), || demo::load(program, workspace, &data, Some(&postgres.url), *scale))?;
        let found = [
            step("ask Rembug", || ask_rembug(workspace, program, &data, &postgres.url))?,
            step("ask PostGraphile", || ask_postgraphile(workspace, &postgres.url))?,
        ];
        println!("\n{scale} proposals, PostgreSQL, {}\n", machine()?);
        table::print(&["Rembug", "PostGraphile"], &ROWS, &found);
    }
    Ok(())
}

fn ask_rembug(workspace: &Workspace, program: &Path, data: &Path, url: &str) -> Result<Value> {
    let address = server::free_address()?;
    let server = Server::start_for_load(program, workspace, &address, data, Some(url))?;
    ask(workspace, &address, server.id(), |question| question.ours)
}

fn ask_postgraphile(workspace: &Workspace, url: &str) -> Result<Value> {
    let address = server::free_address()?;
    let folder = workspace.root.join("xtask/bench/postgraphile");
    let port = address.rsplit_once(':').map_or("", |(_, port)| port);
    let mut node = command(folder.join("node_modules/.bin/node"), &folder);
    node.args(["node_modules/postgraphile/dist/cli-run.js", "-C", "graphile.config.mjs"]);
    node.env("DATABASE_URL", url).env("PORT", port).env("NODE_ENV", "production").env("GRAPHILE_ENV", "production");
    let peer = Peer(node.spawn().context("cannot start PostGraphile")?);
    let start = Instant::now();
    while TcpStream::connect(&address).is_err() {
        if start.elapsed() > START_LIMIT {
            bail!("PostGraphile does not listen");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    ask(workspace, &address, peer.0.id(), |question| question.theirs)
}

/// PostGraphile, ended when dropped.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ask(workspace: &Workspace, address: &str, process: u32, words: fn(&Question) -> &'static str) -> Result<Value> {
    let mut found = Map::new();
    for question in &QUESTIONS {
        let query = words(question).split_whitespace().collect::<Vec<_>>().join(" ");
        let body = json!({ "query": query }).to_string();
        let answer = server::post(address, "/graphql", &body)?;
        if answer.contains("\"errors\"") || !answer.contains("\"data\":{") {
            bail!("{}: {}", question.name, answer.chars().take(600).collect::<String>());
        }
        let Load { rate, p50, p95, p99 } = load::press(workspace, address, &body, question.connections, SECONDS)?;
        found.insert(question.name.to_owned(), json!({ "rate": rate, "p50": p50, "p95": p95, "p99": p99 }));
    }
    found.insert("memory".to_owned(), json!(most_resident(process)?));
    Ok(found.into())
}
