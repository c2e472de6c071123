//! Packages of the operating system (Debian and its relatives).

use crate::process::{command, exists, read, run};
use crate::step::step;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Waits for another package manager instead of failing beside it, and never asks.
const APT: [&str; 5] = ["-q", "-y", "-o", "DPkg::Lock::Timeout=600", "--no-install-recommends"];

/// Installs Debian packages; lists are refreshed only when the first attempt finds a package missing.
///
/// # Errors
/// When apt is missing, or an installation fails twice.
pub fn install(packages: &[&str]) -> Result<()> {
    if !exists("apt-get") {
        bail!("please install {} (this machine has no apt-get)", packages.join(", "));
    }
    step(&format!("apt-get install {}", packages.join(" ")), || {
        let attempt = || apt(&[&["install"], packages].concat());
        attempt().or_else(|_| {
            apt(&["update"])?;
            attempt()
        })
    })
}

/// The highest-numbered folder or program `prefix<NUMBER>` in a folder, such as `lld-22`.
pub fn newest(folder: &str, prefix: &str) -> Option<PathBuf> {
    let numbered = std::fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let number: u32 = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
        Some((number, entry.path()))
    });
    numbered.max().map(|(_, path)| path)
}

/// The highest-numbered package `prefix<NUMBER>` that apt offers.
///
/// # Errors
/// When apt knows none.
pub fn newest_package(prefix: &str) -> Result<String> {
    let search = || -> Result<Option<String>> {
        let names = read(command("apt-cache", Path::new("/")).args(["search", "--names-only", &format!("^{prefix}[0-9]+$")]))?;
        let numbered = names.lines().filter_map(|line| {
            let name = line.split_whitespace().next()?;
            Some((name.strip_prefix(prefix)?.parse::<u32>().ok()?, name.to_owned()))
        });
        Ok(numbered.max().map(|(_, name)| name))
    };
    match search()? {
        Some(name) => Ok(name),
        None => {
            apt(&["update"])?;
            search()?.with_context(|| format!("apt offers no package {prefix}N"))
        }
    }
}

/// Whether we are root, who must step down to run PostgreSQL and needs no sudo.
pub fn is_root() -> bool {
    read(command("id", Path::new("/")).arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut apt = if is_root() { command("apt-get", Path::new("/")) } else { command("sudo", Path::new("/")) };
    if !is_root() {
        apt.arg("apt-get");
    }
    run(apt.args(APT).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}
