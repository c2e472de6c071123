//! Keeping the typed view in the database close behind the log.

use super::document::Document;
use super::views::View;
use crate::app::SharedApp;
use crate::error::AppError;
use shared::value::PlanId;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;

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
    writing: Option<Writing>,
}

/// A view on its way into the database.
struct Writing {
    head: i64,
    keeps: bool,
    done: oneshot::Receiver<Result<(), AppError>>,
}

impl Progress {
    pub fn new(projected: i64, snapshot: i64) -> Self {
        Self { projected, snapshot, waiting: None, writing: None }
    }

    pub fn note(&mut self, head: i64, now: Instant) {
        if head > self.projected {
            let first = self.waiting.map_or(now, |(first, _)| first);
            self.waiting = Some((first, now));
        }
    }

    pub fn is_done(&self) -> bool {
        self.waiting.is_none() && self.writing.is_none()
    }

    /// One view after the other.
    pub fn is_due(&self, now: Instant) -> bool {
        self.writing.is_none() && self.waiting.is_some_and(|(first, last)| now - last >= QUIET || now - first >= LATEST)
    }

    /// Sends the view on its way, now and then with a snapshot. Writing goes on meanwhile.
    ///
    /// # Errors
    /// `INTERNAL` when nobody takes it.
    pub async fn project(&mut self, app: &SharedApp, plan: PlanId, head: i64, document: &Document) -> Result<(), AppError> {
        let keeps = head - self.snapshot >= SNAPSHOT_EVERY;
        let (answer, done) = oneshot::channel();
        let view = View { plan, head, content: document.content(), state: keeps.then(|| document.state()), answer };
        app.rooms.show(app, view).await?;
        self.writing = Some(Writing { head, keeps, done });
        self.waiting = None;
        Ok(())
    }

    /// Looks whether what was sent on its way has arrived; what got lost is due again before long.
    pub fn look(&mut self, now: Instant) {
        let Some(writing) = &mut self.writing else { return };
        let is_written = match writing.done.try_recv() {
            Err(TryRecvError::Empty) => return,
            written => matches!(written, Ok(Ok(()))),
        };
        if is_written {
            self.projected = writing.head;
            self.snapshot = if writing.keeps { writing.head } else { self.snapshot };
        } else {
            self.waiting.get_or_insert((now, now));
        }
        self.writing = None;
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
