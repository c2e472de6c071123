//! The log of each plan in the database.

use super::elsewhere::{CHANNEL, Told};
use super::entity::{clients, heads, snapshots, updates};
use super::log::{Entry, NewEntry, Owner, Stored};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use shared::ErrorCode;
use shared::value::{AccountId, PlanId};

/// Some databases take only so many values in one statement.
const ROWS_AT_ONCE: usize = 500;

/// Everything from which the document is rebuilt; none when there is no such plan.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn load(db: &Database, plan: PlanId) -> Result<Option<Stored>, AppError> {
    let Some(head) = heads::Entity::find_by_id(plan.0).one(db.reader()).await? else { return Ok(None) };
    let snapshot = snapshots::Entity::find()
        .filter(snapshots::Column::PlanId.eq(plan.0))
        .order_by_desc(snapshots::Column::Seq)
        .one(db.reader())
        .await?
        .map(|row| (row.seq, row.bytes));
    let from = snapshot.as_ref().map_or(0, |(seq, _)| *seq);
    Ok(Some(Stored { plan, epoch: head.epoch, projected: head.projected_seq, entries: after(db, plan, from).await?, snapshot }))
}

/// The entries after this one, in order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn after(db: &Database, plan: PlanId, seq: i64) -> Result<Vec<Entry>, AppError> {
    between(db, plan, seq, i64::MAX).await
}

/// The entries after `seq` up to and with `until`, in order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn between(db: &Database, plan: PlanId, seq: i64, until: i64) -> Result<Vec<Entry>, AppError> {
    let rows = updates::Entity::find()
        .filter(updates::Column::PlanId.eq(plan.0))
        .filter(updates::Column::Seq.gt(seq))
        .filter(updates::Column::Seq.lte(until))
        .order_by_asc(updates::Column::Seq)
        .all(db.reader())
        .await?;
    rows.into_iter().map(to_entry).collect()
}

/// The latest snapshot that goes no further than this entry.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn snapshot_until(db: &Database, plan: PlanId, seq: i64) -> Result<Option<(i64, Vec<u8>)>, AppError> {
    let row = snapshots::Entity::find()
        .filter(snapshots::Column::PlanId.eq(plan.0))
        .filter(snapshots::Column::Seq.lte(seq))
        .order_by_desc(snapshots::Column::Seq)
        .one(db.reader())
        .await?;
    Ok(row.map(|row| (row.seq, row.bytes)))
}

/// The last entry of the plan's log.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn head(db: &Database, plan: PlanId) -> Result<i64, AppError> {
    Ok(heads::Entity::find_by_id(plan.0).one(db.reader()).await?.map_or(0, |row| row.head))
}

/// Whose these devices are, as far as they have written anything.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn owners(db: &Database, plan: PlanId, devices: &[u64]) -> Result<Vec<Owner>, AppError> {
    let rows = clients::Entity::find()
        .filter(clients::Column::PlanId.eq(plan.0))
        .filter(clients::Column::ClientId.is_in(devices.iter().map(|device| *device as i64)))
        .all(db.reader())
        .await?;
    Ok(rows.into_iter().map(to_owner).collect())
}

/// The last entries of these plans' logs.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn heads(db: &Database, plans: &[PlanId]) -> Result<Vec<(PlanId, i64)>, AppError> {
    let mut found = Vec::with_capacity(plans.len());
    for plans in plans.chunks(ROWS_AT_ONCE) {
        let rows = heads::Entity::find().filter(heads::Column::Id.is_in(plans.iter().map(|plan| plan.0)));
        found.extend(rows.all(db.reader()).await?.into_iter().map(|row| (PlanId(row.id), row.head)));
    }
    Ok(found)
}

/// Plans whose typed view is behind their log.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn behind(db: &Database) -> Result<Vec<PlanId>, AppError> {
    let late = Expr::col(heads::Column::Head).gt(Expr::col(heads::Column::ProjectedSeq));
    let ids: Vec<uuid::Uuid> =
        heads::Entity::find().select_only().column(heads::Column::Id).filter(late).into_tuple().all(db.reader()).await?;
    Ok(ids.into_iter().map(PlanId).collect())
}

/// Locks the plan's log and gives its last entry. Other servers wait until this transaction ends, so that numbers have no
/// gaps, and each entry rests only on what stands before it.
///
/// # Errors
/// `NOT_FOUND`; `INTERNAL` when the database refuses.
pub async fn lock_head(tx: &Transaction, plan: PlanId) -> Result<i64, AppError> {
    let row = heads::Entity::find_by_id(plan.0).lock_exclusive().one(tx.connection()).await?;
    Ok(row.ok_or(AppError::Refused(ErrorCode::NotFound))?.head)
}

