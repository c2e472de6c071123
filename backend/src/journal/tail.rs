//! Following the journal: everyone who waits for the next events shares one look at the database.
//!
//! A follower pulls from its own position, so that a slow one costs no memory: what it missed it reads from the journal.

use super::announcer::Announcer;
use super::event::Entry;
use super::hearing::hear;
use super::store;
use crate::app::{App, SharedApp};
use crate::error::AppError;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How many of the latest events stay at hand.
const AT_HAND: usize = 512;
/// The most events that a follower gets at once.
const BATCH: u64 = 100;
/// How often the followers look by themselves for what another process committed.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// While nobody tells us.
    pub deaf: Duration,
    /// While the database does: only in case something went unheard.
    pub hearing: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { deaf: Duration::from_secs(1), hearing: Duration::from_secs(5) }
    }
}

/// The latest events, read once for all followers.
#[derive(Default)]
pub struct Tail {
    recent: Mutex<Option<Recent>>,
    pace: Pace,
    /// Begun by the first follower: a command that follows nothing needs no connection for it.
    hearing: OnceLock<()>,
}

impl Tail {
    pub fn at_pace(pace: Pace) -> Self {
        Self { pace, ..Self::default() }
    }

    fn look_every(&self, announcer: &Announcer) -> Duration {
        if announcer.hears_others() { self.pace.hearing } else { self.pace.deaf }
    }
}

struct Recent {
    /// Every event after `start`, up to `end`.
    entries: VecDeque<Arc<Entry>>,
    start: i64,
    end: i64,
    looked: Instant,
}

/// The events after `seq`, in order, without end; as many at once as there are, up to a hundred.
pub fn follow(app: SharedApp, seq: i64) -> impl Stream<Item = Result<Vec<Arc<Entry>>, AppError>> + Send {
    app.tail.hearing.get_or_init(|| {
        tokio::spawn(app.lifecycle.track(hear(app.db.clone(), app.lifecycle.clone())));
    });
    try_unfold((app, seq), |(app, seq)| async move {
        let batch = next(&app, seq).await?;
        let seq = batch.last().map_or(seq, |entry| entry.seq);
        Ok(Some((batch, (app, seq))))
    })
}

async fn next(app: &App, seq: i64) -> Result<Vec<Arc<Entry>>, AppError> {
    // Subscribed before looking: what is committed in between wakes us.
    let mut announced = app.db.announcer().subscribe();
    loop {
        let found = after(app, seq).await?;
        if !found.is_empty() {
            return Ok(found);
        }
        // What another process does may be announced to nobody here: after a while we look all the same.
        let _ = tokio::time::timeout(app.tail.look_every(app.db.announcer()), announced.changed()).await;
    }
}

async fn after(app: &App, seq: i64) -> Result<Vec<Arc<Entry>>, AppError> {
    let mut tail = app.tail.recent.lock().await;
    let recent = refresh(app, tail.take()).await?;
    let at_hand = (seq >= recent.start)
        .then(|| recent.entries.iter().filter(|entry| entry.seq > seq).take(BATCH as usize).map(Arc::clone).collect());
    *tail = Some(recent);
    drop(tail);
    match at_hand {
        Some(found) => Ok(found),
        None => Ok(store::entries_after(&app.db, seq, BATCH, false).await?.into_iter().map(Arc::new).collect()),
    }
}

async fn refresh(app: &App, recent: Option<Recent>) -> Result<Recent, AppError> {
    let now = app.clock.monotonic();
    let Some(mut recent) = recent else {
        let end = store::latest_seq(&app.db).await?;
        return Ok(Recent { entries: VecDeque::new(), start: end, end, looked: now });
    };
    let announced = *app.db.announcer().subscribe().borrow();
    if announced <= recent.end && now.duration_since(recent.looked) < app.tail.look_every(app.db.announcer()) {
        return Ok(recent);
    }
    let fresh = store::entries_after(&app.db, recent.end, AT_HAND as u64, false).await?;
    recent.looked = now;
    recent.end = fresh.last().map_or(recent.end, |entry| entry.seq);
    recent.entries.extend(fresh.into_iter().map(Arc::new));
    while recent.entries.len() > AT_HAND {
        recent.start = recent.entries.pop_front().map_or(recent.start, |entry| entry.seq);
    }
    app.db.announcer().announce(recent.end);
    Ok(recent)
}
