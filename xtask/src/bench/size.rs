//! Bytes of the first load.

use crate::{compress, stamp};
use anyhow::Result;
use std::fs;
use std::path::Path;

/// One kind of file of the app.
#[derive(Default)]
struct Bytes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Bytes {
    fn add(&mut self, file: &Path) -> Result<()> {
        let bytes = fs::read(file)?;
        self.raw += bytes.len();
        self.gzip += compress::gzip(&bytes)?.len();
        self.brotli += compress::brotli(&bytes)?.len();
        Ok(())
    }

    fn print(&self, name: &str) {
        let kilo = |bytes: usize| bytes as f64 / 1000.0;
        println!("{name:<22} {:>9.1} {:>9.1} {:>9.1}", kilo(self.raw), kilo(self.gzip), kilo(self.brotli));
    }
}

/// What a visitor's first page costs, and what comes on demand: the parts for the other pages, the map.
///
/// # Errors
/// When the app's files cannot be read.
pub fn print_first_load(dist: &Path) -> Result<()> {
    println!("\n{:<22} {:>9} {:>9} {:>9}", "first load, kB", "raw", "gzip", "brotli");
    let (mut total, mut parts, mut map) = (Bytes::default(), Bytes::default(), Bytes::default());
    let files = stamp::list(&[dist.join("index.html"), dist.join("assets")])?;
    for kind in ["html", "css", "js", "wasm"] {
        let mut bytes = Bytes::default();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == kind) && is_of_start(dist, file)) {
            bytes.add(file)?;
            total.add(file)?;
        }
        bytes.print(kind);
    }
    total.print("total (budget 250 gz)");
    files.iter().filter(|file| is_of_part(dist, file)).try_for_each(|file| parts.add(file))?;
    parts.print("other pages, on demand");
    for file in files.iter().filter(|file| is_of_map(dist, file) && file.extension().is_some_and(|end| end != "br" && end != "gz"))
    {
        map.add(file)?;
    }
    map.print("the map, on demand");
    Ok(())
}

/// Of the first page, what is neither the map's nor another page's.
fn is_of_start(dist: &Path, file: &Path) -> bool {
    !is_of_map(dist, file) && !is_of_part(dist, file) && !is_asset(dist, file, "explorer")
}

fn is_of_part(dist: &Path, file: &Path) -> bool {
    is_asset(dist, file, "part-") && file.extension().is_some_and(|end| end == "wasm")
}

fn is_of_map(dist: &Path, file: &Path) -> bool {
    is_asset(dist, file, "map")
}

fn is_asset(dist: &Path, file: &Path, start: &str) -> bool {
    file.strip_prefix(dist.join("assets")).is_ok_and(|name| name.to_string_lossy().starts_with(start))
}