/// Appends entries after the last one, `head`, of the locked log; gives the number of the last.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn append(tx: &Transaction, plan: PlanId, head: i64, entries: &[NewEntry], at: DateTime<Utc>) -> Result<i64, AppError> {
    let rows = entries.iter().zip(head + 1..).map(|(entry, seq)| to_row(plan, seq, entry, at)).collect::<Result<Vec<_>, _>>()?;
    for rows in rows.chunks(ROWS_AT_ONCE) {
        updates::Entity::insert_many(rows.to_vec()).exec_without_returning(tx.connection()).await?;
    }
    let head = head + entries.len() as i64;
    heads::Entity::update_many()
        .col_expr(heads::Column::Head, Expr::value(head))
        .filter(heads::Column::Id.eq(plan.0))
        .exec(tx.connection())
        .await?;
    Ok(head)
}

/// Takes note whose devices these are; gives those that are somebody else's already.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn claim(tx: &Transaction, plan: PlanId, claims: &[Owner]) -> Result<Vec<Owner>, AppError> {
    let rows = claims.iter().map(|(client, account)| clients::ActiveModel {
        plan_id: Set(plan.0),
        client_id: Set(*client as i64),
        account_id: Set(account.0),
    });
    let taken = OnConflict::columns([clients::Column::PlanId, clients::Column::ClientId]).do_nothing().to_owned();
    clients::Entity::insert_many(rows).on_conflict(taken).exec_without_returning(tx.connection()).await?;
    let found = clients::Entity::find()
        .filter(clients::Column::PlanId.eq(plan.0))
        .filter(clients::Column::ClientId.is_in(claims.iter().map(|(client, _)| *client as i64)))
        .all(tx.connection())
        .await?;
    let owned: Vec<Owner> = found.into_iter().map(to_owner).collect();
    Ok(claims.iter().filter(|claim| !owned.contains(claim)).copied().collect())
}

/// Keeps the document as it is after this entry, so that it is rebuilt faster.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_snapshot(tx: &Transaction, plan: PlanId, seq: i64, bytes: Vec<u8>, at: DateTime<Utc>) -> Result<(), AppError> {
    let row = snapshots::ActiveModel { plan_id: Set(plan.0), seq: Set(seq), at: Set(to_millis(at)), bytes: Set(bytes) };
    let known = OnConflict::columns([snapshots::Column::PlanId, snapshots::Column::Seq]).do_nothing().to_owned();
    snapshots::Entity::insert(row).on_conflict(known).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Wakes the rooms of other servers, where the database can.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn tell(tx: &Transaction, told: &Told) -> Result<(), AppError> {
    notify(tx.connection(), told).await
}

/// As [`tell`], without waiting for a transaction to end.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn tell_now(db: &Database, told: &Told) -> Result<(), AppError> {
    notify(db.reader(), told).await
}

async fn notify(connection: &impl ConnectionTrait, told: &Told) -> Result<(), AppError> {
    if connection.get_database_backend() == DbBackend::Postgres {
        for text in told.write() {
            let values = [CHANNEL.into(), text.into()];
            connection.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values)).await?;
        }
    }
    Ok(())
}

fn to_row(plan: PlanId, seq: i64, entry: &NewEntry, at: DateTime<Utc>) -> Result<updates::ActiveModel, AppError> {
    Ok(updates::ActiveModel {
        plan_id: Set(plan.0),
        seq: Set(seq),
        account_id: Set(entry.account.map(|account| account.0)),
        office: Set(entry.office.clone()),
        token_id: Set(entry.token.map(|token| token.0)),
        at: Set(to_millis(at)),
        touched: Set(serde_json::to_string(&entry.touched)?),
        bytes: Set(entry.bytes.clone()),
    })
}

fn to_entry(row: updates::Model) -> Result<Entry, AppError> {
    Ok(Entry {
        seq: row.seq,
        account: row.account_id.map(AccountId),
        office: row.office,
        at: from_millis(row.at)?,
        touched: serde_json::from_str(&row.touched)?,
        bytes: row.bytes,
    })
}

fn to_owner(row: clients::Model) -> Owner {
    (row.client_id as u64, AccountId(row.account_id))
}
