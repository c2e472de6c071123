//! A question asked again and again on many connections, by wrk.

use crate::process::{command, exists, read};
use crate::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;

/// Answers a second, and milliseconds until they came.
pub struct Load {
    pub rate: f64,
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
}

/// Posts the body to `/graphql` for so many seconds, on each connection again as soon as the answer is there.
///
/// # Errors
/// When wrk cannot be installed, or a request fails.
pub fn press(workspace: &Workspace, address: &str, body: &str, connections: u32, seconds: u32) -> Result<Load> {
    if !exists("wrk") {
        system::install(&["wrk"])?;
    }
    let folder = workspace.target.join("bench");
    fs::create_dir_all(&folder)?;
    let script = folder.join("question.lua");
    fs::write(&script, lua(body))?;
    let report = read(
        command("wrk", &workspace.root)
            .args(["--threads", "2", "--timeout", "30", "--connections", &connections.to_string()])
            .args(["--duration", &format!("{seconds}s"), "--script"])
            .arg(&script)
            .arg(format!("http://{address}/graphql")),
    )?;
    let line = report.lines().find_map(|line| line.strip_prefix("RESULT ")).context("wrk said nothing")?;
    let figures: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let &[failed, rate, p50, p95, p99] = figures.as_slice() else { bail!("wrk said {line}") };
    if failed > 0.0 {
        bail!("{failed} requests failed");
    }
    Ok(Load { rate, p50, p95, p99 })
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
