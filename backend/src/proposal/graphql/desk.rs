//! The officials' desk in GraphQL.

use crate::api::context::{app, request};
use crate::api::enums::ProposalStatus;
use crate::proposal::desk;
use async_graphql::{Context, Object, Result, SimpleObject};

/// What waits for the viewer (meja kerja).
#[derive(SimpleObject)]
pub struct Desk {
    /// One for each of the viewer's offices and statuses (menurut jabatan).
    levels: Vec<DeskLevel>,
    /// Each proposal once, on however many desks it lies (menunggu).
    awaiting: u64,
    /// Of these, how many have waited longer than their level may take (lewat waktu).
    overdue: u64,
    /// Days that the oldest has waited (menunggu terlama); null when nothing waits.
    oldest_days: Option<i64>,
}

/// What waits for one of the viewer's offices in one status (meja kerja).
#[derive(SimpleObject)]
pub struct DeskLevel {
    /// In which office the viewer would act (jabatan).
    office: String,
    /// Where they stand (status).
    status: ProposalStatus,
    /// How many proposals wait (jumlah).
    count: u64,
    /// Of these, how many have waited longer than the level may take (lewat waktu).
    overdue: u64,
}

impl From<desk::DeskLevel> for DeskLevel {
    fn from(level: desk::DeskLevel) -> Self {
        Self { office: level.office, status: level.status.into(), count: level.count as u64, overdue: level.overdue as u64 }
    }
}

#[derive(Default)]
pub struct DeskQuery;

#[Object]
impl DeskQuery {
    /// What waits for the viewer (meja kerja); for officials only. The queue itself is `proposals(filter: {awaitingMe: true})`.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Desk> {
        let desk = desk::of(app(ctx)?, &request(ctx)?.actor).await?;
        Ok(Desk {
            levels: desk.levels.into_iter().map(Into::into).collect(),
            awaiting: desk.awaiting as u64,
            overdue: desk.overdue as u64,
            oldest_days: desk.oldest_days,
        })
    }
}
