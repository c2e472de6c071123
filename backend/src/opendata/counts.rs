//! How many rows the datasets have, for the page: counted once for everybody, and not at every visit.

use super::dataset::{Reading, Table};
use crate::error::AppError;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Counting a million rows takes a second; nobody needs it exact to the minute.
const GOOD_FOR: Duration = Duration::from_secs(600);

#[derive(Default)]
pub struct Counts(Mutex<Option<Counted>>);

struct Counted {
    rows: HashMap<&'static str, u64>,
    /// The last event of the public record then.
    seq: i64,
    at: Instant,
}

impl Counts {
    /// By the names of the datasets; without those that are not counted.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn read(&self, tables: &[Table], reading: &Reading, seq: i64) -> Result<HashMap<&'static str, u64>, AppError> {
        // Whoever comes meanwhile waits for the same count.
        let mut known = self.0.lock().await;
        let now = reading.app.clock.monotonic();
        if let Some(counted) = known.as_ref().filter(|it| it.seq == seq || now.saturating_duration_since(it.at) < GOOD_FOR) {
            return Ok(counted.rows.clone());
        }
        let mut rows = HashMap::new();
        for table in tables {
            rows.extend(table.count(reading).await?.map(|count| (table.about.name, count)));
        }
        *known = Some(Counted { rows: rows.clone(), seq, at: now });
        Ok(rows)
    }
}
