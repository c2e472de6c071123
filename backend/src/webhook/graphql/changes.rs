//! What can be done with webhooks.

use super::{Webhook, WebhookDelivery};
use crate::api::context::{app, request};
use crate::api::enums::WebhookProblem;
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use crate::journal::graphql::parse_cursor;
use crate::webhook;
use crate::webhook::form::Form;
use crate::webhook::service;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::ErrorCode;

/// What a webhook is to be (webhook baru).
#[derive(InputObject)]
pub struct CreateWebhookInput {
    /// What you call it, such as the system that is told (nama); at most 80 characters.
    name: String,
    /// Where to post to (alamat): https, on the public internet, without user name and password.
    url: String,
    /// Which kinds of event (jenis kejadian), such as `proposal.decided`, or `proposal.*` for all that begin so; every kind when
    /// left out.
    kinds: Option<Vec<String>>,
    /// Codes of areas of any level (wilayah), with what lies in them; everywhere when left out.
    areas: Option<Vec<String>>,
    /// The cursor of the event after which to begin (kursor), `0` for the beginning; from now on when left out.
    after: Option<String>,
}

/// What a webhook is to be from now on (perubahan webhook).
#[derive(InputObject)]
pub struct UpdateWebhookInput {
    /// The webhook's id (nomor webhook).
    id: ID,
    /// What you call it, such as the system that is told (nama); at most 80 characters.
    name: String,
    /// Where to post to (alamat): https, on the public internet, without user name and password.
    url: String,
    /// Which kinds of event (jenis kejadian); every kind when left out.
    kinds: Option<Vec<String>>,
    /// Codes of areas of any level (wilayah), with what lies in them; everywhere when left out.
    areas: Option<Vec<String>>,
}

/// Which webhook (webhook).
#[derive(InputObject)]
pub struct WebhookInput {
    /// The webhook's id (nomor webhook).
    id: ID,
}

/// From where to send again (kirim ulang).
#[derive(InputObject)]
pub struct ReplayWebhookInput {
    /// The webhook's id (nomor webhook).
    id: ID,
    /// The cursor of the event after which to go on (kursor): an earlier one sends again what followed it, a later one skips.
    after: String,
}

/// Which event to send again (kirim ulang satu kejadian).
#[derive(InputObject)]
pub struct ResendWebhookDeliveryInput {
    /// The delivery's id (nomor kiriman).
    id: ID,
}

/// The webhook as it is now (webhook sesudah perubahan).
#[derive(SimpleObject)]
pub struct WebhookPayload {
    /// The webhook as it is now (webhook); null when there are errors.
    webhook: Option<Webhook>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// The webhook and its secret (webhook dan rahasianya).
#[derive(SimpleObject)]
pub struct WebhookSecretPayload {
    /// The webhook as it is now (webhook); null when there are errors.
    webhook: Option<Webhook>,
    /// By which the receiver knows that a message comes from here (rahasia), `whsec_…`. It is told this once and never again.
    secret: Option<String>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// What became of a trial (hasil uji kirim).
#[derive(SimpleObject)]
pub struct TestWebhookPayload {
    /// Whether the receiver took it (diterima).
    delivered: bool,
    /// Why it did not (sebab gagal).
    problem: Option<WebhookProblem>,
    /// What the receiver answered (status HTTP), when it did not take it.
    status: Option<u16>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// The delivery as it is now (kiriman sesudah perubahan).
#[derive(SimpleObject)]
pub struct ResendWebhookDeliveryPayload {
    /// The delivery as it is now (kiriman); null when there are errors.
    delivery: Option<WebhookDelivery>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

fn id<T: std::str::FromStr>(id: &ID) -> std::result::Result<T, AppError> {
    id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))
}

fn payload(ctx: &Context<'_>, result: std::result::Result<webhook::Webhook, AppError>) -> Result<WebhookPayload> {
    let (webhook, errors) = split(result, request(ctx)?.lang)?;
    Ok(WebhookPayload { webhook: webhook.map(Webhook), errors })
}

fn with_secret(
    ctx: &Context<'_>,
    result: std::result::Result<(webhook::Webhook, String), AppError>,
) -> Result<WebhookSecretPayload> {
    let (made, errors) = split(result, request(ctx)?.lang)?;
    let (webhook, secret) = made.unzip();
    Ok(WebhookSecretPayload { webhook: webhook.map(Webhook), secret, errors })
}

#[derive(Default)]
pub struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Makes a webhook (membuat webhook). Only who holds an office may, themselves and never a token; at most 10.
    async fn create_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the webhook is to be (webhook baru).")] input: CreateWebhookInput,
    ) -> Result<WebhookSecretPayload> {
        let after = parse_cursor(input.after.as_deref())?;
        let (kinds, areas) = (input.kinds.unwrap_or_default(), input.areas.unwrap_or_default());
        let form = Form { name: input.name, url: input.url, kinds, areas };
        with_secret(ctx, service::create(app(ctx)?, &request(ctx)?.actor, form, after).await)
    }

