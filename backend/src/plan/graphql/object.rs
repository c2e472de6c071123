//! The plan itself.

use super::comments::{self, PlanComment};
use super::lists::{PlanVersions, of_plan};
use super::parts::*;
use super::suggestions::{self, PlanSuggestion};
use crate::access::PlanScope;
use crate::access::graphql::Person;
use crate::access::permit::may;
use crate::api::answer::Long;
use crate::api::connection::Page;
use crate::api::context::{app, request};
use crate::api::enums::{PlanAction, PlanStage, PlanSuggestionStatus, Sector};
use crate::api::loaders::{Loaders, PlanCommentCountKey, PlanContentKey, PlanKey, PlanSuggestionCountKey, ProposalKey};
use crate::api::scalars::Rupiah;
use crate::area::graphql::Area;
use crate::error::AppError;
use crate::journal::graphql::{self as journal, JournalConnection};
use crate::plan::model::{Guarded, Plan as Model};
use crate::plan::{stages, store};
use crate::proposal::graphql::Proposal;
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::access::{Deed, Resource};
use shared::plan::Content;
use shared::value::PlanId;
use std::sync::Arc;

/// A plan that people write together (rencana), as its document was last read: within seconds.
#[derive(Description)]
pub struct Plan {
    /// Without its content, which may be long: it is copied again and again.
    pub(super) model: Model,
    content: Option<Arc<Content>>,
}

impl Plan {
    /// Made from what the viewer has been allowed to read.
    pub fn new(mut model: Model) -> Self {
        let content = model.content.take().map(Arc::new);
        Self { model, content }
    }

    async fn content(&self, ctx: &Context<'_>) -> Result<Arc<Content>> {
        if let Some(content) = &self.content {
            return Ok(Arc::clone(content));
        }
        let content = ctx.data::<Loaders>()?.load_one(PlanContentKey(self.model.id.0)).await?;
        Ok(content.ok_or_else(|| AppError::damaged("a plan without its content"))?)
    }

    async fn rows<A: Clone, B: From<A>>(&self, ctx: &Context<'_>, rows: impl Fn(&Content) -> &Vec<A>) -> Result<Long<Vec<B>>> {
        Ok(Long(rows(self.content(ctx).await?.as_ref()).iter().cloned().map(Into::into).collect()))
    }
}

#[Object(use_type_description)]
impl Plan {
    /// Of the plan (nomor rencana).
    pub async fn id(&self) -> ID {
        ID(self.model.id.to_string())
    }

    /// What it is called (judul).
    async fn title(&self) -> &str {
        &self.model.title
    }

    /// In a few sentences (ringkasan).
    async fn summary(&self) -> Long<&str> {
        Long(&self.model.summary[..])
    }

    /// How far it is (tahap).
    async fn stage(&self) -> PlanStage {
        self.model.stage.into()
    }

