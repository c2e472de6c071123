//! Appending to the journal and reading it back in order.

use super::chain::{self, GENESIS};
use super::entity::{journal, journal_private};
use super::event::{Entry, Event, EventKind, JournalFilter};
use crate::app::App;
use crate::error::AppError;
use crate::platform::database::{self, Database, Transaction, from_millis, from_word, to_millis};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use shared::area::AreaCode;
use std::collections::HashMap;

/// Serialises appends across every process that shares a PostgreSQL; the number is only ours.
const APPEND_LOCK: i64 = 0x7265_6d62_7567;

/// Appends `event` within `tx`. The two become durable together.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn append(app: &App, tx: &mut Transaction, event: Event) -> Result<i64, AppError> {
    if tx.connection().get_database_backend() == DbBackend::Postgres {
        let lock = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_advisory_xact_lock($1)", [APPEND_LOCK.into()]);
        tx.connection().execute_raw(lock).await?;
    }
    let last = last_row(tx.connection()).await?;
    let (seq, previous) = match last {
        Some(row) => (row.seq + 1, to_hash(row.hash)?),
        None => (1, GENESIS),
    };
    let salt = event.private.as_ref().map(|_| app.ids.secret());
    let commitment = salt.zip(event.private.as_deref()).map(|(salt, text)| chain::commit(&salt, text));
    let mut entry = Entry {
        seq,
        at: app.clock.now(),
        kind: event.kind,
        subject: event.subject,
        area: event.area,
        actor: event.actor.map(|actor| actor.0),
        office: event.office,
        details: event.details.to_string(),
        commitment,
        previous,
        hash: GENESIS,
    };
    entry.hash = chain::hash(&entry);
    journal::Entity::insert(to_row(&entry)).exec_without_returning(tx.connection()).await?;
    if let (Some(salt), Some(body)) = (salt, event.private) {
        let row = journal_private::ActiveModel { seq: Set(seq), salt: Set(salt.to_vec()), body: Set(body) };
        journal_private::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    }
    tx.mark_journaled(seq);
    Ok(seq)
}

/// The number of the last event; 0 when there is none.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn latest_seq(db: &Database) -> Result<i64, AppError> {
    Ok(last_row(db.reader()).await?.map_or(0, |row| row.seq))
}

/// At most `limit` entries after `seq`, oldest first; with `public_only`, those of the public record.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn entries_after(db: &Database, seq: i64, limit: u64, public_only: bool) -> Result<Vec<Entry>, AppError> {
    let mut query = journal::Entity::find().filter(journal::Column::Seq.gt(seq)).order_by_asc(journal::Column::Seq).limit(limit);
    if public_only {
        query = query.filter(journal::Column::Public.eq(true));
    }
    query.all(db.reader()).await?.into_iter().map(to_entry).collect()
}

/// At most `limit` public entries after `seq` that the filter asks for, oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn page(db: &Database, filter: &JournalFilter, seq: i64, limit: u64) -> Result<Vec<Entry>, AppError> {
    let rows = journal::Entity::find().filter(such(filter)).filter(journal::Column::Seq.gt(seq));
    let rows = rows.order_by_asc(journal::Column::Seq).limit(limit).all(db.reader()).await?;
    rows.into_iter().map(to_entry).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count(db: &Database, filter: &JournalFilter) -> Result<u64, AppError> {
    Ok(journal::Entity::find().filter(such(filter)).count(db.reader()).await?)
}

fn such(filter: &JournalFilter) -> Condition {
    use journal::Column;
    let within = |area: &AreaCode| Column::Area.eq(area.as_str()).or(Column::Area.starts_with(format!("{area}.")));
    let areas = filter.areas.iter().fold(Condition::any(), |any, area| any.add(within(area)));
    Condition::all()
        .add(Column::Public.eq(true))
        .add_option((!filter.kinds.is_empty()).then(|| Column::Kind.is_in(filter.kinds.iter().map(|kind| kind.as_str()))))
        .add_option((!filter.subjects.is_empty()).then(|| Column::Subject.is_in(filter.subjects.iter().map(String::as_str))))
        .add_option((!filter.areas.is_empty()).then_some(areas))
        .add_option(filter.from.map(|from| Column::At.gte(to_millis(from))))
        .add_option(filter.to.map(|to| Column::At.lt(to_millis(to))))
}

