//! Saying something about a plan, a section of it, a place on its map or a suggestion; settling it; hiding what breaks the rules.

use super::{Plan, happening, open, record, store};
use crate::access::{Permit, PlanScope, authorize, deed};
use crate::app::App;
use crate::comment::{Content as Said, Path};
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::live::content_at;
use crate::platform::database::Transaction;
use chrono::{DateTime, Utc};
use serde_json::json;
use shared::access::{Actor, Resource};
use shared::comment::{parse_body, parse_reason};
use shared::plan::schema::Table;
use shared::plan::{Content, PlanAnchor, RowId};
use shared::value::{AccountId, CommentId, PlanId, SuggestionId};
use shared::{ErrorCode, FieldError};

/// What in a plan a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub kind: PlanAnchor,
    /// None of the whole plan.
    pub id: Option<RowId>,
}

impl Anchor {
    /// The id that it goes by outside: only a suggestion is a thing of its own.
    pub fn name(self) -> Option<String> {
        let id = self.id?;
        Some(if self.kind == PlanAnchor::Suggestion { SuggestionId(id).to_string() } else { id.to_string() })
    }
}

/// A comment as everyone who may read the plan reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub id: CommentId,
    pub plan: PlanId,
    /// An answer has that of what it answers. It may have left the plan since.
    pub anchor: Anchor,
    /// What it answers, however deep.
    pub parent: Option<CommentId>,
    pub path: Path,
    pub author: AccountId,
    /// The office that the author spoke for, as it was called then.
    pub office: Option<String>,
    pub content: Said,
    pub created_at: DateTime<Utc>,
    /// When its thread was settled; only of the first comment of a thread.
    pub resolved_at: Option<DateTime<Utc>>,
    pub resolved_by: Option<AccountId>,
    /// Whether its thread was begun before the plan was opened: it stays its participants' own, with all answers.
    pub of_draft: bool,
}

/// Adds a comment, or an answer to `parent`.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `body`; `NOT_FOUND` for `parentId`, also when it belongs to
/// another plan; `UNKNOWN_SECTION` at `anchorId` for what is not in the plan; `INTERNAL`.
pub async fn add(
    app: &App,
    actor: &Actor,
    plan: PlanId,
    parent: Option<CommentId>,
    anchor: Anchor,
    body: &str,
) -> Result<Comment, AppError> {
    let mut tx = app.db.begin().await?;
    let (plan, permit) = open::<deed::CommentOnPlan>(&tx, actor, plan).await?;
    let body = parse_body(body)?;
    let id = CommentId(app.ids.uuid(app.clock.as_ref()));
    let (path, anchor, of_draft) = match parent {
        Some(parent) => {
            let answered = answered(&tx, actor, &plan, parent).await?;
            (answered.path.answer(id), answered.anchor, answered.of_draft)
        }
        None => (Path::first(id), check(app, &tx, &plan, anchor).await?, !plan.stage.is_public()),
    };
    let comment = Comment {
        id,
        plan: plan.id,
        anchor,
        parent,
        path,
        author: permit.person()?,
        office: permit.office_name().map(str::to_owned),
        content: Said::Shown(body.clone()),
        created_at: app.clock.now(),
        resolved_at: None,
        resolved_by: None,
        of_draft,
    };
    store::insert_comment(&tx, &permit, &comment, &body).await?;
    // The text may have to be hidden later, and the chain forgets nothing: it gets only the commitment.
    let kind = if of_draft { EventKind::PlanDraftChanged } else { EventKind::PlanCommentAdded };
    let event = Event::new(kind, plan.id)
        .area(&plan.area)
        .actor(permit.account())
        .office(permit.office_name())
        .details(json!({ "comment": id, "parent": parent, "anchor": anchor.kind, "row": anchor.id }))
        .private(body);
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    Ok(comment)
}

