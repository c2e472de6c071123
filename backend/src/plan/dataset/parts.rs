//! What stands in plans as rows of its own: read plan by plan, and told of since the first plan was begun.

use super::{plans, public};
use crate::error::AppError;
use crate::opendata::{PORTION, Portion, Reading, Source};
use crate::plan::list::PlanFilter;
use crate::platform::database::{Database, Listed};
use chrono::{DateTime, Utc};
use shared::plan::PlanOrder;
use std::marker::PhantomData;
use uuid::Uuid;

/// The plan and what stands in it: together they name a row.
pub type Key = (Uuid, Uuid);

/// Something that stands in plans.
pub trait Part: Sized + Send + Sync + 'static {
    fn key(&self) -> Key;

    /// The next `limit` in these plans after this one, in the order of their keys.
    fn read(
        db: &Database,
        plans: &PlanFilter,
        after: Option<Key>,
        limit: u64,
    ) -> impl Future<Output = Result<Vec<Self>, AppError>> + Send;

    fn count(db: &Database, plans: &PlanFilter) -> impl Future<Output = Result<u64, AppError>> + Send;
}

/// All of them in the plans that are wanted.
pub struct Parts<P> {
    plans: PlanFilter,
    of: PhantomData<P>,
}

impl<P> Parts<P> {
    pub fn wanted(reading: &Reading) -> Self {
        Self { plans: plans(reading), of: PhantomData }
    }
}

impl<P: Part> Source for Parts<P> {
    type Row = P;
    type Place = Key;

    async fn portion(&self, reading: &Reading, from: Option<Key>) -> Result<Portion<P, Key>, AppError> {
        let rows = P::read(&reading.db, &self.plans, from, PORTION).await?;
        Ok(Portion::by_key(rows, P::key))
    }

    async fn since(&self, reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        public(self.plans.clone()).since(&reading.db, PlanOrder::Newest).await
    }

    async fn count(&self, reading: &Reading) -> Result<Option<u64>, AppError> {
        P::count(&reading.db, &self.plans).await.map(Some)
    }
}
