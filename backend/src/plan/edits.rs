//! Writing a plan by program: what is wished goes through the plan's room, as what people type does.

use super::{Plan, open, sources, store};
use crate::access::{authorize, deed};
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::live::{Author, Change, Deed, Ordered, content_at, store as log};
use shared::access::{Actor, Resource};
use shared::plan::schema::Table;
use shared::plan::wish::{Put, Wish, WishForm, Wishes, conflict, fulfil, parse, placed};
use shared::plan::{Content, RowId};
use shared::value::{PlanId, ProposalId};
use shared::{ErrorCode, FieldError, FieldErrors};
use std::sync::Arc;

/// How many entries back it is looked who else changed what: whoever read the plan before that has to read it again.
const MOST_READ: i64 = 5_000;

/// A plan as it was written.
pub struct Updated {
    pub plan: Plan,
    /// The entry of the log that did it; the last one, where the plan said all of it already.
    pub seq: i64,
    /// The rows that got their id here.
    pub named: Vec<RowId>,
}

/// Makes a plan say what is wished, all of it or nothing. `base` is the entry of the log that the caller had before them:
/// what others have changed since is not overwritten.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; everything invalid, at its edit; `OUT_OF_RANGE` at `seq`; `CONFLICT` with
/// what others wrote; `PLAN_FULL`; `INTERNAL`.
pub async fn update(
    app: &SharedApp,
    actor: &Actor,
    id: PlanId,
    base: Option<i64>,
    forms: Vec<WishForm>,
) -> Result<Updated, AppError> {
    let facts = store::facts(app.db.reader(), id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let permit = authorize::<deed::EditPlan>(actor, Resource::Plan(&facts))?;
    let Wishes { all, named } = parse(forms, || app.ids.uuid(app.clock.as_ref()))?;
    check_proposals(app, actor, &all).await?;
    let author = Author { account: permit.person()?, office: permit.office_name().map(str::to_owned), token: actor.token };
    let wishes: Arc<[Wish]> = all.into();
    let ordered = Ordered { author, change: change(Arc::clone(&wishes)), deed: guard(actor.clone(), id, base) };
    let seq = match app.rooms.change(app, id, ordered).await {
        Ok(seq) => seq,
        Err(AppError::Refused(ErrorCode::NothingChanged)) => log::head(&app.db, id).await?,
        Err(AppError::Refused(ErrorCode::Conflict)) => return Err(both(app, id, base.unwrap_or_default(), &wishes).await?),
        Err(error) => return Err(error),
    };
    show(app, id, seq).await?;
    let guarded = store::find(&app.db, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    Ok(Updated { plan: guarded.read_as(actor)?, seq, named })
}

/// What says nothing new leaves no entry in the log.
fn change(wishes: Arc<[Wish]>) -> Change {
    Box::new(move |roots, txn| {
        fulfil(roots, txn, &wishes)?;
        if txn.has_changes() { Ok(()) } else { Err(ErrorCode::NothingChanged.into()) }
    })
}

/// Looks under the plan's lock whether the actor may write it, and whether somebody else has touched the same since.
fn guard(actor: Actor, id: PlanId, base: Option<i64>) -> Deed {
    let actor = Arc::new(actor);
    Arc::new(move |_, tx, seq, touched| {
        let actor = Arc::clone(&actor);
        Box::pin(async move {
            open::<deed::EditPlan>(tx, &actor, id).await?;
            let Some(base) = base else { return Ok(()) };
            if !(1..seq).contains(&base) {
                return Err(AppError::field("seq", ErrorCode::OutOfRange));
            }
            if seq - base > MOST_READ {
                return Err(ErrorCode::Conflict.into());
            }
            let since = store::touched_since(tx.connection(), id, base).await?;
            let is_disputed = touched.iter().any(|own| since.iter().any(|other| other.meets(own)));
            if is_disputed { Err(ErrorCode::Conflict.into()) } else { Ok(()) }
        })
    })
}

/// The conflict, with what the plan says now beside what was wished: all that differs, where it is too long ago to look who
/// touched what.
async fn both(app: &App, id: PlanId, base: i64, wishes: &[Wish]) -> Result<AppError, AppError> {
    let head = log::head(&app.db, id).await?;
    let since = if head - base >= MOST_READ { None } else { Some(store::touched_since(app.db.reader(), id, base).await?) };
    let (current, yours) = conflict(wishes, since.as_ref(), &written(app, id, head).await?);
    let version = |seq: i64| i32::try_from(seq).unwrap_or(i32::MAX);
    Ok(AppError::Conflict {
        your_version: version(base),
        current_version: version(head),
        current: serde_json::to_value(current)?,
        yours: serde_json::to_value(yours)?,
    })
}

/// Whoever reads the plan from now on reads it as it was written: the room shows it only when people pause.
async fn show(app: &App, id: PlanId, seq: i64) -> Result<(), AppError> {
    let content = written(app, id, seq).await?;
    let tx = app.db.begin().await?;
    store::project(&tx, id, seq, &content, app.clock.now()).await?;
    tx.commit_unrecorded().await
}

async fn written(app: &App, id: PlanId, seq: i64) -> Result<Content, AppError> {
    content_at(app, id, seq).await?.ok_or_else(|| AppError::damaged("a log without the entry that was just written"))
}

/// Only what is in the public record is linked.
async fn check_proposals(app: &App, actor: &Actor, wishes: &[Wish]) -> Result<(), AppError> {
    let linked = |wish: &Wish| match wish {
        Wish::Put(Put { table: Table::Proposals, row, .. }) => Some(ProposalId(*row)),
        _ => None,
    };
    let ids: Vec<ProposalId> = wishes.iter().filter_map(linked).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found = sources::public(app, actor, &ids).await?;
    let mut errors = FieldErrors::default();
    for (at, wish) in wishes.iter().enumerate() {
        if linked(wish).is_some_and(|id| found.iter().all(|proposal| proposal.id != id)) {
            errors.push(placed(at, FieldError::new("proposalId", ErrorCode::UnknownProposal)));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}
