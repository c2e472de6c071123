//! A GraphQL list of 50 with its relations, under load, by wrk.

use crate::process::{command, exists, read};
use crate::server;
use crate::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;

const CONNECTIONS: &str = "50";
const SECONDS: &str = "15";

/// What the home screen asks for, and what it asks for when somebody searches.
const QUESTIONS: [(&str, &str); 3] = [
    ("newest", "first: 50"),
    ("one district, most supported", "first: 50, filter: { areas: [\\\"33.02.17\\\"] }, orderBy: MOST_SUPPORTED"),
    ("by word", "first: 50, filter: { text: \\\"jalan\\\" }"),
];

const FIELDS: &str = "id version status statusSince title kind sector fiscalYear estimatedCost acceptedCost supportCount commentCount \
    viewerHasSupported village { code name } district { code name } location { longitude latitude } proposer { id displayName offices } \
    initialAgency { code name } decisions { id office decision reasonText decidedAt level { code name } }";

pub fn print_head() {
    println!("\nlists of 50 with relations, {CONNECTIONS} connections, {SECONDS} s each, by wrk (budget: p95 20 ms)");
    println!("{:<12} {:<30} {:>9} {:>9} {:>9} {:>9}", "database", "list", "per s", "p50 ms", "p95 ms", "p99 ms");
}

/// Asks each question on every connection for a while.
///
/// # Errors
/// When wrk cannot be installed, or an answer is not a full list.
pub fn measure(workspace: &Workspace, database: &str, address: &str) -> Result<()> {
    if !exists("wrk") {
        system::install(&["wrk"])?;
    }
    for (name, arguments) in QUESTIONS {
        let body = format!(
            "{{\"query\":\"{{ proposals({arguments}) {{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }} }}\"}}"
        );
        let answer = server::post(address, "/graphql", &body)?;
        if answer.contains("\"errors\"") || answer.matches("\"supportCount\"").count() != 50 {
            bail!("{name} is not answered by a list of 50: {}", answer.chars().take(300).collect::<String>());
        }
        let script = workspace.target.join("bench").join("list.lua");
        fs::write(&script, lua(&body))?;
        let report = read(
            command("wrk", &workspace.root)
                .args(["--threads", "2", "--connections", CONNECTIONS, "--duration"])
                .arg(format!("{SECONDS}s"))
                .arg("--script")
                .arg(&script)
                .arg(format!("http://{address}/graphql")),
        )?;
        let line = report.lines().find_map(|line| line.strip_prefix("RESULT ")).context("wrk said nothing")?;
        let figures: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let &[failed, rate, p50, p95, p99] = figures.as_slice() else { bail!("wrk said {line}") };
        if failed > 0.0 {
            bail!("{failed} requests failed");
        }
        println!("{database:<12} {name:<30} {rate:>9.0} {p50:>9.1} {p95:>9.1} {p99:>9.1}");
    }
    Ok(())
}

/// The script that wrk runs: what to send, and which figures to print.
fn lua(body: &str) -> String {
    format!(
        "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [==[{body}]==]\n\
         done = function(summary, latency)\n  local e = summary.errors\n  \
         io.write(string.format('RESULT %d %.1f %.3f %.3f %.3f\\n', e.connect + e.read + e.write + e.status + e.timeout,\n    \
         summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))\n\
         end\n"
    )
}
