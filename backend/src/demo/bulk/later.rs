//! What happens later: kept in files, one for some days, so that memory holds only the days that are told.

use crate::error::AppError;
use crate::journal::{Event, EventKind};
use shared::value::AccountId;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Bytes that wait for their file.
const PORTION: usize = 1 << 15;
const NOTHING: u32 = u32::MAX;

/// An event that is not in the journal yet.
pub struct Pending {
    /// Milliseconds.
    pub at: i64,
    /// Among those of one moment.
    pub order: u64,
    pub event: Event,
}

/// Events of days to come. The folder goes with it.
pub struct Later {
    folder: PathBuf,
    waiting: BTreeMap<usize, Vec<u8>>,
}

impl Later {
    /// # Errors
    /// When the folder cannot be made.
    pub fn within(folder: &Path) -> Result<Self, AppError> {
        let folder = folder.join("load");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, waiting: BTreeMap::new() })
    }

    /// Keeps an event for a window.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&mut self, window: usize, pending: &Pending) -> Result<(), AppError> {
        let bytes = self.waiting.entry(window).or_default();
        write(bytes, pending);
        if bytes.len() > PORTION {
            file(&self.folder, window)?.write_all(bytes)?;
            bytes.clear();
        }
        Ok(())
    }

    /// Everything that was kept for the window.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn take(&mut self, window: usize) -> Result<Vec<Pending>, AppError> {
        let path = path(&self.folder, window);
        let mut bytes = if path.exists() { fs::read(&path)? } else { Vec::new() };
        if !bytes.is_empty() {
            fs::remove_file(path)?;
        }
        bytes.extend(self.waiting.remove(&window).unwrap_or_default());
        let mut rest = bytes.as_slice();
        let mut events = Vec::new();
        while !rest.is_empty() {
            events.push(read(&mut rest).ok_or_else(|| AppError::damaged("an event that was kept"))?);
        }
        Ok(events)
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn path(folder: &Path, window: usize) -> PathBuf {
    folder.join(window.to_string())
}

fn file(folder: &Path, window: usize) -> Result<File, AppError> {
    Ok(OpenOptions::new().create(true).append(true).open(path(folder, window))?)
}

fn write(bytes: &mut Vec<u8>, pending: &Pending) {
    let Pending { at, order, event } = pending;
    bytes.extend(at.to_le_bytes());
    bytes.extend(order.to_le_bytes());
    let actor = event.actor.map(|actor| actor.0.simple().to_string());
    let area = event.area.as_ref().map(|area| area.as_str());
    let texts =
        [Some(event.kind.as_str()), Some(&event.subject), area, actor.as_deref(), event.office.as_deref(), Some(&event.details)];
    for text in texts.into_iter().chain([event.private.as_deref()]) {
        bytes.extend(text.map_or(NOTHING, |text| text.len() as u32).to_le_bytes());
        bytes.extend(text.unwrap_or_default().as_bytes());
    }
}

fn read(rest: &mut &[u8]) -> Option<Pending> {
    let at = i64::from_le_bytes(*take(rest)?);
    let order = u64::from_le_bytes(*take(rest)?);
    let mut text = || -> Option<Option<String>> {
        let length = u32::from_le_bytes(*take(rest)?);
        if length == NOTHING {
            return Some(None);
        }
        let (text, after) = rest.split_at_checked(length as usize)?;
        *rest = after;
        Some(Some(String::from_utf8(text.to_vec()).ok()?))
    };
    let kind: EventKind = text()??.parse().ok()?;
    let subject = text()??;
    let area = text()?.map(|code| code.parse()).transpose().ok()?;
    let actor = text()?.map(|id| Uuid::try_parse(&id)).transpose().ok()?.map(AccountId);
    let (office, details, private) = (text()?, text()??, text()?);
    Some(Pending { at, order, event: Event { kind, subject, area, actor, office, details, private } })
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let folder = std::env::temp_dir().join(format!("rembug-later-{}", std::process::id()));
        let mut later = Later::within(&folder).unwrap();
        let full = Event::new(EventKind::CommentAdded, "prp_1")
            .area(&"33.02.17.2019".parse().unwrap())
            .actor(Some(AccountId(Uuid::from_u128(7))))
            .office(Some("Pemerintah Desa"))
            .details(json!({ "comment": "é" }))
            .private("rahasia");
        let bare = Event::new(EventKind::ReviewBegun, "prp_2");
        for order in 0..2_000 {
            later.keep(3, &Pending { at: 5, order, event: full.clone() }).unwrap();
            later.keep(4, &Pending { at: 6, order, event: bare.clone() }).unwrap();
        }
        for (window, event) in [(3, full), (4, bare)] {
            let found = later.take(window).unwrap();
            assert_eq!(found.iter().map(|pending| pending.order).collect::<Vec<_>>(), (0..2_000).collect::<Vec<_>>());
            assert!(found.iter().all(|pending| format!("{:?}", pending.event) == format!("{event:?}")));
        }
        assert!(later.take(3).unwrap().is_empty());
        drop(later);
        assert!(!folder.join("load").exists());
        let _ = fs::remove_dir_all(folder);
    }
}
