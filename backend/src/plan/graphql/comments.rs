//! Comments on plans in GraphQL: the conversation, adding to it, settling and hiding.

use super::object::{Plan as PlanObject, find, scope};
use super::plan_id;
use crate::access::graphql::Person;
use crate::access::permit::may;
use crate::api::answer::Long;
use crate::api::connection::{Counted, Page, Slice, Totals};
use crate::api::context::{app, request};
use crate::api::enums::PlanAnchor;
use crate::api::loaders::{Loaders, PlanCommentCountKey, forget, gather_authors};
use crate::api::payload::{UserError, split};
use crate::comment::Path;
use crate::error::AppError;
use crate::plan::comments::{self as service, Anchor, Comment as Model};
use crate::plan::model::Plan;
use crate::plan::store;
use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::access::{Deed, Resource};
use shared::plan::RowId;
use shared::value::{CommentId, PageRequest, PlanId, SuggestionId};
use std::sync::Arc;

/// What somebody said about a plan (komentar).
#[derive(Description)]
pub struct PlanComment {
    comment: Model,
    /// For saying who may hide or settle it.
    plan: Arc<Plan>,
}

impl PlanComment {
    /// The comment with this id; nothing where the viewer may not read its plan, or is not told of it.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn find(ctx: &Context<'_>, id: CommentId) -> Result<Option<Self>> {
        match store::find_comment(app(ctx)?.db.reader(), scope(ctx)?, id).await? {
            Some(comment) => Self::of(ctx, comment).await,
            None => Ok(None),
        }
    }

    async fn of(ctx: &Context<'_>, comment: Model) -> Result<Option<Self>> {
        Ok(find(ctx, comment.plan).await?.map(|plan| Self::new(comment, Arc::new(plan))))
    }

    /// Made from a plan that the viewer has been allowed to read.
    pub(super) fn new(comment: Model, plan: Arc<Plan>) -> Self {
        Self { comment, plan }
    }
}

#[Object(use_type_description)]
impl PlanComment {
    /// Of the comment (nomor komentar).
    pub async fn id(&self) -> ID {
        ID(self.comment.id.to_string())
    }

    /// The plan (rencana).
    async fn plan(&self) -> PlanObject {
        PlanObject::new(self.plan.as_ref().clone())
    }

    /// What in the plan it is about (jenis yang dikomentari).
    async fn anchor_kind(&self) -> PlanAnchor {
        self.comment.anchor.kind.into()
    }

    /// The section, feature or suggestion that it is about (yang dikomentari); one of the first two may have left the plan
    /// since. Null when it is about the whole.
    async fn anchor_id(&self) -> Option<ID> {
        self.comment.anchor.name().map(ID)
    }

    /// The words (isi); null when it is hidden.
    async fn body(&self) -> Option<Long<&str>> {
        self.comment.content.shown().map(Long)
    }

    /// Who said it (penulis).
    async fn author(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.comment.author, "a comment without its author").await
    }

    /// The office that the author spoke for (jabatan): officials do wherever their office answers for the plan's area.
    async fn office(&self) -> Option<&str> {
        self.comment.office.as_deref()
    }

    /// The comment that it answers (komentar yang dijawab).
    async fn parent(&self) -> Option<ID> {
        self.comment.parent.map(|parent| ID(parent.to_string()))
    }

    /// How far to indent it (kedalaman): 0 begins a thread, 2 is the deepest.
    async fn depth(&self) -> i32 {
        self.comment.path.depth()
    }

    /// When it was said (waktu).
    async fn created_at(&self) -> DateTime<Utc> {
        self.comment.created_at
    }

    /// Whether a moderator hid it (disembunyikan): reason and office stand where its words were.
    async fn hidden(&self) -> bool {
        self.comment.content.hidden().is_some()
    }

    /// Why it was hidden (alasan disembunyikan).
    async fn hidden_reason(&self) -> Option<Long<&str>> {
        self.comment.content.hidden().map(|(reason, _)| Long(reason))
    }

    /// The office that hid it (disembunyikan oleh).
    async fn hidden_by(&self) -> Option<&str> {
        self.comment.content.hidden().map(|(_, by)| by)
    }

    /// When its thread was settled (waktu selesai); only of the first comment of a thread.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.comment.resolved_at
    }

    /// Who settled the thread (yang menyelesaikan); null while it is open.
    async fn resolved_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        let Some(account) = self.comment.resolved_by else { return Ok(None) };
        Person::named(ctx, account, "a thread settled by nobody").await.map(Some)
    }

    /// Whether its thread was begun while the plan was a draft (dari masa draf): those who take part are told of it, and nobody
    /// else.
    async fn of_draft(&self) -> bool {
        self.comment.of_draft
    }

    /// Whether the viewer may hide it now (boleh disembunyikan).
    async fn can_hide(&self, ctx: &Context<'_>) -> Result<bool> {
        let shown = self.comment.content.shown().is_some();
        Ok(shown && may(&request(ctx)?.actor, Deed::ModeratePlan, Resource::Plan(&self.plan.facts())))
    }

    /// Whether the viewer may settle its thread, or open it again (boleh diselesaikan).
    async fn can_resolve(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(service::may_resolve(&request(ctx)?.actor, &self.plan, &self.comment))
    }
}

/// How many comments are on a plan.
struct OnPlan(PlanId);

