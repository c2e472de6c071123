//! How many rows the datasets have and since when, for the page: counted once for everybody, and not at every visit.

use super::dataset::Extent;
use super::source::Reading;
use super::tables;
use crate::error::AppError;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Counting a million rows takes a second; nobody needs it exact to the minute.
const GOOD_FOR: Duration = Duration::from_secs(600);

/// By the names of the datasets.
type Extents = HashMap<&'static str, Extent>;

#[derive(Default)]
pub struct Counts(Arc<Mutex<Option<Counted>>>);

struct Counted {
    extents: Extents,
    /// The last event of the public record then.
    seq: i64,
    at: Instant,
}

impl Counts {
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn read(&self, reading: &Reading, seq: i64) -> Result<Extents, AppError> {
        // Whoever comes meanwhile waits for the same count.
        let mut known = Arc::clone(&self.0).lock_owned().await;
        let now = reading.app.clock.monotonic();
        if let Some(counted) = known.as_ref().filter(|it| it.seq == seq || now.saturating_duration_since(it.at) < GOOD_FOR) {
            return Ok(counted.extents.clone());
        }
        let reading = reading.clone();
        // Of its own: the database counts on also when whoever asked has gone, and the next are told what it found.
        let counting = tokio::spawn(async move {
            let extents = count(&reading).await?;
            *known = Some(Counted { extents: extents.clone(), seq, at: now });
            Ok::<_, AppError>(extents)
        });
        counting.await.map_err(AppError::internal)?
    }
}

async fn count(reading: &Reading) -> Result<Extents, AppError> {
    let mut extents = Extents::new();
    for table in tables() {
        extents.insert(table.about.name, table.extent(reading).await?);
    }
    Ok(extents)
}
