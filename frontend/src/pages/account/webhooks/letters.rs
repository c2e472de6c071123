use super::row::problem_text;
use crate::api::Mutation;
use crate::i18n::{name_of, t};
use crate::ui::{Button, Day, Failure, FormErrors, Toasts};
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::webhook::{ResendWebhookDelivery, ResendWebhookDeliveryInput, WebhookDelivery};
use shared::webhook::WebhookDeliveryState;

/// The events that were given up.
#[component]
pub fn Letters(deliveries: Vec<WebhookDelivery>, changed: Callback<()>) -> impl IntoView {
    let rows = deliveries.into_iter().map(|delivery| view! { <li><Letter delivery changed/></li> }).collect_view();
    view! {
        <details class="letters">
            <summary>{t!("webhook.given_up")}</summary>
            <ul class="list">{rows}</ul>
        </details>
    }
}

#[component]
fn Letter(delivery: WebhookDelivery, changed: Callback<()>) -> impl IntoView {
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let toasts = Toasts::get();
    let WebhookDelivery { id, state, problem, status, at, event } = delivery;
    let again = move |_| {
        let input = Input { input: ResendWebhookDeliveryInput { id } };
        sending.send_form::<ResendWebhookDelivery, WebhookDelivery>(input, errors, move |_| {
            toasts.say(t("webhook.resent"));
            changed.run(());
        });
    };
    let dead = state == WebhookDeliveryState::Dead;
    view! {
        <div class="list-row">
            <div class="split">
                <span><code>{event.kind}</code> " " {t!("webhook.cursor")} " " {event.cursor}</span>
                {dead.then(|| view! { <Button class="quiet small" label=t!("webhook.resend") busy=sending.busy on_press=Callback::new(again)/> })}
            </div>
            <p class="list-row-meta">{move || name_of(state)} " · " {move || problem_text(problem, status)} " · " <Day at/></p>
            <Failure error=sending.failure/>
        </div>
    }
}
