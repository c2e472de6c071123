//! Comments in GraphQL: a proposal's conversation, adding to it, and hiding from it.

mod list;

pub use list::CommentQuery;

use super::{Comment as Model, Path, service, store};
use crate::access::graphql::Person;
use crate::access::permit::may;
use crate::api::answer::Long;
use crate::api::connection::{Counted, Page, Slice, Totals, asks};
use crate::api::context::{app, request};
use crate::api::enums::ProposalAction;
use crate::api::loaders::{CommentCountKey, CommentsKey, Loaders, PersonKey, ProposalKey, forget};
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use crate::proposal::graphql::Proposal;
use crate::proposal::{Proposal as About, store as proposals};
use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::access::{Actor, Deed, ProposalFacts, Resource, Verdict, can};
use shared::value::{CommentId, PageRequest, ProposalId};
use std::sync::Arc;

/// What somebody said about a proposal (komentar).
#[derive(Description)]
pub struct Comment {
    comment: Model,
    /// Of its proposal, for saying who may hide it.
    facts: Arc<ProposalFacts>,
}

impl Comment {
    /// The comment with this id.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn find(ctx: &Context<'_>, id: CommentId) -> Result<Option<Self>> {
        let db = &app(ctx)?.db;
        let Some(comment) = store::find(db.reader(), id).await? else { return Ok(None) };
        Ok(Some(Self::of(ctx, comment).await?))
    }

    async fn of(ctx: &Context<'_>, comment: Model) -> Result<Self> {
        let proposal = proposals::find(&app(ctx)?.db, comment.proposal).await?;
        let facts = proposal.ok_or_else(|| AppError::damaged("a comment without its proposal"))?.facts();
        Ok(Self { comment, facts: Arc::new(facts) })
    }
}

#[Object(use_type_description)]
impl Comment {
    /// Of the comment (nomor komentar).
    pub async fn id(&self) -> ID {
        ID(self.comment.id.to_string())
    }

    /// The proposal that it is about (usulan).
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Proposal> {
        let found = ctx.data::<Loaders>()?.load_one(ProposalKey(self.comment.proposal.0)).await?;
        Ok(Proposal::new(found.ok_or_else(|| AppError::damaged("a comment without its proposal"))?))
    }

    /// The words (isi); null when it is hidden.
    async fn body(&self) -> Option<Long<&str>> {
        self.comment.content.shown().map(Long)
    }

    /// Who said it (penulis).
    async fn author(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.comment.author, "a comment without its author").await
    }

    /// The office that the author spoke for (jabatan): officials do wherever their office answers for the proposal.
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

    /// Whether the viewer may hide it now (boleh disembunyikan).
    async fn can_hide(&self, ctx: &Context<'_>) -> Result<bool> {
        let shown = self.comment.content.shown().is_some();
        Ok(shown && may(&request(ctx)?.actor, Deed::HideComment, Resource::Proposal(&self.facts)))
    }
}

/// How many comments are on a proposal.
struct OnProposal(ProposalId);

#[async_trait]
impl Counted for OnProposal {
    async fn count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(ctx.data::<Loaders>()?.load_one(CommentCountKey(self.0.0)).await?.unwrap_or_default())
    }
}

/// The conversation about a proposal that the viewer may read, in reading order.
///
/// # Errors
/// `BAD_INPUT` for the page; `INTERNAL`.
pub async fn about(ctx: &Context<'_>, proposal: &About, first: Option<i32>, after: Option<String>) -> Result<Page<Comment>> {
    let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
    let after = page.place(Path::from_cursor).map_err(AppError::from)?;
    let found = match &after {
        None => {
            let beginning = CommentsKey { proposal: proposal.id.0, size: page.size };
            ctx.data::<Loaders>()?.load_one(beginning).await?.unwrap_or_default()
        }
        Some(after) => store::page(&app(ctx)?.db, proposal.id, after, page.size + 1).await?,
    };
    let found = Slice::of(&page, found.into_iter().map(|comment| (comment.path.to_cursor(), comment)).collect());
    if asks(ctx, "author") {
        ctx.data::<Loaders>()?.load_many(found.items().into_iter().map(|comment| PersonKey(comment.author.0))).await?;
    }
    let facts = Arc::new(proposal.facts());
    Ok(found.connect(Totals::of(OnProposal(proposal.id)), |comment| Comment { comment, facts: Arc::clone(&facts) }))
}

/// What the person may do in the conversation, and as which office.
pub fn actions(actor: &Actor, proposal: &About) -> impl Iterator<Item = (ProposalAction, Option<String>)> {
    let facts = proposal.facts();
    let deeds = [(ProposalAction::Comment, Deed::CommentOnProposal), (ProposalAction::Moderate, Deed::HideComment)];
    deeds.into_iter().filter_map(move |(action, deed)| match can(actor, deed, Resource::Proposal(&facts)) {
        Verdict::Allowed(office) => Some((action, office.map(|office| office.name.clone()))),
        _ => None,
    })
}

/// What to say about a proposal (komentar).
#[derive(InputObject)]
pub struct AddCommentInput {
    /// The proposal that it is about (usulan).
    proposal_id: ID,
    /// The comment that it answers (komentar yang dijawab).
    parent_id: Option<ID>,
    /// The words (isi), 1 to 2,000 characters.
    body: String,
}

/// Which comment to hide, and why (penyembunyian komentar).
#[derive(InputObject)]
pub struct HideCommentInput {
    /// The comment (komentar).
    comment_id: ID,
    /// Why (alasan): everyone reads it in the place of the comment.
    reason: String,
}

/// The comment that was made or hidden (komentar).
#[derive(SimpleObject)]
pub struct CommentPayload {
    /// As it is now (komentar); null when there are errors.
    comment: Option<Comment>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

async fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<CommentPayload> {
    forget(ctx)?;
    let (comment, errors) = split(result, request(ctx)?.lang)?;
    let Some(comment) = comment else { return Ok(CommentPayload { comment: None, errors }) };
    Ok(CommentPayload { comment: Some(Comment::of(ctx, comment).await?), errors })
}

#[derive(Default)]
pub struct CommentMutation;

#[Object]
impl CommentMutation {
    /// Adds a comment to a proposal, or an answer to a comment (berkomentar).
    async fn add_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to say about a proposal (komentar).")] input: AddCommentInput,
    ) -> Result<CommentPayload> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        // At the door and not in the use case: the months of sample data pass in seconds.
        if let Some(account) = actor.account {
            app.throttle.comment(account)?;
        }
        let proposal = input.proposal_id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        let result = match input.parent_id.map(|id| id.parse()).transpose() {
            Ok(parent) => service::add(app, actor, proposal, parent, &input.body).await,
            // A malformed id is the id of nothing.
            Err(_) => Err(AppError::field("parentId", ErrorCode::NotFound)),
        };
        payload(ctx, result).await
    }

    /// Hides a comment from everyone (menyembunyikan komentar); moderators of its area only.
    async fn hide_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which comment to hide, and why (penyembunyian komentar).")] input: HideCommentInput,
    ) -> Result<CommentPayload> {
        let id = input.comment_id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        payload(ctx, service::hide(app(ctx)?, &request(ctx)?.actor, id, &input.reason).await).await
    }
}
