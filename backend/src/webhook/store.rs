//! Webhooks in the database.

use super::entity::{deliveries, webhooks};
use super::{Delivery, Failure, Secret, Webhook};
use crate::access::entity::grants;
use crate::access::permit::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, LockType, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::value::{AccountId, WebhookDeliveryId, WebhookId};
use shared::webhook::{WebhookDeliveryState, WebhookState};
use std::collections::HashSet;
use uuid::Uuid;

/// The person's own, the oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn own(db: &Database, permit: &Permit<deed::KeepWebhooks>) -> Result<Vec<Webhook>, AppError> {
    of_person(db, permit.person()?).await
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn of_person(db: &Database, account: AccountId) -> Result<Vec<Webhook>, AppError> {
    let query = webhooks::Entity::find().filter(webhooks::Column::AccountId.eq(account.0)).order_by_asc(webhooks::Column::Id);
    query.all(db.reader()).await?.into_iter().map(to_webhook).collect()
}

/// Everybody's, the oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn all(db: &Database, after: Option<WebhookId>, limit: u64) -> Result<Vec<Webhook>, AppError> {
    let mut query = webhooks::Entity::find().order_by_asc(webhooks::Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(webhooks::Column::Id.gt(after.0));
    }
    query.all(db.reader()).await?.into_iter().map(to_webhook).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count(tx: &Transaction, account: AccountId) -> Result<u64, AppError> {
    Ok(webhooks::Entity::find().filter(webhooks::Column::AccountId.eq(account.0)).count(tx.connection()).await?)
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn find(db: &Database, id: WebhookId) -> Result<Option<Webhook>, AppError> {
    webhooks::Entity::find_by_id(id.0).one(db.reader()).await?.map(to_webhook).transpose()
}

/// As it is, and as it stays until the transaction ends.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn lock(tx: &Transaction, id: WebhookId) -> Result<Option<Webhook>, AppError> {
    let query = webhooks::Entity::find_by_id(id.0).lock(LockType::Update);
    query.one(tx.connection()).await?.map(to_webhook).transpose()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(tx: &Transaction, webhook: &Webhook) -> Result<(), AppError> {
    webhooks::Entity::insert(to_row(webhook).into_active_model()).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Writes what a person changed. Whoever was sending by the old row loses the lease, and begins anew by this one.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn save(tx: &Transaction, webhook: &Webhook) -> Result<(), AppError> {
    to_row(webhook).into_active_model().reset_all().update(tx.connection()).await?;
    Ok(())
}

/// With everything that was given up.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delete(tx: &Transaction, id: WebhookId) -> Result<(), AppError> {
    webhooks::Entity::delete_by_id(id.0).exec(tx.connection()).await?;
    Ok(())
}

/// Those that may be sent to now and have not seen the end of the journal, or have something to be sent again; the one that
/// has waited longest first. Whose owner holds no office any more is left out.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn due(db: &Database, now: DateTime<Utc>, latest: i64, limit: u64) -> Result<Vec<Webhook>, AppError> {
    use webhooks::Column;
    let officials = Query::select()
        .column(grants::Column::AccountId)
        .from(grants::Entity)
        .and_where(grants::Column::RevokedAt.is_null())
        .to_owned();
    let waiting = Query::select().column(deliveries::Column::WebhookId).from(deliveries::Entity).and_where(is_waiting()).to_owned();
    let query = webhooks::Entity::find()
        .filter(may_be_sent_to(now))
        .filter(Column::AccountId.in_subquery(officials))
        .filter(Condition::any().add(Column::Cursor.lt(latest)).add(Column::Id.in_subquery(waiting)));
    let rows = query.order_by_asc(Column::DueAt).order_by_asc(Column::Id).limit(limit).all(db.reader()).await?;
    rows.into_iter().map(to_webhook).collect()
}

fn may_be_sent_to(now: DateTime<Utc>) -> Condition {
    use webhooks::Column;
    Condition::all()
        .add(Column::State.eq(WebhookState::Active.as_str()))
        .add(Column::DueAt.lte(to_millis(now)))
        .add(Column::LeasedUntil.lte(to_millis(now)))
}

