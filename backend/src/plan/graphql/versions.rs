//! The moments of a plan that bear a name.

use super::object::read;
use crate::access::graphql::Person;
use crate::api::context::{app, request};
use crate::api::enums::PlanStage;
use crate::api::loaders::{Loaders, PersonKey};
use crate::error::AppError;
use crate::plan::{Version, store};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::value::{PageRequest, PlanId};

/// A moment of a plan that bears a name (versi).
#[derive(Description)]
pub struct PlanVersion(pub(super) Version);

#[Object(use_type_description)]
impl PlanVersion {
    /// Of the version (nomor versi).
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The entry of the document's log that it stands for (nomor urut).
    async fn seq(&self) -> i64 {
        self.0.seq
    }

    /// What somebody called it (nama versi); otherwise what it is, in the language of the request.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.0.name.text(request(ctx)?.lang))
    }

    /// The stage that began with it, if one did (tahap).
    async fn stage(&self) -> Option<PlanStage> {
        self.0.name.stage().map(Into::into)
    }

    /// The entry of the document's log to whose words the plan went back (dipulihkan dari), if it did.
    async fn restored_from(&self) -> Option<i64> {
        self.0.name.restored_from()
    }

    /// When it was (waktu).
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who named it, or moved the plan on (orang).
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        let person = ctx.data::<Loaders>()?.load_one(PersonKey(self.0.account.0)).await?;
        Ok(person.ok_or_else(|| AppError::damaged("a version without its author"))?.into())
    }

    /// The office under which they acted (jabatan).
    async fn office(&self) -> Option<&str> {
        self.0.office.as_deref()
    }
}

/// What can be counted without reading the list.
pub struct PlanVersionTotals(PlanId);

#[Object]
impl PlanVersionTotals {
    /// How many there are on all pages together (jumlah seluruhnya).
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(store::count_versions(&app(ctx)?.db, self.0).await?)
    }
}

pub type PlanVersions = Connection<String, PlanVersion, PlanVersionTotals, EmptyFields>;

/// The versions of a plan that the viewer may read, oldest first.
///
/// # Errors
/// `BAD_INPUT` for the page; `INTERNAL`.
pub async fn of_plan(ctx: &Context<'_>, plan: PlanId, first: Option<i32>, after: Option<String>) -> Result<PlanVersions> {
    let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
    let no_cursor = |_| AppError::field("after", ErrorCode::InvalidCursor);
    let after = page.cursor.as_deref().map(str::parse).transpose().map_err(no_cursor)?;
    let mut found = store::versions(&app(ctx)?.db, plan, after, page.size + 1).await?;
    let more = found.len() as u64 > page.size;
    found.truncate(usize::try_from(page.size).unwrap_or(usize::MAX));
    let ahead = ctx.look_ahead();
    if ahead.field("nodes").field("person").exists() || ahead.field("edges").field("node").field("person").exists() {
        ctx.data::<Loaders>()?.load_many(found.iter().map(|version| PersonKey(version.account.0))).await?;
    }
    let mut connection = Connection::with_additional_fields(after.is_some(), more, PlanVersionTotals(plan));
    connection.edges.extend(found.into_iter().map(|version| Edge::new(version.id.to_string(), PlanVersion(version))));
    Ok(connection)
}

#[derive(Default)]
pub struct PlanVersionQuery;

#[Object]
impl PlanVersionQuery {
    /// The named moments of a plan, oldest first (versi); null when the viewer may not read the plan. `first` from 1 to 100 is
    /// required.
    async fn plan_versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan (rencana).")] plan_id: ID,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Option<PlanVersions>> {
        let Ok(id) = plan_id.parse() else { return Ok(None) };
        match read(ctx, id).await? {
            Some(plan) => Ok(Some(of_plan(ctx, plan.id, first, after).await?)),
            None => Ok(None),
        }
    }
}
