//! What can be read of webhooks.

use crate::access::graphql::Person;
use crate::api::answer::Long;
use crate::api::context::{app, request};
use crate::api::enums::{WebhookDeliveryState, WebhookProblem, WebhookState};
use crate::api::loaders::{Loaders, PersonKey};
use crate::area::graphql::Area;
use crate::error::AppError;
use crate::journal;
use crate::journal::graphql::JournalEntry;
use crate::webhook::{self, service, store};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};
use shared::value::{AccountId, PageRequest};

/// Where another system is told of what happens (webhook): each event of the public journal that it asked for is posted to its
/// address, in order and signed, until it arrives or is given up.
#[derive(Description)]
pub struct Webhook(pub(super) webhook::Webhook);

#[Object(use_type_description)]
impl Webhook {
    /// Of the webhook (nomor webhook).
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What its owner calls it (nama).
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Where it is posted to (alamat); told to its owner alone, for part of it may be a secret.
    async fn url(&self, ctx: &Context<'_>) -> Result<Option<Long<&str>>> {
        Ok(request(ctx)?.actor.is(self.0.account).then_some(Long(self.0.url.as_str())))
    }

    /// The host of the address (penerima).
    async fn host(&self) -> String {
        self.0.host()
    }

    /// The kinds of event that it is told of (jenis kejadian), such as `proposal.decided`, or `proposal.*` for all that begin
    /// so; empty for every kind.
    async fn kinds(&self) -> &[String] {
        &self.0.kinds
    }

    /// The areas that it is told of (wilayah), with what lies in them; empty for everywhere.
    async fn areas(&self, ctx: &Context<'_>) -> Result<Vec<Area>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.areas.iter().filter_map(|code| Area::of(&areas, code)).collect())
    }

    /// Whether it is sent to (keadaan).
    async fn state(&self) -> WebhookState {
        self.0.state.into()
    }

    /// The last event of the journal that it is done with (kursor).
    async fn cursor(&self) -> String {
        self.0.cursor.to_string()
    }

    /// How often the next event has failed so far (percobaan).
    async fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// When the next event is tried again (percobaan berikutnya); null when nothing has failed, or nothing is sent.
    async fn next_attempt_at(&self) -> Option<DateTime<Utc>> {
        let waits = self.0.attempts > 0 && self.0.state == shared::webhook::WebhookState::Active;
        waits.then_some(self.0.due_at)
    }

    /// Since when nothing has arrived (gagal sejak); null when the last event did.
    async fn failing_since(&self) -> Option<DateTime<Utc>> {
        self.0.failing_since
    }

    /// When an event was last sent, whether it arrived or not (terakhir dikirim); null when none was.
    async fn last_sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_at
    }

    /// Why the last event did not arrive (sebab gagal); null when it did.
    async fn last_problem(&self) -> Option<WebhookProblem> {
        self.0.last_failure.map(|failure| failure.problem.into())
    }

    /// What the receiver answered to the last event (status HTTP), when it did not take it.
    async fn last_status(&self) -> Option<u16> {
        self.0.last_failure.and_then(|failure| failure.status)
    }

    /// When it was made (dibuat).
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whose it is (pemilik).
    async fn owner(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.0.account, "a webhook without its owner").await
    }

    /// The events that were given up (kiriman gagal), the newest first, and what has become of them. `first` from 1 to 100 is
    /// required.
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Connection<String, WebhookDelivery, EmptyFields, EmptyFields>> {
        let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
        let before = page.place(|text| text.parse().ok()).map_err(AppError::from)?;
        let db = &app(ctx)?.db;
        let mut found = store::deliveries(db, self.0.id, before, page.size + 1).await?;
        let more = page.cut(&mut found);
        let entries = journal::entries_of(db, found.iter().map(|delivery| delivery.seq)).await?;
        let mut connection = Connection::new(before.is_some(), more);
        for delivery in found {
            // After a replay the same event may have been given up again.
            let entry = entries.get(&delivery.seq).cloned().ok_or_else(|| AppError::damaged("a delivery without its event"))?;
            connection.edges.push(Edge::new(delivery.id.to_string(), WebhookDelivery { delivery, entry }));
        }
        Ok(connection)
    }
}

/// An event that a webhook's receiver did not take, however often it was tried (kiriman gagal).
#[derive(Description)]
pub struct WebhookDelivery {
    delivery: webhook::Delivery,
    entry: journal::Entry,
}

impl WebhookDelivery {
    pub(super) async fn read(ctx: &Context<'_>, delivery: webhook::Delivery) -> Result<Self> {
        let mut entries = journal::entries_of(&app(ctx)?.db, [delivery.seq]).await?;
        let entry = entries.remove(&delivery.seq).ok_or_else(|| AppError::damaged("a delivery without its event"))?;
        Ok(Self { delivery, entry })
    }
}

#[Object(use_type_description)]
impl WebhookDelivery {
    /// Of the delivery (nomor kiriman).
    async fn id(&self) -> ID {
        ID(self.delivery.id.to_string())
    }

    /// What was to be told (kejadian).
    async fn event(&self) -> JournalEntry {
        JournalEntry(self.entry.clone())
    }

    /// What has become of it (keadaan).
    async fn state(&self) -> WebhookDeliveryState {
        self.delivery.state.into()
    }

    /// Why it did not arrive the last time (sebab gagal).
    async fn problem(&self) -> WebhookProblem {
        self.delivery.failure.problem.into()
    }

    /// What the receiver answered then (status HTTP), if it did.
    async fn status(&self) -> Option<u16> {
        self.delivery.failure.status
    }

    /// When it was last tried (terakhir dicoba).
    async fn at(&self) -> DateTime<Utc> {
        self.delivery.at
    }
}

/// The webhooks of the account, if it is the viewer's own and they are there themselves, in an office.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn own(ctx: &Context<'_>, account: AccountId) -> Result<Vec<Webhook>> {
    let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
    if !actor.is(account) || service::keep_permit(actor).is_err() {
        return Ok(Vec::new());
    }
    Ok(service::own(app, actor).await?.into_iter().map(Webhook).collect())
}

#[derive(Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// Everybody's webhooks (webhook), the oldest first, for an admin. `first` from 1 to 100 is required.
    async fn webhooks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Connection<String, Webhook, EmptyFields, EmptyFields>> {
        let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
        let after = page.place(|text| text.parse().ok()).map_err(AppError::from)?;
        let mut found = service::all(app(ctx)?, &request(ctx)?.actor, after, page.size + 1).await?;
        let more = page.cut(&mut found);
        ctx.data::<Loaders>()?.load_many(found.iter().map(|webhook| PersonKey(webhook.account.0))).await?;
        let mut connection = Connection::new(after.is_some(), more);
        connection.edges.extend(found.into_iter().map(|webhook| Edge::new(webhook.id.to_string(), Webhook(webhook))));
        Ok(connection)
    }
}
