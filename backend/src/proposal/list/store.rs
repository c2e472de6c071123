//! The queries behind lists. A scope and a filter become one WHERE clause.

use super::{Cursor, DeskScope, ProposalFilter};
use crate::access::ProposalScope;
use crate::error::AppError;
use crate::platform::database::{Database, containing, from_word, to_millis};
use crate::proposal::entity::{proposals, supports};
use crate::proposal::model::Proposal;
use crate::proposal::store::{cell, to_proposal};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order as Direction, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ErrorCode;
use shared::area::{AreaCode, AreaLevel};
use shared::proposal::{Order, ProposerType, Sector, Status};
use shared::value::{BoundingBox, Location, PageRequest, ProposalId};
use std::collections::HashMap;
use uuid::Uuid;

type Column = proposals::Column;

/// One page, with one more row than asked for when there are more; a backward page comes in list order too.
///
/// # Errors
/// `INVALID_CURSOR` on `after` or `before`; `INTERNAL` when the database refuses.
pub async fn page(
    db: &Database,
    scope: ProposalScope,
    filter: &ProposalFilter,
    order: Order,
    page: &PageRequest,
) -> Result<Vec<(Cursor, Proposal)>, AppError> {
    let (column, descending) = order_column(order);
    let downward = descending != page.backward;
    let direction = if downward { Direction::Desc } else { Direction::Asc };
    let mut query = proposals::Entity::find()
        .filter(condition(scope, filter))
        .order_by(column, direction.clone())
        .order_by(Column::Id, direction)
        .limit(page.size + 1);
    if let Some(text) = &page.cursor {
        let field = if page.backward { "before" } else { "after" };
        let cursor = Cursor::decode(text, order).ok_or_else(|| AppError::field(field, ErrorCode::InvalidCursor))?;
        let Cursor { key, id } = cursor;
        let (past_key, past_id) = if downward { (column.lt(key), Column::Id.lt(id)) } else { (column.gt(key), Column::Id.gt(id)) };
        query = query.filter(Condition::any().add(past_key).add(Condition::all().add(column.eq(key)).add(past_id)));
    }
    let rows = query.all(db.reader()).await?;
    rows.into_iter().map(|row| Ok((Cursor { key: order_key(order, &row), id: row.id }, to_proposal(row)?))).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count(db: &Database, scope: ProposalScope, filter: &ProposalFilter) -> Result<u64, AppError> {
    Ok(proposals::Entity::find().filter(condition(scope, filter)).count(db.reader()).await?)
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
        .column_as(Column::Id.count(), "n")
        .filter(Column::SubmittedAt.is_not_null())
        .filter(within_any(areas))
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

fn order_column(order: Order) -> (Column, bool) {
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

fn order_key(order: Order, row: &proposals::Model) -> i64 {
    match order {
        Order::Newest | Order::Oldest => row.listed_at,
        Order::RecentlyChanged => row.updated_at,
        Order::MostSupported => row.support_count.into(),
        Order::HighestCost | Order::LowestCost => row.estimated_cost,
        Order::LongestWaiting => row.status_since,
    }
}

fn condition(scope: ProposalScope, filter: &ProposalFilter) -> Condition {
    let mut visible = Condition::any().add(Column::SubmittedAt.is_not_null());
    if let Some(owner) = scope.owner() {
        visible = visible.add(Column::OwnerId.eq(owner.0));
    }
    let mut all = Condition::all().add(visible);
    if !filter.areas.is_empty() {
        all = all.add(within_any(&filter.areas));
    }
    let words = |column: Column, words: Vec<&'static str>| (!words.is_empty()).then(|| column.is_in(words));
    all = all
        .add_option(words(Column::Sector, filter.sectors.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::Status, filter.statuses.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::Kind, filter.kinds.iter().map(|value| value.as_str()).collect()))
        .add_option(words(Column::ProposerType, filter.proposer_types.iter().map(|value| value.as_str()).collect()))
        .add_option((!filter.fiscal_years.is_empty()).then(|| Column::FiscalYear.is_in(filter.fiscal_years.iter().copied())))
        .add_option(
            filter
                .agency
                .as_ref()
                .map(|agency| Column::FinalAgency.eq(agency.as_str()).or(Column::InitialAgency.eq(agency.as_str()))),
        )
        .add_option(filter.cost_min.map(|least| Column::EstimatedCost.gte(least)))
        .add_option(filter.cost_max.map(|most| Column::EstimatedCost.lte(most)))
        .add_option(filter.submitted_from.map(|from| Column::SubmittedAt.gte(to_millis(from))))
        .add_option(filter.submitted_to.map(|to| Column::SubmittedAt.lt(to_millis(to))))
        .add_option(filter.owner.map(|owner| Column::OwnerId.eq(owner.0)));
    for word in filter.text.as_deref().unwrap_or_default().split_whitespace() {
        all = all.add(Expr::col(Column::SearchText).like(containing(word)));
    }
    if let Some(supporter) = filter.supporter {
        let theirs = Query::select()
            .column(supports::Column::ProposalId)
            .from(supports::Entity)
            .and_where(supports::Column::AccountId.eq(supporter.0))
            .to_owned();
        all = all.add(Column::Id.in_subquery(theirs));
    }
    if let Some(bounds) = filter.bounding_box {
        all = all.add(inside(bounds));
    }
    if let Some(desks) = &filter.awaiting {
        // Without a desk nothing waits: an empty IN is false on both databases.
        let nothing = Condition::any().add(Column::Id.is_in(Vec::<Uuid>::new()));
        all = all.add(desks.iter().fold(nothing, |any, desk| any.add(on_desk(desk))));
    }
    all
}

fn within_any(areas: &[AreaCode]) -> Condition {
    let of = |level| areas.iter().filter(move |area| area.level() == level).map(AreaCode::as_str);
    let any =
        Condition::any().add(Column::Village.is_in(of(AreaLevel::Village))).add(Column::District.is_in(of(AreaLevel::District)));
    of(AreaLevel::Regency).fold(any, |any, code| any.add(Column::District.starts_with(format!("{code}."))))
}

fn within(area: &AreaCode) -> Condition {
    let (column, code) = match area.level() {
        AreaLevel::Village => (Column::Village, area.to_string()),
        AreaLevel::District => (Column::District, area.to_string()),
        AreaLevel::Regency => return Condition::all().add(Column::District.starts_with(format!("{area}."))),
    };
    Condition::all().add(column.eq(code))
}

fn on_desk(desk: &DeskScope) -> Condition {
    let place = match (&desk.agency, &desk.area) {
        (Some(agency), _) => Condition::all().add(Column::FinalAgency.eq(agency.as_str())),
        (None, Some(area)) => within(area),
        (None, None) => Condition::all().add(Column::Id.is_in(Vec::<Uuid>::new())),
    };
    let among = |statuses: &[Status]| Column::Status.is_in(statuses.iter().map(|status| status.as_str()));
    // What an agency took on, the agency carries out; the rest is the village's own.
    let nobody_else_does = desk.agency.is_none().then(|| Column::FinalAgency.is_null());
    let carried_out = Condition::all().add(among(&desk.carried_out)).add_option(nobody_else_does);
    let offices = ProposerType::ALL.iter().filter(|proposer| proposer.needs_role().is_some()).map(|proposer| proposer.as_str());
    let not_their_own =
        desk.person.map(|person| Condition::any().add(Column::OwnerId.ne(person.0)).add(Column::ProposerType.is_in(offices)));
    place.add(Condition::any().add(among(&desk.statuses)).add(carried_out)).add_option(not_their_own)
}

/// The cell key narrows to a range of the index; the coordinates decide.
fn inside(bounds: BoundingBox) -> Condition {
    let (low, high) =
        (Location { longitude: bounds.west, latitude: bounds.south }, Location { longitude: bounds.east, latitude: bounds.north });
    let ((west, south), (east, north)) = (low.to_e7(), high.to_e7());
    Condition::all()
        .add(Column::Cell.between(cell(low), cell(high)))
        .add(Column::LonE7.between(west, east))
        .add(Column::LatE7.between(south, north))
}
