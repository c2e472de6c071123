//! How a plan came to say what it says, what differs between two moments of it, and going back to one of them.

use super::{Name, Plan, Version, open, record, stages, store};
use crate::access::{authorize, deed};
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::journal::EventKind;
use crate::live::{Author, Deed, Ordered, content_at, document_at};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use shared::ErrorCode;
use shared::access::{Actor, Resource};
use shared::plan::Content;
use shared::plan::compare::Comparison;
use shared::plan::document::Roots;
use shared::plan::edit::bring_to;
use shared::plan::schema::Table;
use shared::plan::touch::Touch;
use shared::value::{AccountId, PlanId, PlanVersionId, TokenId};
use std::collections::BTreeSet;
use std::sync::Arc;
use yrs::TransactionMut;

/// What somebody writes within so many minutes is told as one.
const TOGETHER: TimeDelta = TimeDelta::minutes(10);
/// How many entries of the log are read for one page, so that a page of very busy hours cannot take long.
const MOST_READ: usize = 5_000;
const AT_ONCE: usize = 500;

/// One entry of the log.
#[derive(Clone, Debug)]
pub struct Step {
    pub seq: i64,
    pub account: Option<AccountId>,
    pub office: Option<String>,
    /// With which token a program wrote it.
    pub token: Option<TokenId>,
    pub at: DateTime<Utc>,
    pub touched: BTreeSet<Touch>,
}

/// What one person wrote without anybody else in between.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub account: Option<AccountId>,
    pub office: Option<String>,
    /// With which token a program wrote it.
    pub token: Option<TokenId>,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub from_seq: i64,
    pub until_seq: i64,
    pub touched: BTreeSet<Touch>,
}

impl Stretch {
    fn of(step: Step) -> Self {
        let Step { seq, account, office, token, at, touched } = step;
        Self { account, office, token, from: at, until: at, from_seq: seq, until_seq: seq, touched }
    }

    /// Whether an earlier step belongs to it.
    fn takes(&self, step: &Step) -> bool {
        let same = self.account.is_some() && (self.account, &self.office, self.token) == (step.account, &step.office, step.token);
        same && self.until - step.at <= TOGETHER
    }

    /// How many entries of the log it has.
    pub const fn count(&self) -> i64 {
        self.until_seq + 1 - self.from_seq
    }
}

/// Somebody who wrote in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    pub account: AccountId,
    /// How many entries of the log are theirs.
    pub entries: i64,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
}

/// The entry of the log after which a viewer is told who wrote what: what was written in a draft stays its participants' own.
async fn told_after(app: &App, actor: &Actor, plan: &Plan) -> Result<i64, AppError> {
    if actor.account.is_some_and(|person| plan.participant(person).is_some()) {
        return Ok(0);
    }
    Ok(store::opened_at(&app.db, plan.id).await?.unwrap_or(plan.head))
}

/// The first entry of the log with whose words a viewer may read the plan. What it said when it was opened, everyone may.
pub(super) async fn told_from(app: &App, actor: &Actor, plan: &Plan) -> Result<i64, AppError> {
    Ok(told_after(app, actor, plan).await?.max(1))
}

/// Everyone who wrote in a plan, as far as `actor` is told, those with the most entries first.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn contributors(app: &App, actor: &Actor, plan: &Plan) -> Result<Vec<Contributor>, AppError> {
    store::contributors(&app.db, plan.id, told_after(app, actor, plan).await?).await
}

