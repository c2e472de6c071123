//! Saying something about a proposal, and hiding what breaks the rules of the house.

use super::{Comment, Content, Path, store};
use crate::access::{authorize, deed};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use crate::proposal::store as proposals;
use serde_json::json;
use shared::access::{Actor, ProposalFacts, Resource};
use shared::area::AreaCode;
use shared::comment::{parse_body, parse_reason};
use shared::value::{CommentId, ProposalId};
use shared::{ErrorCode, FieldError};

/// Adds a comment, or an answer to `parent`. Where the author holds an office that answers for the proposal, they speak
/// as that office.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `body`; `NOT_FOUND` for `parentId`, also when
/// it belongs to another proposal; `INTERNAL`.
pub async fn add(
    app: &App,
    actor: &Actor,
    proposal: ProposalId,
    parent: Option<CommentId>,
    body: &str,
) -> Result<Comment, AppError> {
    let mut tx = app.db.begin().await?;
    let facts = lock(&tx, proposal).await?;
    let permit = authorize::<deed::CommentOnProposal>(actor, Resource::Proposal(&facts))?;
    let body = parse_body(body)?;
    let id = CommentId(app.ids.uuid(app.clock.as_ref()));
    let path = match parent {
        Some(parent) => answered(&tx, proposal, parent).await?.path.answer(id),
        None => Path::first(id),
    };
    let comment = Comment {
        id,
        proposal,
        parent,
        path,
        author: permit.person()?,
        office: permit.office_name().map(str::to_owned),
        content: Content::Shown(body.clone()),
        created_at: app.clock.now(),
    };
    store::insert(&tx, &permit, &comment, &body).await?;
    proposals::add_to_comment_count(&tx, proposal, 1).await?;
    journal::append(app, &mut tx, added(&comment, &facts.village, body)).await?;
    tx.commit().await?;
    Ok(comment)
}

/// That it was added. The text may have to be hidden later, and the chain forgets nothing: it gets only the commitment.
pub(crate) fn added(comment: &Comment, village: &AreaCode, body: String) -> Event {
    Event::new(EventKind::CommentAdded, comment.proposal)
        .area(village)
        .actor(Some(comment.author))
        .office(comment.office.as_deref())
        .details(json!({ "comment": comment.id, "parent": comment.parent }))
        .private(body)
}

/// Hides a comment for good: reason and office stand where its text was.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid `reason`; `ALREADY_HIDDEN`; `INTERNAL`.
pub async fn hide(app: &App, actor: &Actor, id: CommentId, reason: &str) -> Result<Comment, AppError> {
    let mut tx = app.db.begin().await?;
    let comment = store::find(tx.connection(), id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let facts = lock(&tx, comment.proposal).await?;
    let permit = authorize::<deed::HideComment>(actor, Resource::Proposal(&facts))?;
    let reason = parse_reason(reason)?;
    if !store::hide(&tx, &permit, id, &reason, app.clock.now()).await? {
        return Err(FieldError::whole(ErrorCode::AlreadyHidden).into());
    }
    proposals::add_to_comment_count(&tx, comment.proposal, -1).await?;
    let event = Event::new(EventKind::CommentHidden, comment.proposal)
        .area(&facts.village)
        .actor(permit.account())
        .office(permit.office_name())
        .details(json!({ "comment": id, "reason": reason }));
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    let by = permit.office_name().unwrap_or_default().to_owned();
    Ok(Comment { content: Content::Hidden { reason, by }, ..comment })
}

/// The lock keeps the number of comments in step with their rows.
async fn lock(tx: &Transaction, id: ProposalId) -> Result<ProposalFacts, AppError> {
    Ok(proposals::lock(tx, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?.facts())
}

async fn answered(tx: &Transaction, proposal: ProposalId, parent: CommentId) -> Result<Comment, AppError> {
    let found = store::find(tx.connection(), parent).await?;
    found.filter(|comment| comment.proposal == proposal).ok_or_else(|| AppError::field("parentId", ErrorCode::NotFound))
}
