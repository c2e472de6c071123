//! The sender: brings each webhook up to date, in order, and again after a while where something fails.
//!
//! Each server runs one. A webhook is sent to by whoever holds its lease, which is a row in the database: what a server leaves
//! behind when it is killed, another takes up as soon as the lease has run out.

use super::message::Message;
use super::schedule::{FAILS_FOR, pause_after};
use super::{Delivery, Webhook, service, store};
use crate::app::{App, SharedApp};
use crate::error::AppError;
use crate::journal::{self, Entry};
use crate::platform::database::Transaction;
use chrono::{DateTime, Duration, Utc};
use shared::value::{WebhookDeliveryId, WebhookId};
use shared::webhook::{WebhookDeliveryState, WebhookProblem, WebhookState};
use std::collections::HashMap;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How many webhooks one server sends to at once.
const AT_ONCE: usize = 32;
/// How many of those that are due are looked at together.
const AT_A_LOOK: u64 = 1_000;
/// Longer than a receiver may take, with time to write down what it said.
const LEASE: Duration = Duration::seconds(30);
/// After so many events it is another's turn.
const A_TURN: usize = 500;
/// How many events are read at once.
const PAGE: u64 = 50;
/// A webhook for which nothing happens is moved on when it lies so many events behind.
const PASS_OVER: i64 = 1_000;
/// How often to look for what has become due, or was committed where nobody told us.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(2);

/// Sends for as long as the application runs.
pub async fn run(app: SharedApp) {
    tokio::select! {
        () = send(&app) => {}
        // What is on its way is let go: it is sent again, with the same id.
        () = app.lifecycle.stopping() => {}
    }
}