/// At most `limit` stretches of a plan that `actor` may read, that lie before the entry `before`, latest first; and whether
/// there are earlier ones.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn stretches(
    app: &App,
    actor: &Actor,
    plan: &Plan,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<Stretch>, bool), AppError> {
    let after = told_after(app, actor, plan).await?;
    let mut before = before.unwrap_or(i64::MAX);
    let mut found: Vec<Stretch> = Vec::new();
    for _ in 0..MOST_READ / AT_ONCE {
        let steps = store::steps(&app.db, plan.id, after, before, AT_ONCE as u64).await?;
        let is_last = steps.len() < AT_ONCE;
        for step in steps {
            before = step.seq;
            let is_full = found.len() == limit;
            match found.last_mut().filter(|last| last.takes(&step)) {
                Some(last) => {
                    (last.from, last.from_seq) = (step.at, step.seq);
                    last.touched.extend(step.touched);
                }
                None if is_full => return Ok((found, true)),
                None => found.push(Stretch::of(step)),
            }
        }
        if is_last {
            return Ok((found, false));
        }
    }
    Ok((found, true))
}

/// What says the names of all rows that these touched, those that are gone included.
///
/// # Errors
/// `INTERNAL` when the database refuses or the log is damaged.
pub async fn names(app: &App, plan: &Plan, stretches: &[Stretch]) -> Result<Content, AppError> {
    let present = plan.content.clone().unwrap_or_default();
    let mut rows = stretches.iter().flat_map(|stretch| &stretch.touched).filter_map(Touch::row);
    if rows.all(|(table, id)| table == Table::Proposals || present.name_of(table, id).is_some()) {
        return Ok(present);
    }
    let document = document_at(app, plan.id, plan.head).await?;
    Ok(document.map_or(present, |document| document.content_ever()))
}

/// What differs between what a plan said after two entries of its log.
///
/// # Errors
/// `BAD_INPUT` for an entry that there is not, or that the viewer is not told of; `TOO_COMPLEX` when its time is over;
/// `INTERNAL`.
pub async fn comparison(app: &App, actor: &Actor, plan: &Plan, from: i64, until: i64) -> Result<Comparison, AppError> {
    let first = told_from(app, actor, plan).await?;
    if from.min(until) < first {
        return Err(ErrorCode::BadInput.into());
    }
    let both = async {
        let (before, after) = (content_at(app, plan.id, from).await?, content_at(app, plan.id, until).await?);
        before.zip(after).ok_or(AppError::Refused(ErrorCode::BadInput))
    };
    app.comparing.states(both).await
}

/// Makes a plan say again what it said after an entry of its log, as a change like any other: what it said until now stays
/// in its history. The new state gets a name.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `OUT_OF_RANGE` at `seq`; `INTERNAL`.
pub async fn restore(app: &SharedApp, actor: &Actor, id: PlanId, seq: i64) -> Result<Version, AppError> {
    let guarded = store::find(&app.db, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let permit = authorize::<deed::EditPlan>(actor, Resource::Plan(&guarded.facts()))?;
    let wanted = content_at(app, id, seq).await?.ok_or_else(|| AppError::field("seq", ErrorCode::OutOfRange))?;
    let author = Author { account: permit.person()?, office: permit.office_name().map(str::to_owned), token: actor.token };
    let version = PlanVersionId(app.ids.uuid(app.clock.as_ref()));
    let change = Box::new(move |roots: &Roots, txn: &mut TransactionMut| {
        bring_to(roots, txn, &wanted);
        Ok(())
    });
    let deed = note_restored(actor.clone(), id, seq, version);
    app.rooms.change(app, id, Ordered { author, change, deed }).await?;
    store::find_version(&app.db, version).await?.ok_or_else(|| AppError::damaged("a plan restored without a version"))
}

/// The version and the event that come with going back to what a plan said after the entry `from`.
fn note_restored(actor: Actor, id: PlanId, from: i64, version: PlanVersionId) -> Deed {
    let actor = Arc::new(actor);
    Arc::new(move |app, tx, seq, _| {
        let actor = Arc::clone(&actor);
        Box::pin(async move {
            let (plan, permit) = open::<deed::EditPlan>(tx, &actor, id).await?;
            let named = Version { id: version, seq, ..stages::version(app, &plan, Name::Restored(from), &permit)? };
            store::insert_version(tx, &named).await?;
            let details = json!({ "version": version, "from": from, "seq": seq });
            record(app, tx, EventKind::PlanRestored, &plan, &permit, details).await
        })
    })
}