/// Hides a comment for good: reason and office stand where its text was.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `reason`; `ALREADY_HIDDEN`; `INTERNAL`.
pub async fn hide(app: &App, actor: &Actor, id: CommentId, reason: &str) -> Result<Comment, AppError> {
    let mut tx = app.db.begin().await?;
    let comment = find(&tx, actor, id).await?;
    let (plan, permit) = open::<deed::ModeratePlan>(&tx, actor, comment.plan).await?;
    let reason = parse_reason(reason)?;
    if !store::hide_comment(&tx, &permit, id, &reason, app.clock.now()).await? {
        return Err(FieldError::whole(ErrorCode::AlreadyHidden).into());
    }
    record(app, &mut tx, EventKind::PlanCommentHidden, &plan, &permit, json!({ "comment": id, "reason": reason })).await?;
    tx.commit().await?;
    let by = permit.office_name().unwrap_or_default().to_owned();
    Ok(Comment { content: Said::Hidden { reason, by }, ..comment })
}

/// Settles a thread, or opens it again. Doing so twice changes nothing. Who takes part in the plan may, and who began the
/// thread, as long as the plan takes comments.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `NOT_FOUND` for an answer, which has no thread of its own; `INTERNAL`.
pub async fn resolve(app: &App, actor: &Actor, id: CommentId, resolved: bool) -> Result<Comment, AppError> {
    let mut tx = app.db.begin().await?;
    let comment = find(&tx, actor, id).await?;
    let (plan, permit) = open::<deed::CommentOnPlan>(&tx, actor, comment.plan).await?;
    if comment.parent.is_some() {
        return Err(ErrorCode::NotFound.into());
    }
    if !may_resolve(actor, &plan, &comment) {
        return Err(ErrorCode::Forbidden.into());
    }
    // Read again: somebody else may have settled it before the plan was locked.
    let mut comment = find(&tx, actor, id).await?;
    if comment.resolved_at.is_some() == resolved {
        return Ok(comment);
    }
    let settled = resolved.then_some((permit.person()?, app.clock.now()));
    store::set_resolved(&tx, id, settled).await?;
    (comment.resolved_by, comment.resolved_at) = settled.unzip();
    let kind = if resolved { EventKind::PlanCommentResolved } else { EventKind::PlanCommentReopened };
    let event = happening(kind, !comment.of_draft, &plan, &permit, json!({ "comment": id }));
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    Ok(comment)
}

/// Whether `actor` may settle this thread, or open it again.
pub fn may_resolve(actor: &Actor, plan: &Plan, comment: &Comment) -> bool {
    let comments: Result<Permit<deed::CommentOnPlan>, _> = authorize(actor, Resource::Plan(&plan.facts()));
    let concerned = actor.is(comment.author) || actor.account.is_some_and(|person| plan.participant(person).is_some());
    comment.parent.is_none() && concerned && comments.is_ok()
}

async fn find(tx: &Transaction, actor: &Actor, id: CommentId) -> Result<Comment, AppError> {
    store::find_comment(tx.connection(), PlanScope::of(actor), id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))
}

async fn answered(tx: &Transaction, actor: &Actor, plan: &Plan, parent: CommentId) -> Result<Comment, AppError> {
    let found = store::find_comment(tx.connection(), PlanScope::of(actor), parent).await?;
    found.filter(|comment| comment.plan == plan.id).ok_or_else(|| AppError::field("parentId", ErrorCode::NotFound))
}

/// Whether what a comment is about is in the plan.
async fn check(app: &App, tx: &Transaction, plan: &Plan, anchor: Anchor) -> Result<Anchor, AppError> {
    let known = match (anchor.kind, anchor.id) {
        (PlanAnchor::Plan, None) => true,
        (PlanAnchor::Section, Some(id)) => has_row(app, plan, Table::Sections, id).await?,
        (PlanAnchor::Feature, Some(id)) => has_row(app, plan, Table::Features, id).await?,
        (PlanAnchor::Suggestion, Some(id)) => {
            let found = store::find_suggestion(tx.connection(), SuggestionId(id)).await?;
            found.is_some_and(|suggestion| suggestion.plan == plan.id)
        }
        _ => false,
    };
    if known { Ok(anchor) } else { Err(AppError::field("anchorId", ErrorCode::UnknownSection)) }
}

/// Whether the plan has this row. What was written a moment ago is in its log, and not in the typed view yet.
async fn has_row(app: &App, plan: &Plan, table: Table, id: RowId) -> Result<bool, AppError> {
    let is_in = |content: &Option<Content>| content.as_ref().is_some_and(|content| content.name_of(table, id).is_some());
    Ok(is_in(&plan.content) || plan.projected_seq < plan.head && is_in(&content_at(app, plan.id, plan.head).await?))
}
