//! Queries that are meant to hurt, held to their budgets: how soon each is refused, and what it leaves in memory.

use crate::process::{command, read};
use crate::workspace::Workspace;
use anyhow::{Result, bail};

/// Milliseconds that the slowest of its repetitions may take.
const MILLISECONDS: f64 = 5.0;
/// Megabytes that all repetitions of one may leave behind: flat, but for what an allocator keeps.
const MEGABYTES: f64 = 2.0;

/// One line of the table that the test prints.
struct Figure<'a> {
    attack: &'a str,
    milliseconds: f64,
    megabytes: f64,
}

/// Runs the test that holds the list of them, as it is deployed, and prints its table.
///
/// # Errors
/// When one is not refused as it should be, or above its budget.
pub fn measure(workspace: &Workspace) -> Result<()> {
    let test = ["test", "--quiet", "--release", "-p", "tests", "--test", "attacks", "--", "--nocapture", "sqlite::"];
    let told = read(command("cargo", &workspace.root).args(test))?;
    println!("{told}");
    let figures: Vec<Figure> = told.lines().filter_map(figure).collect();
    if figures.is_empty() {
        bail!("the test printed no figures");
    }
    let above: Vec<String> = figures.iter().filter_map(excess).collect();
    if !above.is_empty() {
        bail!("above the budget of {MILLISECONDS} ms and {MEGABYTES} MB:\n{}", above.join("\n"));
    }
    println!("{} attacks, each within {MILLISECONDS} ms and {MEGABYTES} MB", figures.len());
    Ok(())
}

fn figure(line: &str) -> Option<Figure<'_>> {
    let mut cells = line.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim);
    let attack = cells.next()?;
    Some(Figure { attack, milliseconds: cells.next()?.parse().ok()?, megabytes: cells.next()?.parse().ok()? })
}

fn excess(Figure { attack, milliseconds, megabytes }: &Figure) -> Option<String> {
    (*milliseconds > MILLISECONDS || *megabytes > MEGABYTES).then(|| format!("{attack}: {milliseconds} ms, {megabytes} MB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_the_budget_is_named() {
        let found = |line: &str| figure(line).map(|figure| excess(&figure));
        assert!(found("| attack | slowest, ms | memory left behind, MB |").is_none() && found("running 1 test").is_none());
        assert_eq!(found("| forty levels | 4.99 | 0.0 |"), Some(None));
        assert_eq!(found("| forty levels | 5.01 | -0.1 |"), Some(Some("forty levels: 5.01 ms, -0.1 MB".to_owned())));
        assert!(found("| forty levels | 0.10 | 2.5 |").flatten().is_some());
    }
}
