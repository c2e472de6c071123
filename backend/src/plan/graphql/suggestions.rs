//! Suggestions for plans in GraphQL: what is suggested, suggesting, deciding, withdrawing and hiding.

use super::comparison::{PlanTextHunk, hunks};
use super::object::{Plan as PlanObject, find};
use super::plan_id;
use crate::access::graphql::Person;
use crate::access::permit::may;
use crate::api::answer::Long;
use crate::api::connection::{Counted, Page, Slice, Totals};
use crate::api::context::{app, request};
use crate::api::enums::PlanSuggestionStatus;
use crate::api::loaders::{Loaders, PersonKey, PlanContentKey, forget};
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use crate::plan::model::Plan;
use crate::plan::store;
use crate::plan::suggestions::{self as service, NewSuggestion, Settled, Suggestion as Model, Words};
use async_graphql::{Context, Description, Error, ID, InputObject, Object, Result, SimpleObject};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::access::{Deed, Resource};
use shared::plan::SuggestionStatus;
use shared::value::{PageRequest, PlanId, SuggestionId};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// How a section of a plan should read (saran).
#[derive(Description)]
pub struct PlanSuggestion {
    suggestion: Model,
    /// For saying who may decide about it, and whether the section reads otherwise by now.
    plan: Arc<Plan>,
    /// What is to change, once it was asked for: however often that is, it is compared once.
    hunks: OnceCell<Vec<PlanTextHunk>>,
}

impl PlanSuggestion {
    /// The suggestion with this id; nothing where the viewer may not read its plan.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn find(ctx: &Context<'_>, id: SuggestionId) -> Result<Option<Self>> {
        match store::find_suggestion(app(ctx)?.db.reader(), id).await? {
            Some(suggestion) => Self::of(ctx, suggestion).await,
            None => Ok(None),
        }
    }

    async fn of(ctx: &Context<'_>, suggestion: Model) -> Result<Option<Self>> {
        Ok(find(ctx, suggestion.plan).await?.map(|plan| Self::new(suggestion, Arc::new(plan))))
    }

    /// Made from a plan that the viewer has been allowed to read.
    pub(super) fn new(suggestion: Model, plan: Arc<Plan>) -> Self {
        Self { suggestion, plan, hunks: OnceCell::new() }
    }

    fn words(&self) -> Option<&Words> {
        self.suggestion.words.as_ref()
    }

    fn settled(&self) -> Option<&Settled> {
        self.suggestion.settled.as_ref()
    }

    fn open_and_may(&self, ctx: &Context<'_>, deed: Deed) -> Result<bool> {
        let open = self.suggestion.status == SuggestionStatus::Open;
        Ok(open && may(&request(ctx)?.actor, deed, Resource::Plan(&self.plan.facts())))
    }
}

#[Object(use_type_description)]
impl PlanSuggestion {
    /// Of the suggestion (nomor saran).
    pub async fn id(&self) -> ID {
        ID(self.suggestion.id.to_string())
    }

    /// The plan (rencana).
    async fn plan(&self) -> PlanObject {
        PlanObject::new(self.plan.as_ref().clone())
    }

    /// The section that it is about (bagian), which may have left the plan since.
    async fn section_id(&self) -> ID {
        self.suggestion.section.into()
    }

    /// The entry of the document's log that its author had before them (nomor urut awal).
    async fn base_seq(&self) -> i64 {
        self.suggestion.base
    }