    /// Whose plan it is (wilayah).
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(Area::of(&app(ctx)?.areas.current(), &self.model.area))
    }

    /// What it belongs to (bidang); null while open.
    async fn sector(&self) -> Option<Sector> {
        self.model.sector.map(Into::into)
    }

    /// When it is to be carried out (tahun anggaran); null while open.
    async fn fiscal_year(&self) -> Option<i32> {
        self.model.fiscal_year
    }

    /// The text, chapter by chapter (bagian).
    async fn sections(&self, ctx: &Context<'_>) -> Result<Long<Vec<PlanSection>>> {
        self.rows(ctx, |content| &content.sections).await
    }

    /// What is to be reached (tujuan), in their order.
    async fn objectives(&self, ctx: &Context<'_>) -> Result<Long<Vec<PlanObjective>>> {
        self.rows(ctx, |content| &content.objectives).await
    }

    /// What is to be measured (indikator), in their order.
    async fn indicators(&self, ctx: &Context<'_>) -> Result<Long<Vec<PlanIndicator>>> {
        self.rows(ctx, |content| &content.indicators).await
    }

    /// The cost estimate (RAB), line by line.
    async fn budget(&self, ctx: &Context<'_>) -> Result<Long<Vec<PlanBudgetLine>>> {
        self.rows(ctx, |content| &content.budget).await
    }

    /// What its cost estimate comes to (jumlah anggaran), in rupiah.
    async fn budget_total(&self) -> Rupiah {
        Rupiah(self.model.budget_total)
    }

    /// What each source of funds gives (menurut sumber dana); lines without a source come first.
    async fn budget_by_source(&self, ctx: &Context<'_>) -> Result<Vec<PlanBudgetShare>> {
        let sums = self.content(ctx).await?.budget_by_source();
        let share = |(source, total): (Option<shared::proposal::FundingSource>, i64)| PlanBudgetShare {
            source: source.map(Into::into),
            total: Rupiah(total),
        };
        Ok(sums.into_iter().map(share).collect())
    }

    /// The schedule (jadwal).
    async fn activities(&self, ctx: &Context<'_>) -> Result<Long<Vec<PlanActivity>>> {
        self.rows(ctx, |content| &content.activities).await
    }

    /// What is drawn on its map (objek peta).
    async fn features(&self, ctx: &Context<'_>) -> Result<Long<Vec<PlanFeature>>> {
        self.rows(ctx, |content| &content.features).await
    }

    /// The proposals of the public record that it was made from or answers (usulan terkait).
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        let ids = self.content(ctx).await?.proposals.clone();
        let mut found = ctx.data::<Loaders>()?.load_many(ids.iter().copied().map(ProposalKey)).await?;
        Ok(ids.into_iter().filter_map(|id| found.remove(&ProposalKey(id))).map(Proposal::new).collect())
    }

    /// In the order in which they came (peserta).
    async fn participants(&self) -> Long<Vec<PlanParticipant>> {
        let part =
            |participant: &crate::plan::Participant| PlanParticipant { participant: participant.clone(), head: self.model.head };
        Long(self.model.participants.iter().map(part).collect())
    }

    /// Who began it (pembuat).
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.model.created_by, "a plan without its creator").await
    }

    /// The moments of it that bear a name, oldest first (versi); `first` from 1 to 100 is required.
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<PlanVersions> {
        of_plan(ctx, self.model.id, first, after).await
    }

    /// Comments that are not hidden (jumlah komentar).
    async fn comment_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let key = PlanCommentCountKey { plan: self.model.id.0, scope: scope(ctx)? };
        Ok(ctx.data::<Loaders>()?.load_one(key).await?.unwrap_or_default().shown)
    }

    /// Suggestions that wait for a decision (jumlah saran).
    async fn suggestion_count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(ctx.data::<Loaders>()?.load_one(PlanSuggestionCountKey(self.model.id.0)).await?.unwrap_or_default())
    }

    /// What is suggested for it, latest first, of one status or all (saran); `first` from 1 to 100 is required.
    async fn suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this status (status); all when left out.")] status: Option<PlanSuggestionStatus>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Page<PlanSuggestion>> {
        suggestions::for_plan(ctx, &self.model, status.map(Into::into), first, after).await
    }

    /// The conversation in reading order, a page at a time (percakapan); `first` from 1 to 100 is required.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Page<PlanComment>> {
        comments::about(ctx, &self.model, first, after).await
    }

    /// What happened to it in the public record, oldest first (riwayat); `first` from 1 to 100 is required.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<JournalConnection> {
        journal::history(ctx, self.model.id.to_string(), first, after).await
    }

    /// The plan that took its place (digantikan oleh).
    async fn superseded_by(&self, ctx: &Context<'_>) -> Result<Option<Plan>> {
        let Some(id) = self.model.superseded_by else { return Ok(None) };
        let found = ctx.data::<Loaders>()?.load_one(PlanKey(id.0)).await?;
        let actor = &request(ctx)?.actor;
        Ok(found.and_then(|plan| plan.read_as(actor).ok()).map(Self::new))
    }

    /// When it was begun (dibuat).
    async fn created_at(&self) -> DateTime<Utc> {
        self.model.created_at
    }

    /// When it was last changed (terakhir diubah).
    async fn changed_at(&self) -> DateTime<Utc> {
        self.model.changed_at
    }

    /// The entry of the document's log that this says (nomor urut).
    async fn seq(&self) -> i64 {
        self.model.projected_seq
    }

    /// What the viewer may do right now (tindakan).
    async fn viewer_actions(&self, ctx: &Context<'_>) -> Result<Vec<PlanAction>> {
        let (actor, facts) = (&request(ctx)?.actor, self.model.facts());
        let deeds = [
            (PlanAction::Edit, Deed::EditPlan),
            (PlanAction::Suggest, Deed::SuggestForPlan),
            (PlanAction::Comment, Deed::CommentOnPlan),
            (PlanAction::Sign, Deed::SignPlan),
            (PlanAction::Lead, Deed::LeadPlan),
            (PlanAction::Moderate, Deed::ModeratePlan),
        ];
        let allowed = deeds.into_iter().filter(|(_, deed)| may(actor, *deed, Resource::Plan(&facts)));
        Ok(allowed.map(|(action, _)| action).collect())
    }

    /// Where the viewer may move it now (tahap berikut).
    async fn next_stages(&self, ctx: &Context<'_>) -> Result<Vec<PlanStage>> {
        Ok(stages::stages_open_to(&request(ctx)?.actor, &self.model).into_iter().map(Into::into).collect())
    }
}

/// What the viewer may read of plans.
///
/// # Errors
/// `INTERNAL` outside a request.
pub fn scope(ctx: &Context<'_>) -> Result<PlanScope> {
    Ok(PlanScope::of(&request(ctx)?.actor))
}

/// The plan with its content, as the viewer may read it; nothing where they may not.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn read(ctx: &Context<'_>, id: PlanId) -> Result<Option<Model>> {
    opened(ctx, store::find(&app(ctx)?.db, id).await?)
}

/// As [`read`], without its content, which is read once it is asked for.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn find(ctx: &Context<'_>, id: PlanId) -> Result<Option<Model>> {
    opened(ctx, ctx.data::<Loaders>()?.load_one(PlanKey(id.0)).await?)
}

fn opened(ctx: &Context<'_>, found: Option<Guarded>) -> Result<Option<Model>> {
    let actor = &request(ctx)?.actor;
    match found.map(|guarded| guarded.read_as(actor)) {
        Some(Ok(plan)) => Ok(Some(plan)),
        // A stranger's draft looks like nothing at all.
        Some(Err(error)) if error.code() == ErrorCode::NotFound => Ok(None),
        Some(Err(error)) => Err(error.into()),
        None => Ok(None),
    }
}
