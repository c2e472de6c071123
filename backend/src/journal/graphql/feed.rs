//! The public record as a feed: read from any place, and followed from there on.

use super::{JournalConnection, JournalEntry, JournalTotals, reached};
use crate::api::context::app;
use crate::api::filter::{each, known_areas};
use crate::api::loaders::{Loaders, PersonKey};
use crate::api::socket::follow;
use crate::error::AppError;
use crate::journal::event::JournalFilter as Filter;
use crate::journal::{Entry, store};
use async_graphql::connection::{Connection, Edge};
use async_graphql::{Context, ID, InputObject, Object, Result, Subscription};
use chrono::{DateTime, Utc};
use futures_util::{Stream, TryStreamExt, future};
use shared::ErrorCode;
use shared::value::PageRequest;

/// Which events (jurnal); each field narrows further.
#[derive(InputObject, Default)]
pub struct JournalFilter {
    /// Any of these (jenis kejadian), such as `proposal.decided`.
    kinds: Option<Vec<String>>,
    /// What they happened to (pokok kejadian): ids, or codes of areas.
    subjects: Option<Vec<ID>>,
    /// Codes of any level (wilayah), with what lies in them.
    areas: Option<Vec<String>>,
    /// At this instant or later (sejak).
    from: Option<DateTime<Utc>>,
    /// Before this instant (sampai).
    to: Option<DateTime<Utc>>,
}

fn parse(ctx: &Context<'_>, filter: Option<JournalFilter>) -> Result<Filter> {
    let input = filter.unwrap_or_default();
    let kinds: Vec<String> = each("filter.kinds", input.kinds)?;
    let kinds = kinds.iter().map(|kind| kind.parse()).collect::<Result<Vec<_>, _>>();
    Ok(Filter {
        kinds: kinds.map_err(|_| AppError::field("filter.kinds", ErrorCode::UnknownValue))?,
        subjects: each("filter.subjects", input.subjects)?,
        areas: known_areas(&app(ctx)?.areas.current(), input.areas)?,
        from: input.from,
        to: input.to,
    })
}

#[derive(Default)]
pub struct JournalQuery;

#[Object]
impl JournalQuery {
    /// The public record (jurnal), oldest first: what follows the event `after`, or from the beginning. The cursor of the last
    /// event read is all that another system has to keep; one of what has not happened here is refused. `first` from 1 to 100 is
    /// required.
    async fn journal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which events (saringan); all when left out.")] filter: Option<JournalFilter>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<JournalConnection> {
        let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
        let after = reached(ctx, page.cursor.as_deref()).await?.unwrap_or_default();
        let filter = parse(ctx, filter)?;
        let mut entries = store::page(&app(ctx)?.db, &filter, after, page.size + 1).await?;
        let more = page.cut(&mut entries);
        ctx.data::<Loaders>()?.load_many(entries.iter().filter_map(Entry::public_actor).map(PersonKey)).await?;
        let mut connection = Connection::with_additional_fields(after > 0, more, JournalTotals::List(Box::new(filter)));
        connection.edges.extend(entries.into_iter().map(|entry| Edge::new(entry.seq.to_string(), JournalEntry(entry))));
        Ok(connection)
    }
}

#[derive(Default)]
pub struct JournalSubscription;

#[Subscription]
impl JournalSubscription {
    /// The public record (jurnal) as it grows, in order, each event once: first what follows the event `after`; without it, from
    /// now on.
    async fn journal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which events (saringan); all when left out.")] filter: Option<JournalFilter>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<impl Stream<Item = Result<JournalEntry>> + use<>> {
        let filter = parse(ctx, filter)?;
        let entries = follow(ctx, reached(ctx, after.as_deref()).await?).await?;
        let wanted = entries.try_filter(move |entry| future::ready(filter.admits(entry)));
        Ok(wanted.map_ok(|entry| JournalEntry(entry.as_ref().clone())))
    }
}
