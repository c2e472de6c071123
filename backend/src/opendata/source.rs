//! Where a dataset's rows come from: most are a noun's list, short ones are held in memory.

use super::PORTION;
use crate::app::SharedApp;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::platform::database::{Database, Listed};
use chrono::{DateTime, Utc};
use shared::area::AreaCode;
use std::sync::Arc;
use uuid::Uuid;

/// What a dataset reads from, and what it is narrowed to.
#[derive(Clone)]
pub struct Reading {
    pub app: SharedApp,
    /// The connections for what takes its time.
    pub db: Database,
    pub catalogue: Arc<Catalogue>,
    /// Areas of any level, with what lies in them; none is all of the regency.
    pub areas: Vec<AreaCode>,
}

impl Reading {
    pub fn new(app: &SharedApp, areas: Vec<AreaCode>) -> Self {
        Self { app: SharedApp::clone(app), db: app.db.at_leisure(), catalogue: app.areas.current(), areas }
    }
}

/// Rows, narrowed to what is wanted.
pub trait Source: Send + Sync + 'static {
    type Row: Send + Sync + 'static;
    /// Where the next portion begins.
    type Place: Send + 'static;

    /// The rows from a place on, in an order that does not change: at most [`PORTION`], and where to go on.
    fn portion(
        &self,
        reading: &Reading,
        from: Option<Self::Place>,
    ) -> impl Future<Output = Result<Portion<Self::Row, Self::Place>, AppError>> + Send;

    /// Since when the rows tell of something; `None` while there are none, and where they say how things are now.
    fn since(&self, _: &Reading) -> impl Future<Output = Result<Option<DateTime<Utc>>, AppError>> + Send {
        async { Ok(None) }
    }

    /// How many rows there are; `None` where counting them would be as much work as reading them.
    fn count(&self, reading: &Reading) -> impl Future<Output = Result<Option<u64>, AppError>> + Send;
}

/// Some rows, and where the next ones begin; nowhere after the last.
pub struct Portion<R, P> {
    pub rows: Vec<R>,
    pub next: Option<P>,
}

impl<R, P> Portion<R, P> {
    /// Of rows read by keyset: after a full portion, the last one's key is where to go on.
    pub fn by_key(rows: Vec<R>, key: impl Fn(&R) -> P) -> Self {
        let next = rows.last().filter(|_| rows.len() as u64 >= PORTION).map(key);
        Self { rows, next }
    }
}

/// What a noun's list gives.
pub struct Listing<L: Listed> {
    list: L,
    newest: L::Order,
}

impl<L: Listed> Listing<L> {
    /// `newest` orders by the instant since which there is something to tell.
    pub fn new(list: L, newest: L::Order) -> Self {
        Self { list, newest }
    }
}

impl<L> Source for Listing<L>
where
    L: Listed + 'static,
    L::Item: Sync + 'static,
{
    type Row = L::Item;
    type Place = Uuid;

    async fn portion(&self, reading: &Reading, from: Option<Uuid>) -> Result<Portion<L::Item, Uuid>, AppError> {
        let (rows, last) = self.list.portion(&reading.db, from, PORTION).await?;
        let next = last.filter(|_| rows.len() as u64 >= PORTION);
        Ok(Portion { rows, next })
    }

    async fn since(&self, reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        self.list.since(&reading.db, self.newest).await
    }

    async fn count(&self, reading: &Reading) -> Result<Option<u64>, AppError> {
        self.list.count(&reading.db).await.map(Some)
    }
}

/// What is held in memory: all of it, found anew for each portion.
pub struct InMemory<R: 'static>(fn(&Reading) -> Vec<&R>);

impl<R: 'static> InMemory<R> {
    pub const fn new(rows: fn(&Reading) -> Vec<&R>) -> Self {
        Self(rows)
    }
}

impl<R: Clone + Send + Sync + 'static> Source for InMemory<R> {
    type Row = R;
    /// How many came before.
    type Place = usize;

    async fn portion(&self, reading: &Reading, from: Option<usize>) -> Result<Portion<R, usize>, AppError> {
        let (from, most) = (from.unwrap_or_default(), PORTION as usize);
        let rows: Vec<R> = (self.0)(reading).into_iter().skip(from).take(most).cloned().collect();
        let next = (rows.len() == most).then_some(from + most);
        Ok(Portion { rows, next })
    }

    async fn count(&self, reading: &Reading) -> Result<Option<u64>, AppError> {
        Ok(Some((self.0)(reading).len() as u64))
    }
}
