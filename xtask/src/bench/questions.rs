//! The questions of `docs/examples`, which officials ask, and those of the data page, one at a time over everything.

use crate::server;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::time::Instant;

const TIMES: usize = 3;

/// What the data page asks of the whole regency, by the names of its operations, with what it sends along.
const DATA_PAGE: [(&str, &str); 7] = [
    ("FiscalYears", "{}"),
    ("Funnel", r#"{ "groupBy": ["DISTRICT"] }"#),
    ("LevelDays", r#"{ "groupBy": ["DISTRICT"] }"#),
    ("Refusals", r#"{ "filter": { "decided": { "kinds": ["REJECTED"] } }, "groupBy": ["REASON_CODE", "REVIEW_LEVEL"] }"#),
    ("MoneyAsked", r#"{ "groupBy": ["SECTOR"] }"#),
    ("MoneyAsked", r#"{ "groupBy": ["DISTRICT"] }"#),
    ("Fairness", r#"{ "groupBy": ["DISTRICT"], "areas": { "level": "DISTRICT" } }"#),
];

/// Asks each question some times and prints the seconds of the first answer, of the middle and the slowest one.
///
/// # Errors
/// When an answer is an error: it took longer than a query may.
pub fn measure(workspace: &Workspace, database: &str, address: &str) -> Result<()> {
    println!("\nquestions, one at a time, {TIMES} times each, seconds (a query may take 10)");
    println!("{:<12} {:<24} {:>9} {:>9} {:>9}", "database", "question", "first", "median", "slowest");
    for (name, body) in [examples(workspace)?, data_page(workspace)?].concat() {
        let mut seconds = (0..TIMES).map(|_| ask(address, &body)).collect::<Result<Vec<_>>>()?;
        let first = seconds[0];
        seconds.sort_by(f64::total_cmp);
        let (median, slowest) = (seconds[TIMES / 2], seconds[TIMES - 1]);
        println!("{database:<12} {name:<24} {first:>9.2} {median:>9.2} {slowest:>9.2}");
    }
    Ok(())
}

fn examples(workspace: &Workspace) -> Result<Vec<(String, Value)>> {
    let mut files: Vec<_> = fs::read_dir(workspace.root.join("docs/examples"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let read = |file: fs::DirEntry| {
        Ok((file.file_name().to_string_lossy().into_owned(), json!({ "query": fs::read_to_string(file.path())? })))
    };
    files.into_iter().map(read).collect()
}

fn data_page(workspace: &Workspace) -> Result<Vec<(String, Value)>> {
    let source = fs::read_to_string(workspace.root.join("shared/src/operations/stats.rs"))?;
    let question = |(name, variables): &(&str, &str)| {
        let query = document(&source, name).with_context(|| format!("the data page does not ask {name}"))?;
        let variables: Value = serde_json::from_str(variables)?;
        let by = variables["groupBy"][0].as_str().unwrap_or_default().to_lowercase();
        Ok((format!("{name} {by}"), json!({ "query": query, "variables": variables })))
    };
    DATA_PAGE.iter().map(question).collect()
}

/// The text of an operation, which stands in the source as it is sent.
fn document<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    source.split('"').find(|text| text.strip_prefix("query ").and_then(|text| text.strip_prefix(name)).is_some())
}

fn ask(address: &str, body: &Value) -> Result<f64> {
    let start = Instant::now();
    let answer = server::post(address, "/graphql", &body.to_string())?;
    if answer.contains("\"errors\"") || !answer.contains("\"data\":{") {
        bail!("{body}: {}", answer.chars().take(600).collect::<String>());
    }
    Ok(start.elapsed().as_secs_f64())
}
