//! Webhooks: where other systems are told of what happens.

mod form;
mod letters;
mod row;

use super::secret::{Secret, SecretWords};
use crate::api::load;
use crate::session::Session;
use crate::ui::{Button, Failure};
use form::NewWebhook;
use leptos::prelude::*;
use row::{OthersRow, Row};
use shared::operations::Nothing;
use shared::operations::webhook::{AllWebhooks, Webhook, Webhooks};

const WORDS: SecretWords = SecretWords {
    title: "webhook.secret_title",
    text: "webhook.secret_text",
    copy: "webhook.copy",
    copied: "webhook.copied",
    copy_failed: "webhook.copy_failed",
};

/// One's own webhooks, a new one, and its secret this once; for an admin everybody else's too.
#[component]
pub fn WebhookSection() -> impl IntoView {
    let session = Session::get();
    let webhooks = load::<Webhooks>(|| Some(Nothing {}));
    let making = RwSignal::new(false);
    let secret = RwSignal::new(None::<String>);
    let changed = Callback::new(move |()| webhooks.reload());
    let told = Callback::new(move |new: String| {
        making.set(false);
        secret.set(Some(new));
        webhooks.reload();
    });
    let own = Memo::new(move |_| {
        webhooks.data.with(|data| {
            let viewer = data.as_ref().and_then(|data| data.answer.as_ref());
            viewer.map(|viewer| viewer.account.webhooks.clone()).unwrap_or_default()
        })
    });
    let list = move || {
        let rows = own.get().into_iter().map(|webhook| view! { <li><Row webhook changed told/></li> }).collect_view();
        view! { <ul class="list boxed webhooks">{rows}</ul> }
    };
    view! {
        <section class="stack" id="webhook">
            <h2>{t!("webhook.heading")}</h2>
            <p class="muted">{t!("webhook.text")}</p>
            <Failure error=webhooks.error retry=Callback::new(move |()| webhooks.reload())/>
            {move || secret.get().map(|told| view! { <Secret told words=WORDS/> })}
            <Show when=move || own.with(|own| !own.is_empty())>{list}</Show>
            <Show when=move || making.get() fallback=move || view! { <div><Button icon="plus" label=t!("webhook.new") on_press=Callback::new(move |_| { secret.set(None); making.set(true); })/></div> }>
                <NewWebhook told cancel=Callback::new(move |()| making.set(false))/>
            </Show>
            <Show when=move || session.is_admin()><Others/></Show>
        </section>
    }
}

/// Everybody else's, which an admin may stop.
#[component]
fn Others() -> impl IntoView {
    let session = Session::get();
    let webhooks = load::<AllWebhooks>(|| Some(Nothing {}));
    let changed = Callback::new(move |()| webhooks.reload());
    let others = Memo::new(move |_| {
        let own = session.viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.account.id));
        let all = webhooks.data.with(|data| data.as_ref().map(|data| data.answer.nodes.clone()).unwrap_or_default());
        all.into_iter().filter(|webhook| Some(webhook.owner.id) != own).collect::<Vec<Webhook>>()
    });
    let list = move || {
        let rows = others.get().into_iter().map(|webhook| view! { <li><OthersRow webhook changed/></li> }).collect_view();
        view! { <ul class="list boxed">{rows}</ul> }
    };
    view! {
        <Failure error=webhooks.error retry=Callback::new(move |()| webhooks.reload())/>
        <Show when=move || others.with(|others| !others.is_empty())>
            <h3>{t!("webhook.others")}</h3>
            {list}
        </Show>
    }
}
