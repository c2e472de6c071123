//! Use cases of webhooks: who holds an office keeps their own, an admin oversees all. A token does none of it.

use super::form::{Checked, Form};
use super::post::Failed;
use super::{Delivery, Secret, Webhook, message, store};
use crate::access::permit::{authorize, deed};
use crate::access::{Permit, store as people};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use serde_json::json;
use shared::access::{Actor, Resource};
use shared::value::{AccountId, WebhookDeliveryId, WebhookId};
use shared::webhook::{WebhookDeliveryState, WebhookProblem, WebhookState};
use shared::{ErrorCode, FieldError};

/// Of one person.
const MAX_WEBHOOKS: u64 = 10;
/// For a trial somebody waits.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// Leave to keep one's own webhooks.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for who holds no office, and for a token.
pub fn keep_permit(actor: &Actor) -> Result<Permit<deed::KeepWebhooks>, AppError> {
    let account = actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated))?;
    authorize(actor, Resource::Account(account))
}

/// The person's own webhooks, the oldest first.
///
/// # Errors
/// As [`keep_permit`]; `INTERNAL`.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<Webhook>, AppError> {
    store::own(&app.db, &keep_permit(actor)?).await
}

/// Everybody's, the oldest first.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN`; `INTERNAL`.
pub async fn all(app: &App, actor: &Actor, after: Option<WebhookId>, limit: u64) -> Result<Vec<Webhook>, AppError> {
    authorize::<deed::OverseeWebhooks>(actor, Resource::Everything)?;
    store::all(&app.db, after, limit).await
}

/// Makes a webhook, which begins after the event `after`, or with what happens next; its secret is told this once.
///
/// # Errors
/// As [`keep_permit`]; invalid fields; `TOO_MANY_WEBHOOKS`; `INTERNAL`.
pub async fn create(app: &App, actor: &Actor, form: Form, after: Option<i64>) -> Result<(Webhook, String), AppError> {
    let account = keep_permit(actor)?.person()?;
    make(app, account, form, after, actor.account).await
}

/// On behalf of whoever runs the machine: the command line.
///
/// # Errors
/// As [`create`], without the question who asks.
pub async fn create_as_operator(app: &App, account: AccountId, form: Form) -> Result<(Webhook, String), AppError> {
    make(app, account, form, None, None).await
}

async fn make(
    app: &App,
    account: AccountId,
    form: Form,
    after: Option<i64>,
    by: Option<AccountId>,
) -> Result<(Webhook, String), AppError> {
    let form = form.check(app).await?;
    let cursor = match after {
        Some(after) => journal::known_cursor(&app.db, after).await?,
        None => journal::latest_seq(&app.db).await?,
    };
    let (now, secret) = (app.clock.now(), app.ids.secret());
    let webhook = Webhook {
        id: WebhookId(app.ids.uuid(app.clock.as_ref())),
        account,
        name: form.name,
        url: form.url,
        kinds: form.kinds,
        areas: form.areas,
        secret,
        old_secret: None,
        state: WebhookState::Active,
        cursor,
        attempts: 0,
        due_at: now,
        failing_since: None,
        last_at: None,
        last_failure: None,
        created_at: now,
    };
    let mut tx = app.db.begin().await?;
    people::lock_person(&tx, account).await?;
    if store::count(&tx, account).await? >= MAX_WEBHOOKS {
        let error = FieldError { limit: Some(MAX_WEBHOOKS as i64), ..FieldError::whole(ErrorCode::TooManyWebhooks) };
        return Err(error.into());
    }
    store::insert(&tx, &webhook).await?;
    journal::append(app, &mut tx, event(EventKind::WebhookCreated, &webhook, by, "CREATED")).await?;
    tx.commit().await?;
    Ok((webhook, message::write_secret(&secret)))
}

/// Changes what one's webhook is called, where it goes and what it is told of.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; invalid fields; `INTERNAL`.
pub async fn update(app: &App, actor: &Actor, id: WebhookId, form: Form) -> Result<Webhook, AppError> {
    // Whose it is comes first: nobody else has their addresses looked up.
    read(app, actor, id).await?;
    let form = form.check(app).await?;
    let now = app.clock.now();
    change(app, actor, id, "UPDATED", |webhook| {
        webhook.try_now(now);
        Checked { name: webhook.name, url: webhook.url, kinds: webhook.kinds, areas: webhook.areas } = form;
        Ok(())
    })
    .await
}

