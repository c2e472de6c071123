//! Plans and what belongs to them as rows. The log of a plan is written where it is edited.

mod comments;
mod draft;
mod history;
mod participants;
mod projection;
mod row;
mod suggestions;
mod told;
mod versions;

pub(super) use comments::to_comment;
pub use comments::{CommentCounts, comments, count_comments, find_comment, hide_comment, insert_comment, set_resolved};
pub use draft::told_to;
pub use history::{contributors, opened_at, steps, touched_since};
pub(super) use participants::joined_by;
pub use participants::{insert_participant, remove_participant, set_role, set_signature, withdraw_signatures};
pub use projection::project;
pub(super) use row::{to_plans, without_content};
pub(super) use suggestions::to_suggestion;
pub use suggestions::{
    count_suggestions, find_suggestion, hide_suggestion, insert_suggestion, settle_suggestion, suggestions, update_of_suggestion,
};
pub use told::{tell, untold};
pub(super) use versions::to_version;
pub use versions::{find_version, insert_version, versions};

use crate::access::{Permit, deed};
use crate::error::AppError;
use crate::plan::entity::{clients, plan_proposals, plans, updates};
use crate::plan::model::{Guarded, Plan};
use crate::platform::database::{Database, Transaction, from_word, to_millis};
use chrono::{DateTime, Utc};
use row::new_row;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::access::PlanFacts;
use shared::plan::{Content, Stage};
use shared::value::{AccountId, PlanId, TokenId};
use uuid::Uuid;

/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find(db: &Database, id: PlanId) -> Result<Option<Guarded>, AppError> {
    let row = plans::Entity::find_by_id(id.0).one(db.reader()).await?;
    Ok(to_plans(db.reader(), row.into_iter().collect()).await?.pop().map(Guarded::new))
}

/// Plans without their content.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find_many(db: &Database, ids: &[Uuid]) -> Result<Vec<(PlanId, Guarded)>, AppError> {
    let rows = without_content().filter(plans::Column::Id.is_in(ids.iter().copied())).all(db.reader()).await?;
    Ok(to_plans(db.reader(), rows).await?.into_iter().map(|plan| (plan.id, Guarded::new(plan))).collect())
}

/// Reads the plan so that nobody else changes it, or writes into its log, before this transaction ends.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn lock(tx: &Transaction, id: PlanId) -> Result<Option<Guarded>, AppError> {
    let row = plans::Entity::find_by_id(id.0).lock_exclusive().one(tx.connection()).await?;
    Ok(to_plans(tx.connection(), row.into_iter().collect()).await?.pop().map(Guarded::new))
}

/// What the rules need to know of a plan; `None` when there is none.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn facts(connection: &impl ConnectionTrait, id: PlanId) -> Result<Option<PlanFacts>, AppError> {
    let columns = [plans::Column::AreaCode, plans::Column::Stage, plans::Column::Head];
    let query = plans::Entity::find_by_id(id.0).select_only().columns(columns);
    let Some((area, stage, head)) = query.into_tuple::<(String, String, i64)>().one(connection).await? else { return Ok(None) };
    let parts = participants::of_plans(connection, &[id.0]).await?.into_iter().map(|(_, each)| each.part(head)).collect();
    Ok(Some(PlanFacts { area: from_word(&area)?, stage: from_word(&stage)?, parts }))
}

/// The plan that this person's form with this key has already made.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn find_by_client_key(
    tx: &Transaction,
    _permit: &Permit<deed::CreatePlan>,
    creator: AccountId,
    key: &str,
) -> Result<Option<Guarded>, AppError> {
    let row = plans::Entity::find()
        .filter(plans::Column::CreatedBy.eq(creator.0))
        .filter(plans::Column::ClientKey.eq(key))
        .one(tx.connection())
        .await?;
    Ok(to_plans(tx.connection(), row.into_iter().collect()).await?.pop().map(Guarded::new))
}