    /// Who suggests it (penulis).
    async fn author(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.suggestion.author, "a suggestion without its author").await
    }

    /// The office that the author spoke for (jabatan).
    async fn office(&self) -> Option<&str> {
        self.suggestion.office.as_deref()
    }

    /// When it was suggested (waktu).
    async fn created_at(&self) -> DateTime<Utc> {
        self.suggestion.created_at
    }

    /// What the section said then (isi semula); null when the suggestion is hidden.
    async fn before(&self) -> Option<Long<&str>> {
        self.words().map(|words| Long(&words.before[..]))
    }

    /// What it is to say (usulan isi); null when the suggestion is hidden.
    async fn after(&self) -> Option<Long<&str>> {
        self.words().map(|words| Long(&words.after[..]))
    }

    /// What is to change, word by word (potongan teks); empty when the suggestion is hidden.
    async fn hunks(&self, ctx: &Context<'_>) -> Result<Long<&[PlanTextHunk]>> {
        let Some(words) = self.words() else { return Ok(Long(Default::default())) };
        let compare = || async move { Ok::<_, Error>(hunks(app(ctx)?.comparing.texts(&words.before, &words.after).await?)) };
        Ok(Long(self.hunks.get_or_try_init(compare).await?.as_slice()))
    }

    /// Why it was suggested (alasan).
    async fn note(&self) -> Option<Long<&str>> {
        self.words()?.note.as_deref().map(Long)
    }

    /// What became of it (status).
    async fn status(&self) -> PlanSuggestionStatus {
        self.suggestion.status.into()
    }

    /// Whether the section reads otherwise by now than when it was suggested (isi sudah berubah); what was written around it
    /// stays when it is accepted.
    async fn outdated(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(words) = self.words() else { return Ok(false) };
        let content = ctx.data::<Loaders>()?.load_one(PlanContentKey(self.plan.id.0)).await?.unwrap_or_default();
        let section = content.sections.iter().find(|each| each.id == self.suggestion.section);
        Ok(section.is_none_or(|section| section.body != words.before))
    }

    /// When it was accepted, declined, withdrawn or hidden (waktu keputusan); null while it waits.
    async fn settled_at(&self) -> Option<DateTime<Utc>> {
        self.settled().map(|settled| settled.at)
    }

    /// Who accepted, declined, withdrew or hid it (diputuskan oleh).
    async fn settled_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(settled) = self.settled() else { return Ok(None) };
        Person::find(ctx, settled.by).await
    }

    /// The office that they spoke for (jabatan).
    async fn settled_office(&self) -> Option<&str> {
        self.settled()?.office.as_deref()
    }

    /// Why it was declined or hidden (alasan).
    async fn settled_note(&self) -> Option<Long<&str>> {
        self.settled()?.note.as_deref().map(Long)
    }

    /// Whether the viewer may accept or decline it now (boleh diputuskan).
    async fn can_decide(&self, ctx: &Context<'_>) -> Result<bool> {
        self.open_and_may(ctx, Deed::EditPlan)
    }

    /// Whether the viewer may take it back now (boleh ditarik).
    async fn can_withdraw(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(request(ctx)?.actor.is(self.suggestion.author) && self.open_and_may(ctx, Deed::WithdrawSuggestion)?)
    }

    /// Whether the viewer may hide it now (boleh disembunyikan).
    async fn can_hide(&self, ctx: &Context<'_>) -> Result<bool> {
        let shown = self.suggestion.status != SuggestionStatus::Hidden;
        Ok(shown && may(&request(ctx)?.actor, Deed::ModeratePlan, Resource::Plan(&self.plan.facts())))
    }
}

/// How many suggestions for a plan there are, of one status or all.
struct ForPlan {
    plan: PlanId,
    status: Option<SuggestionStatus>,
}

#[async_trait]
impl Counted for ForPlan {
    async fn count(&self, ctx: &Context<'_>) -> Result<u64> {
        let counts = store::count_suggestions(&app(ctx)?.db, &[self.plan.0], self.status).await?;
        Ok(counts.get(&self.plan.0).copied().unwrap_or_default())
    }
}

/// Who made these suggestions, and who settled them.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub(super) async fn gather_people(ctx: &Context<'_>, suggestions: &[&Model]) -> Result<()> {
    let authors = suggestions.iter().map(|each| PersonKey(each.author.0));
    let settlers = suggestions.iter().filter_map(|each| each.settled.as_ref()).map(|settled| PersonKey(settled.by.0));
    ctx.data::<Loaders>()?.load_many(authors.chain(settlers)).await?;
    Ok(())
}

/// The suggestions for a plan that the viewer may read, latest first.
///
/// # Errors
/// `BAD_INPUT` for the page; `INTERNAL`.
pub async fn for_plan(
    ctx: &Context<'_>,
    plan: &Plan,
    status: Option<SuggestionStatus>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Page<PlanSuggestion>> {
    let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
    let after = page.place(|text| text.parse().ok()).map_err(AppError::from)?;
    let found = store::suggestions(&app(ctx)?.db, plan.id, status, after, page.size + 1).await?;
    let found = Slice::of(&page, found.into_iter().map(|each| (each.id.to_string(), each)).collect());
    gather_people(ctx, &found.items()).await?;
    let shared = Arc::new(Plan { content: None, ..plan.clone() });
    let totals = Totals::of(ForPlan { plan: plan.id, status });
    Ok(found.connect(totals, |suggestion| PlanSuggestion::new(suggestion, Arc::clone(&shared))))
}

/// How a section should read (saran).
#[derive(InputObject)]
pub struct SuggestPlanChangeInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The section (bagian).
    section_id: ID,
    /// The entry of the document's log that one has before oneself (nomor urut): `seq` of the plan as it was read.
    seq: i64,
    /// The whole section as it should read, in the Markdown of plans (usulan isi): at most 40,000 UTF-16 units.
    body: String,
    /// Why (alasan): at most 500 characters.
    note: Option<String>,
}

