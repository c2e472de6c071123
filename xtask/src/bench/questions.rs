//! What the data page asks, one question at a time, over everything and within one district.

use crate::server;
use anyhow::{Result, bail};
use serde_json::{Value, json};
use shared::operations::Operation;
use shared::operations::stats::{Fairness, FiscalYears, Funnel, LevelDays, MoneyAsked, Refusals};
use std::time::Instant;

const TIMES: usize = 3;

/// Asks each question some times and prints the seconds of the first answer, of the middle and the slowest one.
///
/// # Errors
/// When an answer is an error: it took longer than a query may.
pub fn measure(database: &str, address: &str) -> Result<()> {
    println!("\nquestions of the data page, one at a time, {TIMES} times each, seconds (a query may take 10)");
    println!("{:<12} {:<40} {:>9} {:>9} {:>9}", "database", "question", "first", "median", "slowest");
    for (of, areas) in [("the regency", json!([])), ("Cilongok", json!(["33.02.17"]))] {
        let level = if areas == json!([]) { "DISTRICT" } else { "VILLAGE" };
        let all = json!({ "areas": areas });
        let refused = json!({ "areas": areas, "decided": { "kinds": ["REJECTED"] } });
        let questions = [
            ("fiscal years", FiscalYears::DOCUMENT, json!({})),
            ("funnel", Funnel::DOCUMENT, json!({ "filter": all, "groupBy": [level] })),
            ("time at each level", LevelDays::DOCUMENT, json!({ "filter": all, "groupBy": [level] })),
            ("reasons of refusals", Refusals::DOCUMENT, json!({ "filter": refused, "groupBy": ["REASON_CODE", "REVIEW_LEVEL"] })),
            ("money by sector", MoneyAsked::DOCUMENT, json!({ "filter": all, "groupBy": ["SECTOR"] })),
            (
                "acceptance and rupiah per head",
                Fairness::DOCUMENT,
                json!({ "filter": all, "groupBy": [level], "areas": { "level": level } }),
            ),
        ];
        for (name, document, variables) in questions {
            let mut seconds = (0..TIMES).map(|_| ask(address, document, &variables)).collect::<Result<Vec<_>>>()?;
            let first = seconds[0];
            seconds.sort_by(f64::total_cmp);
            let (median, slowest) = (seconds[TIMES / 2], seconds[TIMES - 1]);
            println!("{database:<12} {:<40} {first:>9.2} {median:>9.2} {slowest:>9.2}", format!("{name}, {of}"));
        }
    }
    Ok(())
}

fn ask(address: &str, document: &str, variables: &Value) -> Result<f64> {
    let body = json!({ "query": document, "variables": variables }).to_string();
    let start = Instant::now();
    let answer = server::post(address, "/graphql", &body)?;
    if answer.contains("\"errors\"") || !answer.contains("\"data\":{") {
        bail!("{}: {}", document.lines().next().unwrap_or_default(), answer.chars().take(600).collect::<String>());
    }
    Ok(start.elapsed().as_secs_f64())
}