/// A new plan with an empty log and nothing projected; the rest follows in the same transaction.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(
    tx: &Transaction,
    _permit: &Permit<deed::CreatePlan>,
    plan: &Plan,
    client_key: Option<String>,
) -> Result<(), AppError> {
    plans::Entity::insert(new_row(plan, client_key)).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// An entry of the log that is yet to be written.
pub struct Entry {
    /// The device that wrote it: 1 to 2^53 − 1.
    pub client: i64,
    /// With which token, when a program did.
    pub token: Option<TokenId>,
    /// What it touches, as JSON.
    pub touched: String,
    pub bytes: Vec<u8>,
}

/// The first entry of a new plan's log. Nobody else may write as its device from then on.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn begin_log(tx: &Transaction, permit: &Permit<deed::CreatePlan>, plan: &Plan, first: Entry) -> Result<(), AppError> {
    let Entry { client, token, touched, bytes } = first;
    let device = clients::ActiveModel { plan_id: Set(plan.id.0), client_id: Set(client), account_id: Set(plan.created_by.0) };
    clients::Entity::insert(device).exec_without_returning(tx.connection()).await?;
    let entry = updates::ActiveModel {
        plan_id: Set(plan.id.0),
        seq: Set(1),
        account_id: Set(Some(plan.created_by.0)),
        office: Set(permit.office_name().map(str::to_owned)),
        token_id: Set(token.map(|token| token.0)),
        at: Set(to_millis(plan.created_at)),
        touched: Set(touched),
        bytes: Set(bytes),
    };
    updates::Entity::insert(entry).exec_without_returning(tx.connection()).await?;
    plans::Entity::update_many()
        .col_expr(plans::Column::Head, Expr::value(1_i64))
        .filter(plans::Column::Id.eq(plan.id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Moves a locked plan to a stage.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn set_stage(
    tx: &Transaction,
    _permit: &Permit<deed::LeadPlan>,
    id: PlanId,
    stage: Stage,
    superseded_by: Option<PlanId>,
    at: DateTime<Utc>,
) -> Result<(), AppError> {
    plans::Entity::update_many()
        .col_expr(plans::Column::Stage, Expr::value(stage.as_str()))
        .col_expr(plans::Column::SupersededBy, Expr::value(superseded_by.map(|id| id.0)))
        .col_expr(plans::Column::ChangedAt, Expr::value(to_millis(at)))
        .filter(plans::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The plans that name these proposals, newest first, without their content: each with the proposal that it names.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn naming(db: &Database, proposals: &[Uuid]) -> Result<Vec<(Uuid, Guarded)>, AppError> {
    let of_these = plan_proposals::Column::ProposalId.is_in(proposals.iter().copied());
    let named = plan_proposals::Entity::find().filter(of_these).all(db.reader()).await?;
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let rows = without_content()
        .filter(plans::Column::Id.is_in(named.iter().map(|pair| pair.plan_id)))
        .order_by_desc(plans::Column::CreatedAt)
        .order_by_desc(plans::Column::Id)
        .all(db.reader())
        .await?;
    let mut pairs = Vec::with_capacity(named.len());
    for plan in to_plans(db.reader(), rows).await? {
        let its = named.iter().filter(|pair| pair.plan_id == plan.id.0);
        pairs.extend(its.map(|pair| (pair.proposal_id, Guarded::new(plan.clone()))));
    }
    Ok(pairs)
}

/// What these plans say; those that are not there are left out.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn contents(db: &Database, ids: &[Uuid]) -> Result<Vec<(Uuid, Content)>, AppError> {
    let columns = [plans::Column::Id, plans::Column::Content];
    let query = plans::Entity::find().select_only().columns(columns).filter(plans::Column::Id.is_in(ids.iter().copied()));
    let rows: Vec<(Uuid, String)> = query.into_tuple().all(db.reader()).await?;
    rows.into_iter().map(|(id, content)| Ok((id, serde_json::from_str(&content)?))).collect()
}
