//! Appending to the journal and reading it back in order.

use super::chain::{self, GENESIS};
use super::entity::{journal, journal_private};
use super::event::{Entry, Event, EventKind, JournalFilter};
use crate::app::App;
use crate::error::AppError;
use crate::platform::database::{self, Database, GROUPS_AT_ONCE, Transaction, from_millis, from_word, to_millis};
use crate::platform::ids::IdSource;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use shared::ErrorCode;
use shared::area::AreaCode;
use shared::value::AccountId;
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
    let (entry, private) = End::of(tx.connection()).await?.link(app.ids.as_ref(), app.clock.now(), event);
    let seq = entry.seq;
    journal::Entity::insert(entry.into_active_model()).exec_without_returning(tx.connection()).await?;
    if let Some(private) = private {
        journal_private::Entity::insert(private.into_active_model()).exec_without_returning(tx.connection()).await?;
    }
    tx.mark_journaled(seq);
    Ok(seq)
}

/// Where the chain ends, and the next entry begins.
pub(crate) struct End {
    seq: i64,
    hash: [u8; 32],
}

impl End {
    /// # Errors
    /// `INTERNAL` when the database refuses or the last row is damaged.
    pub(crate) async fn of(connection: &impl ConnectionTrait) -> Result<Self, AppError> {
        Ok(match last_row(connection).await? {
            Some(row) => Self { seq: row.seq, hash: to_hash(row.hash)? },
            None => Self { seq: 0, hash: GENESIS },
        })
    }

    /// The rows of the entry that comes next, which is the end from now on.
    pub(crate) fn link(
        &mut self,
        ids: &dyn IdSource,
        at: DateTime<Utc>,
        event: Event,
    ) -> (journal::Model, Option<journal_private::Model>) {
        let seq = self.seq + 1;
        let salt = event.private.as_ref().map(|_| ids.secret());
        let commitment = salt.zip(event.private.as_deref()).map(|(salt, text)| chain::commit(&salt, text));
        let mut entry = Entry {
            seq,
            at,
            kind: event.kind,
            subject: event.subject,
            area: event.area,
            actor: event.actor.map(|actor| actor.0),
            office: event.office,
            details: event.details,
            commitment,
            previous: self.hash,
            hash: GENESIS,
        };
        entry.hash = chain::hash(&entry);
        *self = Self { seq, hash: entry.hash };
        let private = salt.zip(event.private).map(|(salt, body)| journal_private::Model { seq, salt: salt.to_vec(), body });
        (to_row(entry), private)
    }

    pub(crate) fn seq(&self) -> i64 {
        self.seq
    }
}

/// The number of the last event; 0 when there is none.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn latest_seq(db: &Database) -> Result<i64, AppError> {
    Ok(last_row(db.reader()).await?.map_or(0, |row| row.seq))
}

/// The number of an event that a reader says they have had; 0 is before the first.
///
/// # Errors
/// `INVALID_CURSOR` at `after` for what has not happened here: they have read another record, such as the one before a backup
/// was restored, and would miss what gets their numbers next. `INTERNAL` when the database refuses.
pub async fn known_cursor(db: &Database, after: i64) -> Result<i64, AppError> {
    let known = (0..=latest_seq(db).await?).contains(&after);
    if known { Ok(after) } else { Err(AppError::field("after", ErrorCode::InvalidCursor)) }
}

/// The first and the last entry of the public record; `None` while it is empty.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn ends_of_public(db: &Database) -> Result<Option<(Entry, Entry)>, AppError> {
    let public = || journal::Entity::find().filter(journal::Column::Public.eq(true)).limit(1);
    let first = public().order_by_asc(journal::Column::Seq).one(db.reader()).await?;
    let last = public().order_by_desc(journal::Column::Seq).one(db.reader()).await?;
    first.zip(last).map(|(first, last)| Ok((to_entry(first)?, to_entry(last)?))).transpose()
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

/// The entries with these numbers.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn entries_of(db: &Database, seqs: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, Entry>, AppError> {
    let rows = journal::Entity::find().filter(journal::Column::Seq.is_in(seqs)).all(db.reader()).await?;
    rows.into_iter().map(|row| Ok((row.seq, to_entry(row)?))).collect()
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
    let mut found = Vec::new();
    for some in subjects.chunks(GROUPS_AT_ONCE) {
        let first = database::first_of_each::<journal::Entity>(Seq, (Subject, some.iter().copied()), Seq, &told(), limit);
        found.extend(journal::Entity::find().filter(Seq.in_subquery(first)).order_by_asc(Seq).all(db.reader()).await?);
    }
    found.into_iter().map(to_entry).collect()
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
    told().add(journal::Column::Subject.is_in(subjects.iter().copied()))
}

/// What the public history of a thing tells.
fn told() -> Condition {
    // That people write is told in detail by a plan's own history.
    let in_words = journal::Column::Kind.ne(EventKind::PlanEdited.as_str());
    Condition::all().add(journal::Column::Public.eq(true)).add(in_words)
}

/// Whether something of this kind ever happened to one thing.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn has_happened(db: &Database, kind: EventKind, subject: &str) -> Result<bool, AppError> {
    let query = journal::Entity::find()
        .filter(journal::Column::Subject.eq(subject))
        .filter(journal::Column::Kind.eq(kind.as_str()))
        .limit(1);
    Ok(query.one(db.reader()).await?.is_some())
}

/// Who was taken out of a plan: nothing else may be left that names them. The words of the index, which no parameter would match.
const TAKEN_OUT: &str = "kind = 'plan.participant_removed'";

/// Whether the public record names this person, as who did something or was taken out of a plan.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn names(tx: &Transaction, person: AccountId) -> Result<bool, AppError> {
    use journal::Column;
    let naming = EventKind::ALL.iter().filter(|kind| kind.names_its_actor()).map(|kind| kind.as_str());
    let acted = Condition::all().add(Column::Actor.eq(person.0)).add(Column::Kind.is_in(naming));
    let taken_out = Condition::all().add(Expr::cust(TAKEN_OUT)).add(Column::Details.contains(person.to_string()));
    for named in [acted, taken_out] {
        if journal::Entity::find().filter(named).limit(1).one(tx.connection()).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
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

fn to_row(entry: Entry) -> journal::Model {
    journal::Model {
        seq: entry.seq,
        at: to_millis(entry.at),
        kind: entry.kind.as_str().to_owned(),
        public: entry.kind.is_public(),
        subject: entry.subject,
        area: entry.area.map(String::from),
        actor: entry.actor,
        office: entry.office,
        details: entry.details,
        commitment: entry.commitment.map(|commitment| commitment.to_vec()),
        previous: entry.previous.to_vec(),
        hash: entry.hash.to_vec(),
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
