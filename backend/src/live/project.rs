//! Keeping the typed view in the database close behind the log.

use super::document::Document;
use super::store;
use crate::app::App;
use crate::error::AppError;
use shared::value::PlanId;
use std::time::{Duration, Instant};

/// After the last change, and after the first one that is not in the view yet.
const QUIET: Duration = Duration::from_millis(300);
const LATEST: Duration = Duration::from_millis(1_200);
/// After so many entries the whole document is kept too.
const SNAPSHOT_EVERY: i64 = 200;

/// How far the view and the snapshots are.
pub struct Progress {
    projected: i64,
    snapshot: i64,
    /// When the first and the last entry came that the view lacks.
    waiting: Option<(Instant, Instant)>,
}

impl Progress {
    pub fn new(projected: i64, snapshot: i64) -> Self {
        Self { projected, snapshot, waiting: None }
    }

    pub fn note(&mut self, head: i64, now: Instant) {
        if head > self.projected {
            let first = self.waiting.map_or(now, |(first, _)| first);
            self.waiting = Some((first, now));
        }
    }

    pub fn is_done(&self) -> bool {
        self.waiting.is_none()
    }

    pub fn is_due(&self, now: Instant) -> bool {
        self.waiting.is_some_and(|(first, last)| now - last >= QUIET || now - first >= LATEST)
    }

    /// Writes the view, and now and then a snapshot.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses: it is due again at once.
    pub async fn project(&mut self, app: &App, plan: PlanId, head: i64, document: &Document) -> Result<(), AppError> {
        let at = app.clock.now();
        let tx = app.db.begin().await?;
        crate::plan::store::project(&tx, plan, head, &document.content(), at).await?;
        let keeps = head - self.snapshot >= SNAPSHOT_EVERY;
        if keeps {
            store::insert_snapshot(&tx, plan, head, document.state(), at).await?;
        }
        tx.commit_unrecorded().await?;
        self.projected = head;
        self.waiting = None;
        if keeps {
            self.snapshot = head;
        }
        Ok(())
    }
}
