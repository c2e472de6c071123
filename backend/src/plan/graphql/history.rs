//! The history of a plan: who wrote what, who wrote at all, what differs, and going back.

use super::comparison::PlanComparison;
use super::mutations::{PlanVersionPayload, version_payload};
use super::object::{find, read};
use super::plan_id;
use crate::access::graphql::Person;
use crate::api::answer::Long;
use crate::api::context::{app, request};
use crate::api::loaders::{Loaders, PersonKey};
use crate::error::AppError;
use crate::plan::history::{self, Contributor, Stretch};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::plan::Content;
use shared::plan::touch::Touch;
use shared::value::PageRequest;
use std::sync::Arc;

/// More would be read by nobody.
const MOST_CHANGES: usize = 100;

/// What one person wrote in a plan at a stretch (riwayat suntingan).
#[derive(Description)]
pub struct PlanHistoryEntry {
    stretch: Stretch,
    /// For the names of rows.
    content: Arc<Content>,
}

/// One thing that was touched (perubahan).
#[derive(SimpleObject)]
pub struct PlanHistoryChange {
    /// As in the document (tabel), such as `sections` or `budget`; null of title and summary.
    table: Option<&'static str>,
    /// The row that was touched (nomor baris); null of title and summary.
    row_id: Option<ID>,
    /// What of the row was touched (isian). Null where the row came, `gone` where it went, `order` where it moved.
    field: Option<String>,
    /// What the row is called now, or was called last (nama baris); null when it has no name.
    name: Option<Long<String>>,
}

#[Object(use_type_description)]
impl PlanHistoryEntry {
    /// Who wrote it (penulis); null of what nobody in particular wrote.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(account) = self.stretch.account else { return Ok(None) };
        Person::find(ctx, account).await
    }

    /// The office for which they wrote (jabatan).
    async fn office(&self) -> Option<&str> {
        self.stretch.office.as_deref()
    }

    /// Whether a program wrote it, with a token of theirs (ditulis program).
    async fn by_program(&self) -> bool {
        self.stretch.token.is_some()
    }

    /// When it began (mulai).
    async fn from(&self) -> DateTime<Utc> {
        self.stretch.from
    }

    /// When it ended (sampai).
    async fn until(&self) -> DateTime<Utc> {
        self.stretch.until
    }

    /// The first entry of the document's log that belongs to it (nomor urut pertama).
    async fn from_seq(&self) -> i64 {
        self.stretch.from_seq
    }

    /// The last entry of the document's log that belongs to it (nomor urut terakhir).
    async fn until_seq(&self) -> i64 {
        self.stretch.until_seq
    }

    /// How many entries of the log belong to it (jumlah perubahan).
    async fn count(&self) -> i64 {
        self.stretch.count()
    }

    /// What was touched (perubahan): at most 100 things.
    async fn changes(&self) -> Long<Vec<PlanHistoryChange>> {
        Long(self.stretch.touched.iter().take(MOST_CHANGES).map(|touch| change(touch, &self.content)).collect())
    }
}

fn change(touch: &Touch, content: &Content) -> PlanHistoryChange {
    let row = touch.row();
    PlanHistoryChange {
        table: row.map(|(table, _)| table.as_str()),
        row_id: row.map(|(_, id)| id.into()),
        field: match touch {
            Touch::Title | Touch::Summary => Some(touch.to_string()),
            Touch::Row(..) => None,
            Touch::Field(_, _, field) => Some(field.clone()),
        },
        name: row
            .and_then(|(table, id)| content.name_of(table, id))
            .filter(|name| !name.is_empty())
            .map(|name| Long(name.to_owned())),
    }
}

/// Somebody who wrote in a plan (kontributor).
#[derive(Description)]
pub struct PlanContributor(Contributor);

