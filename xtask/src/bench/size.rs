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

/// What a visitor's first page costs, and the map on demand.
///
/// # Errors
/// When the app's files cannot be read.
pub fn print_first_load(dist: &Path) -> Result<()> {
    println!("\n{:<22} {:>9} {:>9} {:>9}", "first load, kB", "raw", "gzip", "brotli");
    let (mut total, mut map) = (Bytes::default(), Bytes::default());
    let files = stamp::list(&[dist.join("index.html"), dist.join("assets")])?;
    for kind in ["html", "css", "js", "wasm"] {
        let mut bytes = Bytes::default();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == kind) && !is_of_map(dist, file)) {
            bytes.add(file)?;
            total.add(file)?;
        }
        bytes.print(kind);
    }
    total.print("total (budget 250 gz)");
    for file in files.iter().filter(|file| is_of_map(dist, file) && file.extension().is_some_and(|end| end != "br" && end != "gz"))
    {
        map.add(file)?;
    }
    map.print("the map, on demand");
    Ok(())
}

fn is_of_map(dist: &Path, file: &Path) -> bool {
    file.strip_prefix(dist.join("assets")).is_ok_and(|name| name.to_string_lossy().starts_with("map"))
}