/// Takes the webhook for oneself until then, as it is now; none when another was faster.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn take(
    db: &Database,
    id: WebhookId,
    lease: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Webhook>, AppError> {
    use webhooks::Column;
    let tx = db.begin().await?;
    let query = webhooks::Entity::update_many()
        .col_expr(Column::Lease, Expr::value(lease))
        .col_expr(Column::LeasedUntil, Expr::value(to_millis(until)))
        .filter(Column::Id.eq(id.0))
        .filter(may_be_sent_to(now));
    if query.exec(tx.connection()).await?.rows_affected == 0 {
        return Ok(None);
    }
    let taken = webhooks::Entity::find_by_id(id.0).one(tx.connection()).await?.map(to_webhook).transpose()?;
    tx.commit_unrecorded().await?;
    Ok(taken)
}

/// Writes how far the sending has come, as long as it is by this lease; `false` when it is not any more. The lease goes on
/// until then, or ends.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn note(tx: &Transaction, webhook: &Webhook, lease: Uuid, until: Option<DateTime<Utc>>) -> Result<bool, AppError> {
    use webhooks::Column;
    let row = to_row(webhook);
    let query = webhooks::Entity::update_many()
        .col_expr(Column::State, Expr::value(row.state))
        .col_expr(Column::Cursor, Expr::value(row.cursor))
        .col_expr(Column::Attempts, Expr::value(row.attempts))
        .col_expr(Column::DueAt, Expr::value(row.due_at))
        .col_expr(Column::FailingSince, Expr::value(row.failing_since))
        .col_expr(Column::LastAt, Expr::value(row.last_at))
        .col_expr(Column::LastProblem, Expr::value(row.last_problem))
        .col_expr(Column::LastStatus, Expr::value(row.last_status))
        .col_expr(Column::LeasedUntil, Expr::value(until.map_or(0, to_millis)))
        .filter(Column::Id.eq(webhook.id.0))
        .filter(Column::Lease.eq(lease));
    Ok(query.exec(tx.connection()).await?.rows_affected > 0)
}

/// Lets a webhook that nobody is sending by pass over what is not for it.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn pass_over(db: &Database, webhook: &Webhook, cursor: i64) -> Result<(), AppError> {
    use webhooks::Column;
    let tx = db.begin().await?;
    let query = webhooks::Entity::update_many()
        .col_expr(Column::Cursor, Expr::value(cursor))
        .filter(Column::Id.eq(webhook.id.0))
        // Neither replayed nor given another filter meanwhile.
        .filter(Column::Cursor.eq(webhook.cursor))
        .filter(Column::Kinds.eq(webhook.kinds.join(" ")))
        .filter(Column::Areas.eq(words(&webhook.areas)));
    query.exec(tx.connection()).await?;
    tx.commit_unrecorded().await
}

/// What was given up, the newest first.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn deliveries(
    db: &Database,
    webhook: WebhookId,
    before: Option<WebhookDeliveryId>,
    limit: u64,
) -> Result<Vec<Delivery>, AppError> {
    use deliveries::Column;
    let mut query = deliveries::Entity::find().filter(Column::WebhookId.eq(webhook.0)).order_by_desc(Column::Id).limit(limit);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.0));
    }
    query.all(db.reader()).await?.into_iter().map(to_delivery).collect()
}

/// Those that have something to be sent again.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn with_waiting(db: &Database) -> Result<HashSet<WebhookId>, AppError> {
    let query = deliveries::Entity::find().select_only().column(deliveries::Column::WebhookId).distinct();
    let rows: Vec<Uuid> = query.filter(is_waiting()).into_tuple().all(db.reader()).await?;
    Ok(rows.into_iter().map(WebhookId).collect())
}

