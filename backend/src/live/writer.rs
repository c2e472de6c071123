//! Writing the logs: what all rooms have ready goes into the database in one transaction, so that many people writing cost
//! no more than one.

use super::elsewhere::Told;
use super::log::{NewEntry, Owner};
use super::store;
use crate::access::caller::{self, Credential};
use crate::access::{authorize, deed};
use crate::app::App;
use crate::error::AppError;
use crate::platform::database::Transaction;
use futures_util::future::BoxFuture;
use shared::ErrorCode;
use shared::access::{Actor, Resource};
use shared::plan::touch::Touch;
use shared::value::{AccountId, PlanId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};
use tokio::sync::{mpsc, oneshot};

/// The most batches in one transaction.
const TOGETHER: usize = 64;

/// What has to become true together with a change: it looks at the rights under the plan's lock, and then writes what is
/// its own. It gets the number that the change will have in the log, and what it touches, and refuses before it has written
/// anything.
pub type Deed = Arc<
    dyn for<'a> Fn(&'a App, &'a mut Transaction, i64, &'a BTreeSet<Touch>) -> BoxFuture<'a, Result<(), AppError>> + Send + Sync,
>;

/// What one room has to write.
pub struct Batch {
    pub plan: PlanId,
    pub entries: Vec<NewEntry>,
    /// Devices seen for the first time.
    pub claims: Vec<Owner>,
    /// Whose entries these are, by the sessions they came in.
    pub editors: Vec<(AccountId, Credential)>,
    /// Of the only entry, if there is one.
    pub deed: Option<Deed>,
    pub answer: oneshot::Sender<Result<Written, AppError>>,
}

/// What became of a batch.
pub enum Written {
    /// All of it is safe, up to this entry.
    Until(i64),
    /// None of it was written, since these people may not write (any more).
    Refused(BTreeMap<AccountId, ErrorCode>),
    /// The deed was refused, and its entry was not written.
    Undone(AppError),
}

/// Writes until the application is gone.
pub async fn write(app: Weak<App>, mut batches: mpsc::Receiver<Batch>) {
    while let Some(first) = batches.recv().await {
        let Some(app) = app.upgrade() else { return };
        let mut ready = vec![first];
        while ready.len() < TOGETHER
            && let Ok(next) = batches.try_recv()
        {
            ready.push(next);
        }
        // One plan's rows are locked until the end: in the same order everywhere, servers never wait for each other in a circle.
        ready.sort_by_key(|batch| batch.plan);
        match write_all(&app, &ready).await {
            Ok(written) => ready.into_iter().zip(written).for_each(|(batch, written)| drop(batch.answer.send(Ok(written)))),
            Err(error) => {
                tracing::error!(%error, "cannot write the log of {} plans", ready.len());
                for batch in ready {
                    let _ = batch.answer.send(Err(AppError::Refused(ErrorCode::Internal)));
                }
            }
        }
    }
}

async fn write_all(app: &App, batches: &[Batch]) -> Result<Vec<Written>, AppError> {
    let mut tx = app.db.begin().await?;
    let mut written = Vec::with_capacity(batches.len());
    for batch in batches {
        written.push(write_one(app, &mut tx, batch).await?);
    }
    // What people write into a plan is its own log; the journal hears of what matters.
    tx.commit_with_or_without_event().await?;
    Ok(written)
}

async fn write_one(app: &App, tx: &mut Transaction, batch: &Batch) -> Result<Written, AppError> {
    if batch.entries.is_empty() {
        return Ok(Written::Until(0));
    }
    let head = store::lock_head(tx, batch.plan).await?;
    let mut refused = may_not(app, tx, batch).await?;
    if !batch.claims.is_empty() && refused.is_empty() {
        let taken = store::claim(tx, batch.plan, &batch.claims).await?;
        refused.extend(taken.into_iter().map(|(_, account)| (account, ErrorCode::UpdateForeign)));
    }
    if !refused.is_empty() {
        return Ok(Written::Refused(refused));
    }
    if let (Some(deed), Some(entry)) = (&batch.deed, batch.entries.first())
        && let Err(error) = deed(app, tx, head + 1, &entry.touched).await
    {
        return if error.code() == ErrorCode::Internal { Err(error) } else { Ok(Written::Undone(error)) };
    }
    let head = store::append(tx, batch.plan, head, &batch.entries, app.clock.now()).await?;
    store::tell(tx, &Told::Head(batch.plan, head)).await?;
    Ok(Written::Until(head))
}

/// The rights are looked at where it counts: under the lock that every change of them needs too.
async fn may_not(app: &App, tx: &Transaction, batch: &Batch) -> Result<BTreeMap<AccountId, ErrorCode>, AppError> {
    if batch.editors.is_empty() {
        return Ok(BTreeMap::new());
    }
    let facts = crate::plan::store::facts(tx.connection(), batch.plan).await?.ok_or(ErrorCode::NotFound)?;
    let credentials: Vec<Credential> = batch.editors.iter().map(|(_, credential)| *credential).collect();
    let alive = caller::alive(app, tx, &credentials).await?;
    let verdict = |(account, credential): &(AccountId, Credential)| {
        if !alive.contains(credential) {
            return Some((*account, ErrorCode::Unauthenticated));
        }
        // What a token may not, its guest was not let do: a token's scopes never change.
        let actor = Actor::person(*account, Vec::new());
        let refused = authorize::<deed::EditPlan>(&actor, Resource::Plan(&facts)).err()?;
        Some((*account, refused.code()))
    };
    Ok(batch.editors.iter().filter_map(verdict).collect())
}