#[async_trait]
impl Counted for OnPlan {
    async fn count(&self, ctx: &Context<'_>) -> Result<u64> {
        let key = PlanCommentCountKey { plan: self.0.0, scope: scope(ctx)? };
        Ok(ctx.data::<Loaders>()?.load_one(key).await?.unwrap_or_default().all)
    }
}

/// The conversation about a plan that the viewer may read, in reading order.
///
/// # Errors
/// `BAD_INPUT` for the page; `INTERNAL`.
pub async fn about(ctx: &Context<'_>, plan: &Plan, first: Option<i32>, after: Option<String>) -> Result<Page<PlanComment>> {
    let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
    let after = page.place(Path::from_cursor).map_err(AppError::from)?;
    let found = store::comments(&app(ctx)?.db, scope(ctx)?, plan.id, after.as_ref(), page.size + 1).await?;
    let found = Slice::of(&page, found.into_iter().map(|comment| (comment.path.to_cursor(), comment)).collect());
    gather_authors(ctx, &found.items()).await?;
    let shared = Arc::new(Plan { content: None, ..plan.clone() });
    Ok(found.connect(Totals::of(OnPlan(plan.id)), |comment| PlanComment::new(comment, Arc::clone(&shared))))
}

/// What to say about a plan (komentar).
#[derive(InputObject)]
pub struct AddPlanCommentInput {
    /// The plan that it is about (rencana).
    plan_id: ID,
    /// The comment that it answers (komentar yang dijawab); an answer stands where that stands.
    parent_id: Option<ID>,
    /// What in the plan it is about (bagian yang dikomentari).
    anchor_kind: PlanAnchor,
    /// The section, the feature or the suggestion (yang dikomentari); left out for the whole plan.
    anchor_id: Option<ID>,
    /// The words (isi), 1 to 2,000 characters.
    body: String,
}

/// Which thread is settled (percakapan selesai).
#[derive(InputObject)]
pub struct ResolvePlanCommentInput {
    /// The first comment of the thread (komentar).
    comment_id: ID,
    /// False opens the thread again (selesai).
    resolved: bool,
}

/// Which comment to hide, and why (penyembunyian komentar).
#[derive(InputObject)]
pub struct HidePlanCommentInput {
    /// The comment (komentar).
    comment_id: ID,
    /// Why (alasan): everyone reads it in the place of the comment.
    reason: String,
}

/// The comment that was made, settled or hidden (komentar).
#[derive(SimpleObject)]
pub struct PlanCommentPayload {
    /// As it is now (komentar); null when there are errors.
    comment: Option<PlanComment>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

async fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<PlanCommentPayload> {
    forget(ctx)?;
    let (comment, errors) = split(result, request(ctx)?.lang)?;
    let Some(comment) = comment else { return Ok(PlanCommentPayload { comment: None, errors }) };
    Ok(PlanCommentPayload { comment: PlanComment::of(ctx, comment).await?, errors })
}

/// Suggestions are named by ids of their own; what is in the document by its row.
fn row_id(id: &ID) -> std::result::Result<RowId, ErrorCode> {
    let suggestion = id.parse::<SuggestionId>().map(|id| id.0);
    suggestion.or_else(|_| id.parse().map_err(|_| ErrorCode::UnknownSection))
}

fn comment_id(id: &ID) -> std::result::Result<CommentId, AppError> {
    id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))
}

#[derive(Default)]
pub struct PlanCommentMutation;

#[Object]
impl PlanCommentMutation {
    /// Adds a comment to a plan, or an answer to a comment (berkomentar).
    async fn add_plan_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to say about a plan (komentar).")] input: AddPlanCommentInput,
    ) -> Result<PlanCommentPayload> {
        let (app, actor, plan) = (app(ctx)?, &request(ctx)?.actor, plan_id(&input.plan_id)?);
        if let Some(account) = actor.account {
            app.throttle.comment(account)?;
        }
        let parent = input.parent_id.map(|id| id.parse()).transpose();
        let row = input.anchor_id.map(|id| row_id(&id)).transpose();
        let result = match (parent, row) {
            (Ok(parent), Ok(id)) => {
                service::add(app, actor, plan, parent, Anchor { kind: input.anchor_kind.into(), id }, &input.body).await
            }
            // A malformed id is the id of nothing.
            (Err(_), _) => Err(AppError::field("parentId", ErrorCode::NotFound)),
            (_, Err(_)) => Err(AppError::field("anchorId", ErrorCode::UnknownSection)),
        };
        payload(ctx, result).await
    }

    /// Settles a thread or opens it again (menyelesaikan komentar): who takes part in the plan, and who began the thread.
    async fn resolve_plan_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which thread is settled (percakapan selesai).")] input: ResolvePlanCommentInput,
    ) -> Result<PlanCommentPayload> {
        let id = comment_id(&input.comment_id)?;
        payload(ctx, service::resolve(app(ctx)?, &request(ctx)?.actor, id, input.resolved).await).await
    }

    /// Hides a comment from everyone (menyembunyikan komentar); moderators of the plan's area who take no part in it only.
    async fn hide_plan_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which comment to hide, and why (penyembunyian komentar).")] input: HidePlanCommentInput,
    ) -> Result<PlanCommentPayload> {
        let id = comment_id(&input.comment_id)?;
        payload(ctx, service::hide(app(ctx)?, &request(ctx)?.actor, id, &input.reason).await).await
    }
}