/// The public history of one thing, oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn history_of(db: &Database, subject: &str, after: i64, limit: u64) -> Result<Vec<Entry>, AppError> {
    let query = journal::Entity::find()
        .filter(public_of(&[subject]))
        .filter(journal::Column::Seq.gt(after))
        .order_by_asc(journal::Column::Seq)
        .limit(limit);
    query.all(db.reader()).await?.into_iter().map(to_entry).collect()
}

/// The first `limit` events in the public history of each of these things, oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn first_of_each(db: &Database, subjects: &[&str], limit: u64) -> Result<Vec<Entry>, AppError> {
    use journal::Column::{Seq, Subject};
    let first = database::first_of_each::<journal::Entity>(Seq, Subject, Seq, public_of(subjects), limit);
    let query = journal::Entity::find().filter(Seq.in_subquery(first)).order_by_asc(Seq);
    query.all(db.reader()).await?.into_iter().map(to_entry).collect()
}

/// How many events the public history of each of these things holds; those without any are left out.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_of_each(db: &Database, subjects: &[&str]) -> Result<HashMap<String, u64>, AppError> {
    let of_these = journal::Entity::find().filter(public_of(subjects));
    database::count_of_each(db, of_these, journal::Column::Subject, journal::Column::Seq).await
}

fn public_of(subjects: &[&str]) -> Condition {
    let of_these = journal::Column::Subject.is_in(subjects.iter().copied());
    // That people write is told in detail by a plan's own history.
    let in_words = journal::Column::Kind.ne(EventKind::PlanEdited.as_str());
    Condition::all().add(of_these).add(journal::Column::Public.eq(true)).add(in_words)
}

/// The first event of a kind.
///
/// # Errors
/// `INTERNAL` when the database refuses or the row is damaged.
pub async fn first_of(db: &Database, kind: EventKind) -> Result<Option<Entry>, AppError> {
    let query = journal::Entity::find().filter(journal::Column::Kind.eq(kind.as_str())).order_by_asc(journal::Column::Seq).limit(1);
    query.one(db.reader()).await?.map(to_entry).transpose()
}

/// The salted text behind a commitment, while it has not been erased.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn private_texts(db: &Database, from: i64, to: i64) -> Result<Vec<(i64, Vec<u8>, String)>, AppError> {
    let rows = journal_private::Entity::find().filter(journal_private::Column::Seq.between(from, to)).all(db.reader()).await?;
    Ok(rows.into_iter().map(|row| (row.seq, row.salt, row.body)).collect())
}

async fn last_row(connection: &impl ConnectionTrait) -> Result<Option<journal::Model>, AppError> {
    Ok(journal::Entity::find().order_by_desc(journal::Column::Seq).limit(1).one(connection).await?)
}

fn to_row(entry: &Entry) -> journal::ActiveModel {
    journal::ActiveModel {
        seq: Set(entry.seq),
        at: Set(to_millis(entry.at)),
        kind: Set(entry.kind.as_str().to_owned()),
        public: Set(entry.kind.is_public()),
        subject: Set(entry.subject.clone()),
        area: Set(entry.area.as_ref().map(ToString::to_string)),
        actor: Set(entry.actor),
        office: Set(entry.office.clone()),
        details: Set(entry.details.clone()),
        commitment: Set(entry.commitment.map(|commitment| commitment.to_vec())),
        previous: Set(entry.previous.to_vec()),
        hash: Set(entry.hash.to_vec()),
    }
}

fn to_entry(row: journal::Model) -> Result<Entry, AppError> {
    Ok(Entry {
        seq: row.seq,
        at: from_millis(row.at)?,
        kind: from_word(&row.kind)?,
        subject: row.subject,
        area: row.area.as_deref().map(from_word).transpose()?,
        actor: row.actor,
        office: row.office,
        details: row.details,
        commitment: row.commitment.map(to_hash).transpose()?,
        previous: to_hash(row.previous)?,
        hash: to_hash(row.hash)?,
    })
}

fn to_hash(bytes: Vec<u8>) -> Result<[u8; 32], AppError> {
    bytes.try_into().map_err(|_| AppError::damaged("a hash in the journal"))
}