/// Ends the sending for a while: one's own, or as an admin anybody's, until an admin lets it go on.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; `INTERNAL`.
pub async fn pause(app: &App, actor: &Actor, id: WebhookId) -> Result<Webhook, AppError> {
    change_any(app, actor, id, |webhook, own| {
        webhook.state = match webhook.state {
            WebhookState::Stopped => WebhookState::Stopped,
            _ if own => WebhookState::Paused,
            _ => WebhookState::Stopped,
        };
        Ok(())
    })
    .await
}

/// Lets the sending go on where it stood, at once.
///
/// # Errors
/// As [`keep_permit`]; `FORBIDDEN` where an admin stopped it; `NOT_FOUND`; `INTERNAL`.
pub async fn resume(app: &App, actor: &Actor, id: WebhookId) -> Result<Webhook, AppError> {
    let oversees = authorize::<deed::OverseeWebhooks>(actor, Resource::Everything).is_ok();
    let now = app.clock.now();
    change_any(app, actor, id, |webhook, own| match webhook.state {
        WebhookState::Active => Ok(()),
        state if oversees && state == WebhookState::Stopped || own && state.resumes() => {
            webhook.state = WebhookState::Active;
            webhook.try_now(now);
            Ok(())
        }
        _ => Err(ErrorCode::Forbidden.into()),
    })
    .await
}

/// Ends one's webhook, with everything that was given up.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; `INTERNAL`.
pub async fn delete(app: &App, actor: &Actor, id: WebhookId) -> Result<Webhook, AppError> {
    let person = keep_permit(actor)?.person()?;
    remove(app, id, Some(person)).await
}

/// Ends anybody's: the command line.
///
/// # Errors
/// `NOT_FOUND`; `INTERNAL`.
pub async fn delete_as_operator(app: &App, id: WebhookId) -> Result<Webhook, AppError> {
    remove(app, id, None).await
}

async fn remove(app: &App, id: WebhookId, by: Option<AccountId>) -> Result<Webhook, AppError> {
    let mut tx = app.db.begin().await?;
    let found = store::lock(&tx, id).await?.filter(|webhook| by.is_none_or(|by| by == webhook.account));
    let webhook = found.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    store::delete(&tx, id).await?;
    journal::append(app, &mut tx, event(EventKind::WebhookDeleted, &webhook, by, "DELETED")).await?;
    tx.commit().await?;
    Ok(webhook)
}

/// Stops anybody's, or lets it go on: the command line.
///
/// # Errors
/// `NOT_FOUND`; `INTERNAL`.
pub async fn set_state_as_operator(app: &App, id: WebhookId, state: WebhookState) -> Result<Webhook, AppError> {
    let tx = app.db.begin().await?;
    let found = store::lock(&tx, id).await?;
    let mut webhook = found.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    webhook.state = state;
    webhook.try_now(app.clock.now());
    save(app, tx, webhook, None, state.as_str()).await
}

/// Gives one's webhook another secret, which is told this once; the old one signs too for a day.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; `INTERNAL`.
pub async fn rotate(app: &App, actor: &Actor, id: WebhookId) -> Result<(Webhook, String), AppError> {
    let (secret, now): (Secret, _) = (app.ids.secret(), app.clock.now());
    let webhook = change(app, actor, id, "ROTATED", |webhook| {
        webhook.rotate(secret, now);
        Ok(())
    });
    Ok((webhook.await?, message::write_secret(&secret)))
}

/// Sends everything after the event once more, or skips what lies before it.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; `INVALID_CURSOR` for what has not happened yet; `INTERNAL`.
pub async fn replay(app: &App, actor: &Actor, id: WebhookId, after: i64) -> Result<Webhook, AppError> {
    let after = journal::known_cursor(&app.db, after).await;
    let now = app.clock.now();
    change(app, actor, id, "REPLAYED", |webhook| {
        webhook.go_on_after(after?, now);
        Ok(())
    })
    .await
}

