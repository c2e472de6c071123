//! Where things are: the checkout, the build folder, the user's cache.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The folders that every task works in, all absolute.
pub struct Workspace {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's build folder; may be outside the checkout.
    pub target: PathBuf,
    /// What outlives a checkout: toolchain, installed tools.
    pub cache: PathBuf,
}

impl Workspace {
    /// Reads the environment that `cargo run` gives us.
    ///
    /// # Errors
    /// When there is no checkout around the manifest or no home folder.
    pub fn locate() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest.parent().context("xtask is not inside a checkout")?.to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        let cache = match std::env::var_os("XDG_CACHE_HOME") {
            Some(folder) => PathBuf::from(folder),
            None => PathBuf::from(std::env::var_os("HOME").context("HOME is not set")?).join(".cache"),
        };
        Ok(Self { root, target, cache: cache.join("rembug") })
    }

    /// Build products for wasm32, apart from the native ones so that neither evicts the other.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// What the server embeds and serves.
    pub fn dist(&self) -> PathBuf {
        self.root.join("frontend/dist")
    }

    /// A program that npm installed.
    pub fn npm_program(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }
}
