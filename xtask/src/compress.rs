//! Compressed twins beside each file (`.br`, `.gz`), made once so that the server never has to.

use crate::stamp;
use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const TEXTS: [&str; 9] = ["css", "html", "js", "json", "mjs", "svg", "txt", "wasm", "webmanifest"];
/// Below this a packet is a packet, compressed or not.
const SMALLEST: usize = 512;
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Adds the twins of every file in the folder that gains from it, on all cores.
/// Files that `previous` holds unchanged are not compressed again.
///
/// # Errors
/// When a file cannot be read or written.
pub fn folder(folder: &Path, previous: &Path) -> Result<()> {
    let files = stamp::list(&[folder.to_path_buf()])?;
    std::thread::scope(|scope| {
        let files = files.iter().filter(|file| file.extension().is_some_and(|end| TEXTS.iter().any(|text| end == *text)));
        let working: Vec<_> =
            files.map(|file| scope.spawn(|| compress(file, &previous.join(file.strip_prefix(folder)?)))).collect();
        working.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| anyhow::bail!("compression stopped")))
    })
}

/// Bytes after gzip at its best.
///
/// # Errors
/// Never in practice: memory is the only sink.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Bytes after brotli at its best.
///
/// # Errors
/// Never in practice: memory is the only sink.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), bytes.len().max(1), BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    Ok(encoder.into_inner())
}

fn compress(file: &Path, earlier: &Path) -> Result<()> {
    let bytes = fs::read(file)?;
    if bytes.len() < SMALLEST {
        return Ok(());
    }
    let unchanged = fs::read(earlier).is_ok_and(|old| old == bytes);
    type Encode = fn(&[u8]) -> Result<Vec<u8>>;
    let encodings: [(&str, Encode); 2] = [("br", brotli), ("gz", gzip)];
    for (end, encode) in encodings {
        let kept = if unchanged { fs::read(twin(earlier, end)).ok() } else { None };
        let encoded = match kept {
            Some(encoded) => encoded,
            None => encode(&bytes)?,
        };
        fs::write(twin(file, end), encoded)?;
    }
    Ok(())
}

fn twin(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}
