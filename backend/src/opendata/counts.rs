//! How many rows the datasets have and since when, for the page: counted once for everybody, and not at every visit.

use super::dataset::{Extent, Table};
use super::source::Reading;
use crate::error::AppError;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Counting a million rows takes a second; nobody needs it exact to the minute.
const GOOD_FOR: Duration = Duration::from_secs(600);

#[derive(Default)]
pub struct Counts(Mutex<Option<Counted>>);

struct Counted {
    extents: HashMap<&'static str, Extent>,
    /// The last event of the public record then.
    seq: i64,
    at: Instant,
}

impl Counts {
    /// By the names of the datasets.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn read(&self, tables: &[Table], reading: &Reading, seq: i64) -> Result<HashMap<&'static str, Extent>, AppError> {
        // Whoever comes meanwhile waits for the same count.
        let mut known = self.0.lock().await;
        let now = reading.app.clock.monotonic();
        if let Some(counted) = known.as_ref().filter(|it| it.seq == seq || now.saturating_duration_since(it.at) < GOOD_FOR) {
            return Ok(counted.extents.clone());
        }
        let mut extents = HashMap::new();
        for table in tables {
            extents.insert(table.about.name, table.extent(reading).await?);
        }
        *known = Some(Counted { extents: extents.clone(), seq, at: now });
        Ok(extents)
    }
}