/// Sends a trial at once, in whatever state one's webhook is.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; `INTERNAL`.
pub async fn test(app: &App, actor: &Actor, id: WebhookId) -> Result<Result<(), Failed>, AppError> {
    let webhook = read(app, actor, id).await?;
    let now = app.clock.now();
    let ping = message::Message::ping(app.ids.uuid(app.clock.as_ref()), id, now);
    let sent = tokio::time::timeout(PATIENCE, app.post.send(&webhook, &ping, now)).await;
    Ok(sent.unwrap_or(Err(Failed::of(WebhookProblem::TimedOut))))
}

/// Sends an event of one's webhook that was given up once more, at the next turn.
///
/// # Errors
/// As [`keep_permit`]; `NOT_FOUND`; `INTERNAL`.
pub async fn resend(app: &App, actor: &Actor, id: WebhookDeliveryId) -> Result<Delivery, AppError> {
    keep_permit(actor)?;
    let delivery = store::delivery(&app.db, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    read(app, actor, delivery.webhook).await?;
    if delivery.state != WebhookDeliveryState::Dead {
        return Ok(delivery);
    }
    let delivery = Delivery { state: WebhookDeliveryState::Waiting, ..delivery };
    let mut tx = app.db.begin().await?;
    let found = store::lock(&tx, delivery.webhook).await?;
    let mut webhook = found.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    webhook.due_at = app.clock.now();
    store::save_delivery(&tx, &delivery).await?;
    store::save(&tx, &webhook).await?;
    note_change(app, &mut tx, &webhook, actor.account, "RESENT").await?;
    tx.commit().await?;
    Ok(delivery)
}

/// One's own webhook.
async fn read(app: &App, actor: &Actor, id: WebhookId) -> Result<Webhook, AppError> {
    let person = keep_permit(actor)?.person()?;
    let found = store::find(&app.db, id).await?.filter(|webhook| webhook.account == person);
    found.ok_or(AppError::Refused(ErrorCode::NotFound))
}

async fn change(
    app: &App,
    actor: &Actor,
    id: WebhookId,
    what: &str,
    edit: impl FnOnce(&mut Webhook) -> Result<(), AppError>,
) -> Result<Webhook, AppError> {
    let person = keep_permit(actor)?.person()?;
    let tx = app.db.begin().await?;
    let found = store::lock(&tx, id).await?.filter(|webhook| webhook.account == person);
    let mut webhook = found.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    edit(&mut webhook)?;
    save(app, tx, webhook, Some(person), what).await
}

/// Of one's own, or as an admin of anybody's; `edit` is told whether it is one's own.
async fn change_any(
    app: &App,
    actor: &Actor,
    id: WebhookId,
    edit: impl FnOnce(&mut Webhook, bool) -> Result<(), AppError>,
) -> Result<Webhook, AppError> {
    let person = keep_permit(actor)?.person()?;
    let oversees = |owner| authorize::<deed::OverseeWebhooks>(actor, Resource::Account(owner)).is_ok();
    let tx = app.db.begin().await?;
    let found = store::lock(&tx, id).await?.filter(|webhook| webhook.account == person || oversees(webhook.account));
    let mut webhook = found.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let (before, own) = (webhook.state, webhook.account == person);
    edit(&mut webhook, own)?;
    if webhook.state == before {
        // Twice is as good as once.
        return Ok(webhook);
    }
    let state = webhook.state.as_str();
    save(app, tx, webhook, Some(person), state).await
}

async fn save(app: &App, mut tx: Transaction, webhook: Webhook, by: Option<AccountId>, what: &str) -> Result<Webhook, AppError> {
    store::save(&tx, &webhook).await?;
    note_change(app, &mut tx, &webhook, by, what).await?;
    tx.commit().await?;
    Ok(webhook)
}

/// Writes a change into the journal, by a person or by the sender itself.
pub(super) async fn note_change(
    app: &App,
    tx: &mut Transaction,
    webhook: &Webhook,
    by: Option<AccountId>,
    what: &str,
) -> Result<(), AppError> {
    journal::append(app, tx, event(EventKind::WebhookChanged, webhook, by, what)).await?;
    Ok(())
}

/// Of the address the host alone: the rest may be a secret.
fn event(kind: EventKind, webhook: &Webhook, by: Option<AccountId>, what: &str) -> Event {
    let details = json!({ "account": webhook.account, "host": webhook.host(), "change": what });
    Event::new(kind, webhook.id).actor(by).details(details)
}