#[Object(use_type_description)]
impl PlanContributor {
    /// Who it is (orang).
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.0.account, "a contributor without an account").await
    }

    /// How many entries of the document's log are theirs (jumlah perubahan).
    async fn count(&self) -> i64 {
        self.0.entries
    }

    /// When they first wrote (pertama kali).
    async fn first(&self) -> DateTime<Utc> {
        self.0.first
    }

    /// When they last wrote (terakhir kali).
    async fn last(&self) -> DateTime<Utc> {
        self.0.last
    }
}

#[derive(Default)]
pub struct PlanHistoryQuery;

#[Object]
impl PlanHistoryQuery {
    /// Who wrote what in a plan, latest first (riwayat suntingan); null when the viewer may not read the plan. What was written
    /// before it was opened is told its participants only. `first` from 1 to 100 is required; a page of busy hours may be
    /// shorter.
    async fn plan_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan (rencana).")] plan_id: ID,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Option<Connection<String, PlanHistoryEntry, EmptyFields, EmptyFields>>> {
        let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
        let before = page.place(|text| text.parse().ok()).map_err(AppError::from)?;
        let Ok(id) = plan_id.parse() else { return Ok(None) };
        let Some(plan) = read(ctx, id).await? else { return Ok(None) };
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let (found, more) = history::stretches(app(ctx)?, &request(ctx)?.actor, &plan, before, size).await?;
        let people = found.iter().filter_map(|stretch| stretch.account).map(|account| PersonKey(account.0));
        ctx.data::<Loaders>()?.load_many(people).await?;
        let content = Arc::new(history::names(app(ctx)?, &plan, &found).await?);
        let mut connection = Connection::new(before.is_some(), more);
        connection.edges.extend(
            found.into_iter().map(|stretch| {
                Edge::new(stretch.from_seq.to_string(), PlanHistoryEntry { stretch, content: Arc::clone(&content) })
            }),
        );
        Ok(Some(connection))
    }

    /// What differs between what a plan said after the entries `from` and `until` of its log (perbandingan); null when the
    /// viewer may not read the plan.
    async fn plan_comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan (rencana).")] plan_id: ID,
        #[graphql(desc = "The earlier entry of its log (nomor urut awal).")] from: i64,
        #[graphql(desc = "The later entry of its log (nomor urut akhir).")] until: i64,
    ) -> Result<Option<PlanComparison>> {
        let Ok(id) = plan_id.parse() else { return Ok(None) };
        let Some(plan) = find(ctx, id).await? else { return Ok(None) };
        Ok(Some(history::comparison(app(ctx)?, &request(ctx)?.actor, &plan, from, until).await?.into()))
    }

    /// Everyone who wrote in a plan, the most active first (kontributor); who wrote in a draft is told its participants only. Null
    /// when the viewer may not read the plan.
    async fn plan_contributors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan (rencana).")] plan_id: ID,
    ) -> Result<Option<Long<Vec<PlanContributor>>>> {
        let Ok(id) = plan_id.parse() else { return Ok(None) };
        let Some(plan) = find(ctx, id).await? else { return Ok(None) };
        let found = history::contributors(app(ctx)?, &request(ctx)?.actor, &plan).await?;
        ctx.data::<Loaders>()?.load_many(found.iter().map(|each| PersonKey(each.account.0))).await?;
        Ok(Some(Long(found.into_iter().map(PlanContributor).collect())))
    }
}

/// To what a plan goes back (pemulihan versi).
#[derive(InputObject)]
pub struct RestorePlanVersionInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The entry of the document's log to whose words it goes back (nomor urut), such as that of a version.
    seq: i64,
}

#[derive(Default)]
pub struct PlanHistoryMutation;

#[Object]
impl PlanHistoryMutation {
    /// Makes a plan say again what it said (memulihkan versi); participants only, while it is being written. Nothing is lost:
    /// it is a change like any other, and leaves a version.
    async fn restore_plan_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To what a plan goes back (pemulihan versi).")] input: RestorePlanVersionInput,
    ) -> Result<PlanVersionPayload> {
        let result = history::restore(app(ctx)?, &request(ctx)?.actor, plan_id(&input.plan_id)?, input.seq).await;
        version_payload(ctx, result)
    }
}
