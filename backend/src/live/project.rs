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
        let keeps = head - self.snapshot >= SNAPSHOT_EVERY;
        // Other writers wait while the transaction is open: what takes long comes before it.
        let (content, state) = (document.content(), keeps.then(|| document.state()));
        let tx = app.db.begin().await?;
        crate::plan::store::project(&tx, plan, head, &content, at).await?;
        if let Some(state) = state {
            store::insert_snapshot(&tx, plan, head, state, at).await?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_is_due_well_within_two_seconds_however_fast_people_type() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut pause = Progress::new(0, 0);
        pause.note(1, at(0));
        assert!(!pause.is_due(at(290)) && pause.is_due(at(300)));
        let mut flow = Progress::new(0, 0);
        let due = (0..200).map(|n| n * 10).find(|millis| {
            flow.note(1 + *millis as i64, at(*millis));
            flow.is_due(at(*millis))
        });
        assert_eq!(due, Some(1_200));
        // What the view has already makes nothing due.
        let mut done = Progress::new(5, 0);
        done.note(5, at(0));
        assert!(done.is_done() && !done.is_due(at(5_000)));
    }
}
