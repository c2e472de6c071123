//! What the runs of a task came to.

use crate::step::seconds;
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Tests counted by one run.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
}

/// Steps in order, with their counts; a gate counts as one test.
#[derive(Default)]
pub struct Tally {
    lines: Vec<(String, Duration, Counts)>,
}

impl Tally {
    /// Runs a gate: it passes or fails as a whole, and the next one runs either way.
    pub fn gate(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        self.suite(name, || work().map(|()| Counts { passed: 1, failed: 0 }));
    }

    /// Runs a suite that counts its tests. An error that is not a failed test counts as one failure.
    pub fn suite(&mut self, name: &str, work: impl FnOnce() -> Result<Counts>) {
        println!("▶ {name}");
        let start = Instant::now();
        let counts = work().unwrap_or_else(|error| {
            eprintln!("✘ {name}: {error:#}");
            Counts { passed: 0, failed: 1 }
        });
        self.lines.push((name.to_owned(), start.elapsed(), counts));
    }

    /// Prints the steps and, as the last line, the total.
    ///
    /// # Errors
    /// When anything failed.
    pub fn finish(self) -> Result<()> {
        println!();
        let mut total = Counts::default();
        for (name, duration, counts) in &self.lines {
            let mark = if counts.failed == 0 { "✔" } else { "✘" };
            println!("{mark} {name:<28} {:>9}   {} passed, {} failed", seconds(*duration), counts.passed, counts.failed);
            total.passed += counts.passed;
            total.failed += counts.failed;
        }
        println!("{} passed, {} failed", total.passed, total.failed);
        if total.failed > 0 {
            bail!(Failed);
        }
        Ok(())
    }
}

/// The tally has already said what failed.
#[derive(Debug)]
pub struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("there are failures")
    }
}

impl std::error::Error for Failed {}
