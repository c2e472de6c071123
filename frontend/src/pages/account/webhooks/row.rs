use super::form::{ChangeWebhook, topic_name};
use super::letters::Letters;
use crate::api::Mutation;
use crate::i18n::{name_of, t};
use crate::ui::{Button, Day, Dialog, ErrorSummary, Failure, Field, FormErrors, TextInput, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::webhook::*;
use shared::webhook::{WebhookProblem, WebhookState};

/// One of one's own webhooks.
#[component]
pub fn Row(webhook: Webhook, changed: Callback<()>, told: Callback<String>) -> impl IntoView {
    let changing = RwSignal::new(false);
    let managing = RwSignal::new(false);
    let deliveries = webhook.deliveries.nodes.clone();
    let shown = StoredValue::new(webhook.clone());
    let done = Callback::new(move |()| {
        changing.set(false);
        changed.run(());
    });
    view! {
        <Show when=move || changing.get() fallback=move || view! { <Facts webhook=shown.get_value()/> }>
            <ChangeWebhook webhook=shown.get_value() changed=done cancel=Callback::new(move |()| changing.set(false))/>
        </Show>
        <Show when=move || !changing.get()>
            <div class="btn-row">
                <Trial id=webhook.id/>
                <Switch id=webhook.id state=webhook.state may_resume=webhook.state.resumes() changed/>
                <Button class="quiet small" label=t!("webhook.change") on_press=Callback::new(move |_| changing.set(true))/>
                <Button class="quiet small" label=t!("webhook.manage") on_press=Callback::new(move |_| managing.set(true))/>
            </div>
        </Show>
        {(!deliveries.is_empty()).then(|| view! { <Letters deliveries changed/> })}
        <Manage open=managing webhook changed told/>
    }
    .into_any()
}

/// Somebody else's, for an admin.
#[component]
pub fn OthersRow(webhook: Webhook, changed: Callback<()>) -> impl IntoView {
    let (id, state) = (webhook.id, webhook.state);
    let owner = webhook.owner.display_name.clone();
    view! {
        <Facts webhook owner/>
        <div class="btn-row"><Switch id state may_resume={state == WebhookState::Stopped} changed/></div>
    }
    .into_any()
}

#[component]
fn Facts(webhook: Webhook, #[prop(optional, into)] owner: Option<String>) -> impl IntoView {
    let Webhook { name, host, kinds, areas, state, cursor, next_attempt_at, last_sent_at, last_problem, last_status, .. } = webhook;
    let about = move || {
        let topics: Vec<_> =
            kinds.iter().map(|kind| topic_name(kind).map_or_else(|| kind.clone(), |name| t(name).to_owned())).collect();
        if topics.is_empty() { t("webhook.about_all").to_owned() } else { topics.join(", ") }
    };
    let places = areas.into_iter().map(|area| area.name).collect::<Vec<_>>().join(", ");
    let sent = last_sent_at.map(|at| view! { " · " {t!("webhook.last_sent")} " " <Day at/> });
    view! {
        <div class="list-row">
            <div class="split">
                <h3 class="list-row-title">{name}</h3>
                <span class="strong">{move || name_of(state)}</span>
            </div>
            <p class="list-row-meta">{host} {owner.map(|owner| format!(" · {owner}"))} " · " {about} {(!places.is_empty()).then(|| format!(" · {places}"))}</p>
            <p class="list-row-meta">{t!("webhook.cursor")} " " {cursor} {sent}</p>
            {last_problem.map(|problem| view! {
                <p class="list-row-meta error">{move || problem_text(problem, last_status)} {next_attempt_at.map(|at| view! { " · " {t!("webhook.next_attempt")} " " <Day at/> })}</p>
            })}
        </div>
    }
}

/// Why something did not arrive, with what the receiver answered.
pub fn problem_text(problem: WebhookProblem, status: Option<u16>) -> String {
    match status {
        Some(status) => format!("{} ({status})", name_of(problem)),
        None => name_of(problem).to_owned(),
    }
}

/// Sends a trial, and says what became of it.
#[component]
fn Trial(id: shared::value::WebhookId) -> impl IntoView {
    let sending = Mutation::new();
    let toasts = Toasts::get();
    let press = move |_| {
        sending.send::<TestWebhook>(Input { input: WebhookInput { id } }, move |data| {
            let WebhookTested { delivered, problem, status, .. } = data.answer;
            toasts.say(match problem {
                Some(problem) if !delivered => problem_text(problem, status),
                _ => t("webhook.tested").to_owned(),
            });
        });
    };
    view! {
        <Button class="small" label=t!("webhook.test") busy=sending.busy on_press=Callback::new(press)/>
        <Failure error=sending.failure/>
    }
}

/// Pauses it, or lets it go on.
#[component]
fn Switch(id: shared::value::WebhookId, state: WebhookState, may_resume: bool, changed: Callback<()>) -> impl IntoView {
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let active = state == WebhookState::Active;
    let press = move |_| {
        let input = Input { input: WebhookInput { id } };
        if active {
            sending.send_form::<PauseWebhook, Webhook>(input, errors, move |_| changed.run(()));
        } else {
            sending.send_form::<ResumeWebhook, Webhook>(input, errors, move |_| changed.run(()));
        }
    };
    let label = move || t(if active { "webhook.pause" } else { "webhook.resume" });
    view! {
        {(active || may_resume).then(|| view! { <Button class="quiet small" label busy=sending.busy on_press=Callback::new(press)/> })}
        <Failure error=sending.failure/>
    }
}

/// What is done seldom: another secret, another place in the journal, the end.
#[component]
fn Manage(open: RwSignal<bool>, webhook: Webhook, changed: Callback<()>, told: Callback<String>) -> impl IntoView {
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let toasts = Toasts::get();
    let id = webhook.id;
    let cursor = RwSignal::new(webhook.cursor.clone());
    let rotate = move |_| {
        sending.send::<RotateWebhookSecret>(Input { input: WebhookInput { id } }, move |data| {
            open.set(false);
            if let Some(secret) = data.answer.secret {
                told.run(secret);
            }
        });
    };
    let replay = move |event: SubmitEvent| {
        event.prevent_default();
        let after = cursor.get_untracked().trim().to_owned();
        sending.send_form::<ReplayWebhook, Webhook>(Input { input: ReplayWebhookInput { id, after } }, errors, move |_| {
            open.set(false);
            toasts.say(t("webhook.replayed"));
            changed.run(());
        });
    };
    let delete = move |_| {
        sending.send_form::<DeleteWebhook, WebhookGone>(Input { input: WebhookInput { id } }, errors, move |_| {
            open.set(false);
            toasts.say(t("webhook.deleted"));
            changed.run(());
        });
    };
    let name = StoredValue::new(webhook.name);
    view! {
        <Dialog open title=t!("webhook.manage")>
            <div class="dialog-body stack">
                <p class="strong">{name.get_value()}</p>
                <Failure error=sending.failure/>
                <ErrorSummary errors/>
                <form class="form" novalidate on:submit=replay>
                    <Field name="after" label=t!("webhook.after") hint=t!("webhook.after_hint") short=true errors><TextInput value=cursor inputmode="numeric" autocomplete="off"/></Field>
                    <div><Button submit=true label=t!("webhook.replay") busy=sending.busy/></div>
                </form>
                <p class="muted">{t!("webhook.rotate_text")}</p>
                <div><Button label=t!("webhook.rotate") busy=sending.busy on_press=Callback::new(rotate)/></div>
                <p class="muted">{t!("webhook.delete_text")}</p>
            </div>
            <div class="dialog-foot">
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| open.set(false))/>
                <Button class="danger" label=t!("webhook.delete") busy=sending.busy on_press=Callback::new(delete)/>
            </div>
        </Dialog>
    }
}