async fn send(app: &SharedApp) {
    let mut announced = app.db.announcer().subscribe();
    let mut sender = Sender::default();
    loop {
        announced.mark_unchanged();
        if let Err(error) = sender.begin(app).await {
            tracing::warn!(%error, "cannot look for webhooks that are due");
        }
        tokio::select! {
            _ = announced.changed() => {}
            // It may have more to send.
            Some(_) = sender.turns.join_next() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// One turn for everything that is due, to the end.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn round(app: &SharedApp) -> Result<(), AppError> {
    let mut sender = Sender::default();
    sender.begin(app).await?;
    while sender.turns.join_next().await.is_some() {}
    Ok(())
}

#[derive(Default)]
struct Sender {
    turns: JoinSet<()>,
    /// How far the journal was found to hold nothing for a webhook, as it was then.
    looked: HashMap<WebhookId, (i64, DateTime<Utc>, i64)>,
}

impl Sender {
    async fn begin(&mut self, app: &SharedApp) -> Result<(), AppError> {
        let latest = journal::latest_seq(&app.db).await?;
        let again = store::with_waiting(&app.db).await?;
        let looked = std::mem::take(&mut self.looked);
        for webhook in store::due(&app.db, app.clock.now(), latest, AT_A_LOOK).await? {
            let (id, cursor, due_at) = (webhook.id, webhook.cursor, webhook.due_at);
            let seen = looked.get(&id).filter(|(at, due, _)| (*at, *due) == (cursor, due_at));
            let from = seen.map_or(cursor, |(_, _, seen)| *seen);
            let found = from < latest && !journal::page(&app.db, &webhook.filter(), from, 1).await?.is_empty();
            if found || again.contains(&id) {
                self.spawn(app, webhook.id);
                continue;
            }
            self.looked.insert(id, (cursor, due_at, latest));
            if latest - cursor >= PASS_OVER {
                store::pass_over(&app.db, &webhook, latest).await?;
            }
        }
        Ok(())
    }

    fn spawn(&mut self, app: &SharedApp, id: WebhookId) {
        if self.turns.len() >= AT_ONCE {
            return;
        }
        let app = SharedApp::clone(app);
        self.turns.spawn(async move {
            if let Err(error) = turn(&app, id).await {
                tracing::warn!(%error, webhook = %id, "cannot send to a webhook");
            }
        });
    }
}

async fn turn(app: &App, id: WebhookId) -> Result<(), AppError> {
    let (lease, now) = (app.ids.uuid(app.clock.as_ref()), app.clock.now());
    match store::take(&app.db, id, lease, now, now + LEASE).await? {
        Some(webhook) => Turn { app, webhook, lease }.go().await,
        // Another was faster.
        None => Ok(()),
    }
}

struct Turn<'a> {
    app: &'a App,
    webhook: Webhook,
    lease: Uuid,
}

impl Turn<'_> {
    async fn go(mut self) -> Result<(), AppError> {
        for delivery in store::waiting(&self.app.db, self.webhook.id, PAGE).await? {
            if !self.again(delivery).await? {
                return Ok(());
            }
        }
        let mut sent = 0;
        while sent < A_TURN {
            let page = journal::page(&self.app.db, &self.webhook.filter(), self.webhook.cursor, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                if !self.next(&entry).await? {
                    return Ok(());
                }
                sent += 1;
            }
        }
        // Whoever had a long turn stands at the end of the queue.
        self.webhook.due_at = self.app.clock.now();
        let tx = self.app.db.begin().await?;
        store::note(&tx, &self.webhook, self.lease, None).await?;
        tx.commit_unrecorded().await
    }

    /// Sends the event after the cursor; `false` when the turn is over.
    async fn next(&mut self, entry: &Entry) -> Result<bool, AppError> {
        let outcome = self.app.post.send(&self.webhook, &Message::of(entry)?, self.app.clock.now()).await;
        let now = self.app.clock.now();
        let webhook = &mut self.webhook;
        webhook.last_at = Some(now);
        let Err(failed) = outcome else {
            webhook.last_failure = None;
            webhook.go_on_after(entry.seq, now);
            return self.keep(None, true).await;
        };
        webhook.last_failure = Some(failed.failure);
        webhook.attempts += 1;
        let since = *webhook.failing_since.get_or_insert(now);
        let mut chance = [0];
        self.app.ids.fill(&mut chance);
        let pause = pause_after(webhook.attempts, failed.retry_after, chance[0]);
        let given_up = pause.is_none().then(|| Delivery {
            id: WebhookDeliveryId(self.app.ids.uuid(self.app.clock.as_ref())),
            webhook: webhook.id,
            seq: entry.seq,
            state: WebhookDeliveryState::Dead,
            failure: failed.failure,
            at: now,
        });
        if given_up.is_some() {
            (webhook.cursor, webhook.attempts) = (entry.seq, 0);
        }
        webhook.due_at = now + pause.unwrap_or_default();
        if failed.failure.problem == WebhookProblem::Gone {
            webhook.state = WebhookState::Gone;
        } else if now - since >= FAILS_FOR {
            webhook.state = WebhookState::Failing;
        }
        self.keep(given_up, false).await
    }

    /// Sends what was given up once more; `false` when the turn is over.
    async fn again(&mut self, delivery: Delivery) -> Result<bool, AppError> {
        let found = journal::entries_of(&self.app.db, [delivery.seq]).await?.remove(&delivery.seq);
        let message = Message::of(&found.ok_or_else(|| AppError::damaged("a delivery without its event"))?)?;
        let outcome = self.app.post.send(&self.webhook, &message, self.app.clock.now()).await;
        let at = self.app.clock.now();
        let delivery = match outcome {
            Ok(()) => Delivery { state: WebhookDeliveryState::Delivered, at, ..delivery },
            Err(failed) => Delivery { state: WebhookDeliveryState::Dead, failure: failed.failure, at, ..delivery },
        };
        let tx = self.app.db.begin().await?;
        let held = store::note(&tx, &self.webhook, self.lease, Some(at + LEASE)).await?;
        if held {
            store::save_delivery(&tx, &delivery).await?;
        }
        tx.commit_unrecorded().await?;
        Ok(held)
    }

    /// Writes down how far it has come; `false` when the turn is over: somebody changed the webhook meanwhile, or it must wait.
    async fn keep(&self, given_up: Option<Delivery>, more: bool) -> Result<bool, AppError> {
        let mut tx = self.app.db.begin().await?;
        let until = more.then(|| self.app.clock.now() + LEASE);
        let held = store::note(&tx, &self.webhook, self.lease, until).await?;
        if held {
            self.tell(&mut tx, given_up.as_ref()).await?;
        }
        tx.commit_with_or_without_event().await?;
        Ok(held && more)
    }

    async fn tell(&self, tx: &mut Transaction, given_up: Option<&Delivery>) -> Result<(), AppError> {
        if let Some(delivery) = given_up {
            store::insert_delivery(tx, delivery).await?;
        }
        if self.webhook.state != WebhookState::Active {
            service::note_change(self.app, tx, &self.webhook, None, self.webhook.state.as_str()).await?;
        }
        Ok(())
    }
}