/// What is to be sent again, the oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn waiting(db: &Database, webhook: WebhookId, limit: u64) -> Result<Vec<Delivery>, AppError> {
    use deliveries::Column;
    let query = deliveries::Entity::find().filter(Column::WebhookId.eq(webhook.0)).filter(is_waiting());
    query.order_by_asc(Column::Id).limit(limit).all(db.reader()).await?.into_iter().map(to_delivery).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delivery(db: &Database, id: WebhookDeliveryId) -> Result<Option<Delivery>, AppError> {
    deliveries::Entity::find_by_id(id.0).one(db.reader()).await?.map(to_delivery).transpose()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_delivery(tx: &Transaction, delivery: &Delivery) -> Result<(), AppError> {
    let row = delivery_row(delivery).into_active_model();
    deliveries::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn save_delivery(tx: &Transaction, delivery: &Delivery) -> Result<(), AppError> {
    delivery_row(delivery).into_active_model().reset_all().update(tx.connection()).await?;
    Ok(())
}

fn is_waiting() -> SimpleExpr {
    deliveries::Column::State.eq(WebhookDeliveryState::Waiting.as_str())
}

fn words<T: ToString>(list: &[T]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn to_row(webhook: &Webhook) -> webhooks::Model {
    let (old_secret, old_secret_until) = webhook.old_secret.map(|(secret, until)| (secret.to_vec(), to_millis(until))).unzip();
    webhooks::Model {
        id: webhook.id.0,
        account_id: webhook.account.0,
        name: webhook.name.clone(),
        url: webhook.url.clone(),
        kinds: words(&webhook.kinds),
        areas: words(&webhook.areas),
        secret: webhook.secret.to_vec(),
        old_secret,
        old_secret_until,
        state: webhook.state.to_string(),
        cursor: webhook.cursor,
        attempts: i32::try_from(webhook.attempts).unwrap_or(i32::MAX),
        due_at: to_millis(webhook.due_at),
        failing_since: webhook.failing_since.map(to_millis),
        last_at: webhook.last_at.map(to_millis),
        last_problem: webhook.last_failure.map(|failure| failure.problem.to_string()),
        last_status: webhook.last_failure.and_then(|failure| failure.status).map(i32::from),
        lease: None,
        leased_until: 0,
        created_at: to_millis(webhook.created_at),
    }
}

fn to_webhook(row: webhooks::Model) -> Result<Webhook, AppError> {
    let old_secret = row.old_secret.map(to_secret).transpose()?;
    let until = row.old_secret_until.map(from_millis).transpose()?;
    Ok(Webhook {
        id: WebhookId(row.id),
        account: AccountId(row.account_id),
        name: row.name,
        url: row.url,
        kinds: row.kinds.split_whitespace().map(str::to_owned).collect(),
        areas: row.areas.split_whitespace().map(from_word).collect::<Result<_, _>>()?,
        secret: to_secret(row.secret)?,
        old_secret: old_secret.zip(until),
        state: from_word(&row.state)?,
        cursor: row.cursor,
        attempts: row.attempts.unsigned_abs(),
        due_at: from_millis(row.due_at)?,
        failing_since: row.failing_since.map(from_millis).transpose()?,
        last_at: row.last_at.map(from_millis).transpose()?,
        last_failure: row.last_problem.map(|problem| to_failure(&problem, row.last_status)).transpose()?,
        created_at: from_millis(row.created_at)?,
    })
}

fn to_secret(bytes: Vec<u8>) -> Result<Secret, AppError> {
    bytes.try_into().map_err(|_| AppError::damaged("the secret of a webhook"))
}

fn to_failure(problem: &str, status: Option<i32>) -> Result<Failure, AppError> {
    Ok(Failure { problem: from_word(problem)?, status: status.and_then(|status| u16::try_from(status).ok()) })
}

fn delivery_row(delivery: &Delivery) -> deliveries::Model {
    deliveries::Model {
        id: delivery.id.0,
        webhook_id: delivery.webhook.0,
        seq: delivery.seq,
        state: delivery.state.to_string(),
        problem: delivery.failure.problem.to_string(),
        status: delivery.failure.status.map(i32::from),
        at: to_millis(delivery.at),
    }
}

fn to_delivery(row: deliveries::Model) -> Result<Delivery, AppError> {
    Ok(Delivery {
        id: WebhookDeliveryId(row.id),
        webhook: WebhookId(row.webhook_id),
        seq: row.seq,
        state: from_word(&row.state)?,
        failure: to_failure(&row.problem, row.status)?,
        at: from_millis(row.at)?,
    })
}
