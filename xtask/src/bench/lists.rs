//! A GraphQL list of 50 with its relations, under load, by wrk.

use super::load::{self, Load};
use crate::server;
use crate::workspace::Workspace;
use anyhow::{Result, bail};

const CONNECTIONS: u32 = 50;
const SECONDS: u32 = 15;

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
    for (name, arguments) in QUESTIONS {
        let body = format!(
            "{{\"query\":\"{{ proposals({arguments}) {{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }} }}\"}}"
        );
        let answer = server::post(address, "/graphql", &body)?;
        if answer.contains("\"errors\"") || answer.matches("\"supportCount\"").count() != 50 {
            bail!("{name} is not answered by a list of 50: {}", answer.chars().take(300).collect::<String>());
        }
        let Load { rate, p50, p95, p99 } = load::press(workspace, address, &body, CONNECTIONS, SECONDS)?;
        println!("{database:<12} {name:<30} {rate:>9.0} {p50:>9.1} {p95:>9.1} {p99:>9.1}");
    }
    Ok(())
}
