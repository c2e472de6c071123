//! The moments of a plan that bear a name.

use super::object::Plan;
use crate::access::PlanScope;
use crate::access::graphql::Person;
use crate::api::context::{app, request};
use crate::api::enums::PlanStage;
use crate::api::loaders::{Loaders, PlanKey};
use crate::error::AppError;
use crate::plan::Version;
use crate::plan::list::PlanVersionFilter;
use crate::platform::database::{Listed, Seen};
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};
use shared::value::PlanVersionId;

/// A moment of a plan that bears a name (versi).
#[derive(Description)]
pub struct PlanVersion(pub(super) Version);

impl PlanVersion {
    /// The version with this id; nothing where its list would not show it to the viewer.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn find(ctx: &Context<'_>, id: PlanVersionId) -> Result<Option<Self>> {
        let list = Seen { scope: PlanScope::of(&request(ctx)?.actor), filter: PlanVersionFilter::default() };
        Ok(list.find(&app(ctx)?.db, id.0).await?.map(Self))
    }
}

#[Object(use_type_description)]
impl PlanVersion {
    /// Of the version (nomor versi).
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The plan (rencana).
    async fn plan(&self, ctx: &Context<'_>) -> Result<Plan> {
        let found = ctx.data::<Loaders>()?.load_one(PlanKey(self.0.plan.0)).await?;
        let plan = found.ok_or_else(|| AppError::damaged("a version without its plan"))?;
        Ok(Plan::new(plan.read_as(&request(ctx)?.actor)?))
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
        Person::named(ctx, self.0.account, "a version without its author").await
    }

    /// The office under which they acted (jabatan).
    async fn office(&self) -> Option<&str> {
        self.0.office.as_deref()
    }

    /// Whether it was made while the plan was a draft (dari masa draf): those who take part are told of it, and nobody else.
    async fn of_draft(&self) -> bool {
        self.0.of_draft
    }
}
