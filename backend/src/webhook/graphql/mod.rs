//! Webhooks in GraphQL.

mod changes;
mod object;

pub use changes::WebhookMutation;
pub use object::{Webhook, WebhookDelivery, WebhookQuery, own};
