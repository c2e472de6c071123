//! Everything as files: how long a dataset takes, how large it is, and what the server holds meanwhile.

use super::{most_resident, resident};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

/// Every format of the widest dataset, and the longest one.
const FILES: [&str; 6] =
    ["proposals.csv", "proposals.jsonl", "proposals.json", "proposals.geojson", "proposals.xlsx", "journal.csv"];

/// Takes each file once, from a server with `count` proposals.
///
/// # Errors
/// When a file is not given, or is not whole.
pub fn measure(database: &str, address: &str, server: u32, count: u32) -> Result<()> {
    println!("\nopen data of {count} proposals, one file at a time");
    println!("{:<12} {:<20} {:>9} {:>9} {:>9} {:>11} {:>9}", "database", "file", "seconds", "MB", "MB/s", "MB before", "peak MB");
    for file in FILES {
        forget_peak(server)?;
        let before = resident(server)?;
        let start = Instant::now();
        let taken = take(address, file)?;
        let seconds = start.elapsed().as_secs_f64();
        // Some are drafts, which no file holds.
        if file == "proposals.jsonl" && taken.lines < u64::from(count) / 2 {
            bail!("{file} has {} rows of {count}", taken.lines);
        }
        let (megabytes, peak) = (taken.bytes as f64 / 1e6, most_resident(server)?);
        println!(
            "{database:<12} {file:<20} {seconds:>9.1} {megabytes:>9.1} {:>9.1} {before:>11.1} {peak:>9.1}",
            megabytes / seconds
        );
    }
    Ok(())
}

/// From here on, the most that the process holds counts anew.
fn forget_peak(process: u32) -> Result<()> {
    fs::write(format!("/proc/{process}/clear_refs"), "5").context("cannot reset VmHWM")
}

#[derive(Default)]
struct Taken {
    bytes: u64,
    lines: u64,
}

/// Reads a file to its end and keeps nothing of it.
fn take(address: &str, file: &str) -> Result<Taken> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /open-data/{file} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let (mut taken, mut head, mut buffer) = (Taken::default(), Vec::new(), vec![0; 1 << 16]);
    let mut in_head = true;
    loop {
        let read = stream.read(&mut buffer)?;
        let mut piece = &buffer[..read];
        if read == 0 {
            return Ok(taken);
        }
        let joined;
        if in_head {
            head.extend_from_slice(piece);
            let Some(end) = head.windows(4).position(|letters| letters == b"\r\n\r\n") else { continue };
            if !head.starts_with(b"HTTP/1.0 200") {
                bail!("{file}: {}", String::from_utf8_lossy(&head).lines().next().unwrap_or_default());
            }
            in_head = false;
            joined = head.split_off(end + 4);
            piece = &joined;
        }
        taken.bytes += piece.len() as u64;
        taken.lines += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
}
