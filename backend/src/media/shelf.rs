//! Where the files are kept, below the data folder: two a photo, one a document.

use super::picture::{Picture, develop};
use crate::error::AppError;
use shared::value::MediaId;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many pictures may be in memory at once: each can take hundreds of megabytes.
const DEVELOPED_AT_ONCE: usize = 2;

/// Which file of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    Large,
    /// Of a photo, for lists.
    Small,
    Document,
}

pub struct Shelf {
    folder: PathBuf,
    turns: Semaphore,
}

impl Shelf {
    pub fn new(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("media"), turns: Semaphore::new(DEVELOPED_AT_ONCE) }
    }

    /// Makes a picture of an uploaded file, when its turn comes.
    ///
    /// # Errors
    /// `NOT_AN_IMAGE`, `TOO_MANY_PIXELS`.
    pub async fn develop(&self, file: Vec<u8>) -> Result<Picture, AppError> {
        let _turn = self.turns.acquire().await.map_err(AppError::internal)?;
        Ok(spawn_blocking(move || develop(&file)).await.map_err(AppError::internal)??)
    }

    /// Puts an upload's files in their place. They are on disk when it returns.
    ///
    /// # Errors
    /// `INTERNAL` when the disk refuses.
    pub async fn put(&self, id: MediaId, files: Vec<(Piece, Vec<u8>)>) -> Result<(), AppError> {
        let files: Vec<_> = files.into_iter().map(|(piece, bytes)| (self.path(id, piece), bytes)).collect();
        let write_all = move || files.iter().try_for_each(|(path, bytes)| write(path, bytes));
        Ok(spawn_blocking(write_all).await.map_err(AppError::internal)??)
    }

    /// # Errors
    /// `INTERNAL` when the disk refuses, or has lost the file.
    pub async fn read(&self, id: MediaId, piece: Piece) -> Result<Vec<u8>, AppError> {
        Ok(tokio::fs::read(self.path(id, piece)).await?)
    }

    /// Takes an upload's files away, as far as they are there.
    ///
    /// # Errors
    /// `INTERNAL` when the disk refuses.
    pub async fn remove(&self, id: MediaId) -> Result<(), AppError> {
        for piece in [Piece::Large, Piece::Small, Piece::Document] {
            match tokio::fs::remove_file(self.path(id, piece)).await {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The id's last two digits are random: they spread the files over 256 folders.
    fn path(&self, id: MediaId, piece: Piece) -> PathBuf {
        let name = id.0.simple().to_string();
        let end = match piece {
            Piece::Large => "jpg",
            Piece::Small => "small.jpg",
            Piece::Document => "pdf",
        };
        self.folder.join(&name[name.len() - 2..]).join(format!("{name}.{end}"))
    }
}

/// Never half a file under its final name, whatever happens.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let unfinished = path.with_extension("tmp");
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    File::open(folder)?.sync_all()
}