/// What becomes of a suggestion (keputusan atas saran).
#[derive(InputObject)]
pub struct DecidePlanSuggestionInput {
    /// The suggestion (saran).
    suggestion_id: ID,
    /// True takes it over into the plan, false declines it (diterima).
    accept: bool,
    /// Why it is declined, for everyone to read (alasan): at most 500 characters.
    note: Option<String>,
}

/// Which suggestion to take back (penarikan saran).
#[derive(InputObject)]
pub struct WithdrawPlanSuggestionInput {
    /// The suggestion (saran).
    suggestion_id: ID,
}

/// Which suggestion to hide, and why (penyembunyian saran).
#[derive(InputObject)]
pub struct HidePlanSuggestionInput {
    /// The suggestion (saran).
    suggestion_id: ID,
    /// Why (alasan): everyone reads it in the place of the suggestion.
    reason: String,
}

/// The suggestion that was made or settled (saran).
#[derive(SimpleObject)]
pub struct PlanSuggestionPayload {
    /// As it is now (saran); null when there are errors.
    suggestion: Option<PlanSuggestion>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

async fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<PlanSuggestionPayload> {
    forget(ctx)?;
    let (suggestion, errors) = split(result, request(ctx)?.lang)?;
    let Some(suggestion) = suggestion else { return Ok(PlanSuggestionPayload { suggestion: None, errors }) };
    Ok(PlanSuggestionPayload { suggestion: PlanSuggestion::of(ctx, suggestion).await?, errors })
}

/// A malformed id is the id of nothing.
fn suggestion_id(id: &ID) -> std::result::Result<SuggestionId, AppError> {
    id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))
}

#[derive(Default)]
pub struct PlanSuggestionMutation;

#[Object]
impl PlanSuggestionMutation {
    /// Suggests how a section of an open plan should read (menyarankan perubahan).
    async fn suggest_plan_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How a section should read (saran).")] input: SuggestPlanChangeInput,
    ) -> Result<PlanSuggestionPayload> {
        let (app, actor, plan) = (app(ctx)?, &request(ctx)?.actor, plan_id(&input.plan_id)?);
        if let Some(account) = actor.account {
            app.throttle.comment(account)?;
        }
        let result = match input.section_id.parse() {
            Ok(section) => {
                let wanted = NewSuggestion { section, base: input.seq, body: &input.body, note: input.note.as_deref() };
                service::suggest(app, actor, plan, wanted).await
            }
            // A malformed id is the id of nothing.
            Err(_) => Err(AppError::field("sectionId", ErrorCode::UnknownSection)),
        };
        payload(ctx, result).await
    }

    /// Takes a suggestion over into the plan, or declines it (memutuskan saran); participants only, while the plan is being
    /// written.
    async fn decide_plan_suggestion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes of a suggestion (keputusan atas saran).")] input: DecidePlanSuggestionInput,
    ) -> Result<PlanSuggestionPayload> {
        let (app, actor, id) = (app(ctx)?, &request(ctx)?.actor, suggestion_id(&input.suggestion_id)?);
        let result = if input.accept {
            service::accept(app, actor, id).await
        } else {
            service::decline(app, actor, id, input.note.as_deref()).await
        };
        payload(ctx, result).await
    }

    /// Takes one's own suggestion back, as long as nobody has decided about it (menarik saran).
    async fn withdraw_plan_suggestion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which suggestion to take back (penarikan saran).")] input: WithdrawPlanSuggestionInput,
    ) -> Result<PlanSuggestionPayload> {
        let id = suggestion_id(&input.suggestion_id)?;
        payload(ctx, service::withdraw(app(ctx)?, &request(ctx)?.actor, id).await).await
    }

    /// Hides a suggestion from everyone (menyembunyikan saran); moderators of the plan's area who take no part in it only.
    async fn hide_plan_suggestion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which suggestion to hide, and why (penyembunyian saran).")] input: HidePlanSuggestionInput,
    ) -> Result<PlanSuggestionPayload> {
        let id = suggestion_id(&input.suggestion_id)?;
        payload(ctx, service::hide(app(ctx)?, &request(ctx)?.actor, id, &input.reason).await).await
    }
}
