//! One line for every long step, with its duration.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// Runs a step and prints how long it took; a step that fails names itself in the error.
///
/// # Errors
/// Whatever the step returns.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▶ {name}");
    let start = Instant::now();
    let result = work().with_context(|| name.to_owned());
    println!("{} {name} {}", if result.is_ok() { "✔" } else { "✘" }, seconds(start.elapsed()));
    result
}

/// `12.3 s`
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
