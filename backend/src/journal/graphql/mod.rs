//! The public record in GraphQL.

mod feed;

pub use feed::{JournalQuery, JournalSubscription};

use super::event::JournalFilter;
use super::{Entry, store, verify};
use crate::access::graphql::Person;
use crate::api::answer::Long;
use crate::api::connection::asks;
use crate::api::context::app;
use crate::api::loaders::{HistoryCountKey, HistoryKey, Loaders, PersonKey};
use crate::api::node::{Node, find};
use crate::api::scalars::AnyJson;
use crate::area::graphql::Area;
use crate::error::AppError;
use async_graphql::connection::{Connection, ConnectionNameType, Edge, EdgeNameType, EmptyFields};
use async_graphql::{Context, Description, ID, Object, OutputType, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::value::{AccountId, PageRequest};

/// An event of the public record (kejadian dalam jurnal).
#[derive(Description)]
pub struct JournalEntry(pub(crate) Entry);

#[Object(use_type_description)]
impl JournalEntry {
    /// Where to go on reading after this event (penanda).
    async fn cursor(&self) -> String {
        self.0.seq.to_string()
    }

    /// The number of the event (nomor urut): rising, with gaps where something else was recorded.
    async fn seq(&self) -> i64 {
        self.0.seq
    }

    /// When it happened (waktu).
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What happened (jenis kejadian), such as `proposal.decided`.
    async fn kind(&self) -> &str {
        self.0.kind.as_str()
    }

    /// The id or code of what it happened to (pokok kejadian).
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The name of office under which the actor acted (jabatan).
    async fn office(&self) -> Option<&str> {
        self.0.office.as_deref()
    }

    /// Who did it (pelaku); null where the record does not say, as for a support.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(actor) = self.0.public_actor() else { return Ok(None) };
        Person::find(ctx, AccountId(actor)).await
    }

    /// What else the record says, by kind of event (rincian).
    async fn details(&self) -> Result<Long<AnyJson>> {
        Ok(Long(async_graphql::Json(serde_json::from_str(&self.0.details)?)))
    }

    /// The area that it concerns (wilayah).
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(self.0.area.as_ref().and_then(|code| Area::of(&app(ctx).ok()?.areas.current(), code)))
    }

    /// The things whose public state this may have changed (yang tersentuh): whoever keeps a copy reads these again. After an
    /// event `area.*`, which names nothing, it is all `areas`.
    async fn touched(&self) -> Vec<Touched> {
        self.0.touched().into_iter().map(Touched).collect()
    }

    /// Its link in the chain (sidik), in hexadecimal; `rembug journal verify` walks the chain.
    async fn hash(&self) -> String {
        verify::hex(&self.0.hash)
    }

    /// The hash of the event just before (sidik sebelumnya), public or not.
    async fn previous_hash(&self) -> String {
        verify::hex(&self.0.previous)
    }

    /// What binds the event to a text that is kept beside the journal alone (ikatan): its salted SHA-256, in hexadecimal; null
    /// where there is none. The salt stays with the text.
    async fn commitment(&self) -> Option<String> {
        self.0.commitment.as_ref().map(|commitment| verify::hex(commitment))
    }
}

/// Something that an event may have changed (yang tersentuh).
#[derive(Description)]
pub struct Touched(String);

#[Object(use_type_description)]
impl Touched {
    /// Of the thing (nomor), also when it is gone.
    async fn id(&self) -> ID {
        ID(self.0.clone())
    }

    /// As it is now, not as it was then; of an account the person, whoever asks; null for what the public record does not hold
    /// (any more), and for what is no thing of its own.
    async fn node(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        match self.0.parse() {
            Ok(account) => Ok(Person::find(ctx, account).await?.map(Node::Person)),
            Err(_) => find(ctx, &ID(self.0.clone())).await,
        }
    }
}

/// A cursor of the journal: the number of an event. Nothing before the first is 0.
///
/// # Errors
/// `INVALID_CURSOR` at `after`.
pub fn parse_cursor(text: Option<&str>) -> Result<Option<i64>, AppError> {
    let parse = |text: &str| text.parse().ok().filter(|seq| *seq >= 0);
    text.map(|text| parse(text).ok_or_else(|| AppError::field("after", ErrorCode::InvalidCursor))).transpose()
}

/// The event that a reader has come to.
///
/// # Errors
/// `INVALID_CURSOR` at `after`, also for what has not happened; `INTERNAL` when the database refuses.
async fn reached(ctx: &Context<'_>, after: Option<&str>) -> Result<Option<i64>> {
    match parse_cursor(after)? {
        Some(seq) => Ok(Some(store::known_cursor(&app(ctx)?.db, seq).await?)),
        None => Ok(None),
    }
}

pub struct JournalConnectionName;

impl ConnectionNameType for JournalConnectionName {
    fn type_name<T: OutputType>() -> String {
        "JournalConnection".into()
    }
}

impl EdgeNameType for JournalConnectionName {
    fn type_name<T: OutputType>() -> String {
        "JournalEdge".into()
    }
}

/// What can be counted without reading the list.
pub enum JournalTotals {
    /// Of what happened to one thing.
    History(String),
    List(Box<JournalFilter>),
}

#[Object]
impl JournalTotals {
    /// How many there are on all pages together (jumlah seluruhnya).
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        match self {
            Self::History(subject) => {
                Ok(ctx.data::<Loaders>()?.load_one(HistoryCountKey(subject.clone())).await?.unwrap_or_default())
            }
            Self::List(filter) => Ok(store::count(&app(ctx)?.db, filter).await?),
        }
    }
}

pub type JournalConnection =
    Connection<String, JournalEntry, JournalTotals, EmptyFields, JournalConnectionName, JournalConnectionName>;

/// One page of the public history of one thing, oldest first.
///
/// # Errors
/// `PAGE_SIZE_REQUIRED`, `PAGE_SIZE_OUT_OF_RANGE`, `INVALID_CURSOR`; `INTERNAL`.
pub async fn history(ctx: &Context<'_>, subject: String, first: Option<i32>, after: Option<String>) -> Result<JournalConnection> {
    let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
    let after = reached(ctx, page.cursor.as_deref()).await?.unwrap_or_default();
    let mut entries = match after {
        0 => {
            let beginning = HistoryKey { subject: subject.clone(), size: page.size };
            ctx.data::<Loaders>()?.load_one(beginning).await?.unwrap_or_default()
        }
        after => store::history_of(&app(ctx)?.db, &subject, after, page.size + 1).await?,
    };
    let more = page.cut(&mut entries);
    if asks(ctx, "actor") {
        let actors = entries.iter().filter_map(Entry::public_actor).map(PersonKey);
        ctx.data::<Loaders>()?.load_many(actors).await?;
    }
    let mut connection = Connection::with_additional_fields(after > 0, more, JournalTotals::History(subject));
    connection.edges.extend(entries.into_iter().map(|entry| Edge::new(entry.seq.to_string(), JournalEntry(entry))));
    Ok(connection)
}
