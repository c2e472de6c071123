//! The questions of `docs/examples`, which officials ask, one at a time over everything.

use crate::server;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use serde_json::json;
use std::fs;
use std::time::Instant;

const TIMES: usize = 3;

/// Asks each question some times and prints the seconds of the first answer, of the middle and the slowest one.
///
/// # Errors
/// When an answer is an error: it took longer than a query may.
pub fn measure(workspace: &Workspace, database: &str, address: &str) -> Result<()> {
    println!("\nquestions of docs/examples, one at a time, {TIMES} times each, seconds (a query may take 10)");
    println!("{:<12} {:<20} {:>9} {:>9} {:>9}", "database", "question", "first", "median", "slowest");
    let mut files: Vec<_> = fs::read_dir(workspace.root.join("docs/examples"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    for file in files {
        let question = fs::read_to_string(file.path())?;
        let mut seconds = (0..TIMES).map(|_| ask(address, &question)).collect::<Result<Vec<_>>>()?;
        let first = seconds[0];
        seconds.sort_by(f64::total_cmp);
        let (median, slowest) = (seconds[TIMES / 2], seconds[TIMES - 1]);
        let name = file.file_name();
        println!("{database:<12} {:<20} {first:>9.2} {median:>9.2} {slowest:>9.2}", name.to_string_lossy());
    }
    Ok(())
}

fn ask(address: &str, question: &str) -> Result<f64> {
    let start = Instant::now();
    let answer = server::post(address, "/graphql", &json!({ "query": question }).to_string())?;
    if answer.contains("\"errors\"") || !answer.contains("\"data\":{") {
        bail!("{question}: {}", answer.chars().take(600).collect::<String>());
    }
    Ok(start.elapsed().as_secs_f64())
}