    /// Changes what one's webhook is called, where it goes and what it is told of (mengubah webhook). Its cursor stays.
    async fn update_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the webhook is to be from now on (perubahan webhook).")] input: UpdateWebhookInput,
    ) -> Result<WebhookPayload> {
        let (kinds, areas) = (input.kinds.unwrap_or_default(), input.areas.unwrap_or_default());
        let form = Form { name: input.name, url: input.url, kinds, areas };
        payload(ctx, service::update(app(ctx)?, &request(ctx)?.actor, id(&input.id)?, form).await)
    }

    /// Sends nothing more until it is resumed (menjeda webhook): one's own, or as an admin anybody's.
    async fn pause_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which webhook to pause (webhook).")] input: WebhookInput,
    ) -> Result<WebhookPayload> {
        payload(ctx, service::pause(app(ctx)?, &request(ctx)?.actor, id(&input.id)?).await)
    }

    /// Goes on where it stood, at once (melanjutkan webhook). What an admin stopped, an admin alone lets go on.
    async fn resume_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which webhook to resume (webhook).")] input: WebhookInput,
    ) -> Result<WebhookPayload> {
        payload(ctx, service::resume(app(ctx)?, &request(ctx)?.actor, id(&input.id)?).await)
    }

    /// Ends one's webhook at once, with everything that was given up (menghapus webhook).
    async fn delete_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which webhook to delete (webhook).")] input: WebhookInput,
    ) -> Result<WebhookPayload> {
        payload(ctx, service::delete(app(ctx)?, &request(ctx)?.actor, id(&input.id)?).await)
    }

    /// Gives one's webhook another secret (mengganti rahasia). The old one signs too for 24 hours.
    async fn rotate_webhook_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which webhook gets another secret (webhook).")] input: WebhookInput,
    ) -> Result<WebhookSecretPayload> {
        with_secret(ctx, service::rotate(app(ctx)?, &request(ctx)?.actor, id(&input.id)?).await)
    }

    /// Sends everything after an event once more, or skips what lies before it (memutar ulang).
    async fn replay_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From where to send again (kirim ulang).")] input: ReplayWebhookInput,
    ) -> Result<WebhookPayload> {
        let after = parse_cursor(Some(&input.after))?.unwrap_or_default();
        payload(ctx, service::replay(app(ctx)?, &request(ctx)?.actor, id(&input.id)?, after).await)
    }

    /// Sends an event of one's webhook that was given up once more, at the next turn (mengirim ulang).
    async fn resend_webhook_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event to send again (kiriman).")] input: ResendWebhookDeliveryInput,
    ) -> Result<ResendWebhookDeliveryPayload> {
        let request = request(ctx)?;
        let (delivery, errors) = split(service::resend(app(ctx)?, &request.actor, id(&input.id)?).await, request.lang)?;
        let delivery = match delivery {
            Some(delivery) => Some(WebhookDelivery::read(ctx, delivery).await?),
            None => None,
        };
        Ok(ResendWebhookDeliveryPayload { delivery, errors })
    }

    /// Posts a message of the type `ping` to one's webhook at once, in whatever state it is (menguji webhook), and says what
    /// became of it.
    async fn test_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which webhook to try (webhook).")] input: WebhookInput,
    ) -> Result<TestWebhookPayload> {
        let sent = service::test(app(ctx)?, &request(ctx)?.actor, id(&input.id)?).await?;
        let failure = sent.err().map(|failed| failed.failure);
        Ok(TestWebhookPayload {
            delivered: failure.is_none(),
            problem: failure.map(|failure| failure.problem.into()),
            status: failure.and_then(|failure| failure.status),
            errors: Vec::new(),
        })
    }
}
