//! The queries behind lists.

mod condition;
mod decisions;
mod facts;
mod participation;
mod review;
mod without;

pub use condition::{condition, is_about};
use condition::{on_desk, within_any};
pub use facts::facts;
pub use participation::acts;
pub use review::{answers, arrivals, standings};

use super::{DeskScope, ProposalFilter};
use crate::access::ProposalScope;
use crate::error::AppError;
use crate::platform::database::{Database, Listed, Seen, from_word};
use crate::proposal::entity::proposals;
use crate::proposal::model::Proposal;
use crate::proposal::store::to_proposal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, Order as Direction, QueryFilter, QueryOrder, QuerySelect, Select};
use shared::area::AreaCode;
use shared::proposal::{Order, Sector, Status};
use shared::value::{Location, ProposalId};
use std::collections::HashMap;
use uuid::Uuid;

type Column = proposals::Column;

impl Listed for Seen<ProposalScope, ProposalFilter> {
    type Entity = proposals::Entity;
    type Order = Order;
    type Item = Proposal;

    const ID: Column = Column::Id;

    fn rows(&self) -> Select<proposals::Entity> {
        proposals::Entity::find().filter(condition(self.scope, &self.filter))
    }

    fn key(order: Order) -> (Column, bool) {
        match order {
            Order::Newest => (Column::ListedAt, true),
            Order::Oldest => (Column::ListedAt, false),
            Order::RecentlyChanged => (Column::UpdatedAt, true),
            Order::MostSupported => (Column::SupportCount, true),
            Order::HighestCost => (Column::EstimatedCost, true),
            Order::LowestCost => (Column::EstimatedCost, false),
            Order::LongestWaiting => (Column::StatusSince, false),
        }
    }

    async fn read(_: &Database, rows: Vec<proposals::Model>) -> Result<Vec<Proposal>, AppError> {
        rows.into_iter().map(to_proposal).collect()
    }
}

/// The `limit` proposals of a filter that lie nearest to a place. On a plane, which is good enough for what is near.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn nearest(
    db: &Database,
    scope: ProposalScope,
    filter: &ProposalFilter,
    place: Location,
    limit: u64,
) -> Result<Vec<Proposal>, AppError> {
    let (longitude, latitude) = place.to_e7();
    // As floating-point numbers: the squares leave the range of the columns.
    let apart = |column: Column, from: i32| Expr::col(column).cast_as("double precision").sub(f64::from(from));
    let across = apart(Column::LonE7, longitude).mul(place.latitude.to_radians().cos());
    let along = apart(Column::LatE7, latitude);
    let query = proposals::Entity::find()
        .filter(condition(scope, filter))
        .filter(Column::Cell.is_not_null())
        .order_by(across.clone().mul(across).add(along.clone().mul(along)), Direction::Asc)
        .order_by_asc(Column::Id)
        .limit(limit);
    query.all(db.reader()).await?.into_iter().map(to_proposal).collect()
}

/// What a map shows of a proposal.
#[derive(Clone, Debug)]
pub struct Pin {
    pub id: ProposalId,
    pub title: String,
    pub status: Status,
    pub sector: Sector,
    pub village: AreaCode,
    pub location: Location,
    pub supports: i32,
}

/// The newest `limit` of a filter that have a place.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn pins(db: &Database, scope: ProposalScope, filter: &ProposalFilter, limit: u64) -> Result<Vec<Pin>, AppError> {
    type Row = (Uuid, String, String, String, String, i32, i32, i32);
    let query = proposals::Entity::find()
        .select_only()
        .columns([Column::Id, Column::Title, Column::Status, Column::Sector, Column::Village])
        .columns([Column::LonE7, Column::LatE7, Column::SupportCount])
        .filter(condition(scope, filter))
        .filter(Column::Cell.is_not_null())
        .order_by_desc(Column::ListedAt)
        .limit(limit);
    let rows: Vec<Row> = query.into_tuple().all(db.reader()).await?;
    let read = |(id, title, status, sector, village, longitude, latitude, supports): Row| {
        Ok(Pin {
            id: ProposalId(id),
            title,
            status: from_word(&status)?,
            sector: from_word(&sector)?,
            village: from_word(&village)?,
            location: Location::from_e7(longitude, latitude),
            supports,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Everything on one desk, with its status and when the waiting began, in milliseconds.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn waiting_on(db: &Database, desk: &DeskScope) -> Result<Vec<(Uuid, Status, i64)>, AppError> {
    let columns = [Column::Id, Column::Status, Column::StatusSince];
    let query = proposals::Entity::find().select_only().columns(columns).filter(on_desk(desk));
    let rows: Vec<(Uuid, String, i64)> = query.into_tuple().all(db.reader()).await?;
    rows.into_iter().map(|(id, status, since)| Ok((id, from_word(&status)?, since))).collect()
}

/// How many proposals of the public record stand in each status, in each of these areas.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn status_counts(db: &Database, areas: &[AreaCode]) -> Result<HashMap<AreaCode, HashMap<Status, i64>>, AppError> {
    let rows: Vec<(String, String, i64)> = proposals::Entity::find()
        .select_only()
        .columns([Column::Village, Column::Status])
        .column_as(Expr::val(1).count(), "n")
        .filter(Column::SubmittedAt.is_not_null())
        .filter(within_any(areas))
        // The district says nothing new, but it is the order of the index that has all of this.
        .group_by(Column::District)
        .group_by(Column::Village)
        .group_by(Column::Status)
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut counts: HashMap<AreaCode, HashMap<Status, i64>> = areas.iter().map(|area| (area.clone(), HashMap::new())).collect();
    for (village, status, n) in rows {
        let (mut area, status) = (Some(from_word::<AreaCode>(&village)?), from_word(&status)?);
        while let Some(code) = area {
            area = code.parent();
            // An area that was not asked for may have been counted in part.
            if let Some(counts) = counts.get_mut(&code) {
                *counts.entry(status).or_default() += n;
            }
        }
    }
    Ok(counts)
}
