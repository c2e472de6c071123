use crate::api::Mutation;
use crate::i18n::t;
use crate::ui::{AreaPicker, Button, ErrorSummary, Failure, Field, FieldSet, FormErrors, TextInput, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::area::AreaCode;
use shared::operations::Input;
use shared::operations::webhook::{CreateWebhook, CreateWebhookInput, UpdateWebhook, UpdateWebhookInput, Webhook};
use shared::webhook::TOPICS;

/// What is being filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    url: RwSignal<String>,
    kinds: RwSignal<Vec<String>>,
    area: RwSignal<Option<AreaCode>>,
    /// What is kept until another area is chosen: the form shows one, a program may have named several.
    areas: StoredValue<Vec<AreaCode>>,
    errors: FormErrors,
}

impl Draft {
    fn of(webhook: Option<&Webhook>) -> Self {
        let areas: Vec<_> = webhook.map(|webhook| webhook.areas.iter().map(|area| area.code.clone()).collect()).unwrap_or_default();
        Self {
            name: RwSignal::new(webhook.map(|webhook| webhook.name.clone()).unwrap_or_default()),
            url: RwSignal::new(webhook.and_then(|webhook| webhook.url.clone()).unwrap_or_default()),
            kinds: RwSignal::new(webhook.map(|webhook| webhook.kinds.clone()).unwrap_or_default()),
            area: RwSignal::new(areas.first().cloned()),
            areas: StoredValue::new(areas),
            errors: FormErrors::new(),
        }
    }

    fn areas(self) -> Vec<AreaCode> {
        let chosen = self.area.get_untracked();
        match self.areas.get_value() {
            kept if kept.first() == chosen.as_ref() => kept,
            _ => chosen.into_iter().collect(),
        }
    }
}

#[component]
pub fn NewWebhook(told: Callback<String>, cancel: Callback<()>) -> impl IntoView {
    let draft = Draft::of(None);
    let sending = Mutation::new();
    let submit = Callback::new(move |()| {
        draft.errors.clear();
        let (name, url) = (draft.name.get_untracked(), draft.url.get_untracked());
        let input = CreateWebhookInput { name, url, kinds: draft.kinds.get_untracked(), areas: draft.areas() };
        sending.send::<CreateWebhook>(Input { input }, move |data| match data.answer.secret {
            Some(secret) => told.run(secret),
            None => draft.errors.show_answer(data.answer.errors),
        });
    });
    view! { <Form draft sending label=t!("webhook.make") submit cancel/> }
}

#[component]
pub fn ChangeWebhook(webhook: Webhook, changed: Callback<()>, cancel: Callback<()>) -> impl IntoView {
    let draft = Draft::of(Some(&webhook));
    let sending = Mutation::new();
    let toasts = Toasts::get();
    let id = webhook.id;
    let submit = Callback::new(move |()| {
        let (name, url) = (draft.name.get_untracked(), draft.url.get_untracked());
        let input = UpdateWebhookInput { id, name, url, kinds: draft.kinds.get_untracked(), areas: draft.areas() };
        sending.send_form::<UpdateWebhook, Webhook>(Input { input }, draft.errors, move |_| {
            toasts.say(t("webhook.saved"));
            changed.run(());
        });
    });
    view! { <Form draft sending label=t!("action.save") submit cancel/> }
}

#[component]
fn Form(
    draft: Draft,
    sending: Mutation,
    #[prop(into)] label: TextProp,
    submit: Callback<()>,
    cancel: Callback<()>,
) -> impl IntoView {
    let Draft { name, url, kinds, area, errors, .. } = draft;
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit.run(());
    };
    let topic = move |topic: &'static str| {
        let toggle = move |_| {
            kinds.update(|kinds| match kinds.iter().position(|one| one == topic) {
                Some(place) => drop(kinds.remove(place)),
                None => kinds.push(topic.to_owned()),
            });
        };
        view! {
            <label class="choice">
                <input type="checkbox" name="kinds" value=topic prop:checked=move || kinds.with(|kinds| kinds.iter().any(|one| one == topic)) on:change=toggle/>
                <span>{move || topic_name(topic).map(t)}</span>
            </label>
        }
    };
    view! {
        <form class="form" name="webhook" novalidate on:submit=on_submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="name" label=t!("webhook.name") hint=t!("webhook.name_hint") errors><TextInput value=name autocomplete="off"/></Field>
            <Field name="url" label=t!("webhook.url") hint=t!("webhook.url_hint") errors><TextInput value=url kind="url" autocomplete="off"/></Field>
            <FieldSet name="kinds" label=t!("webhook.kinds") hint=t!("webhook.kinds_hint") errors>
                <div class="choices">{TOPICS.map(topic).collect_view()}</div>
            </FieldSet>
            <FieldSet name="areas" label=t!("webhook.areas") hint=t!("webhook.areas_hint") optional=true errors><AreaPicker value=area/></FieldSet>
            <div class="form-actions">
                <Button class="primary" submit=true label busy=sending.busy/>
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| cancel.run(()))/>
            </div>
        </form>
    }
}

/// What people call a kind of event; a program may have chosen one that has no name here.
pub fn topic_name(topic: &str) -> Option<&'static str> {
    Some(match topic {
        "proposal.*" => "webhook.about_proposals",
        "comment.*" => "webhook.about_comments",
        "plan.*" => "webhook.about_plans",
        "role.*" => "webhook.about_roles",
        "person.*" => "webhook.about_people",
        "area.*" => "webhook.about_areas",
        _ => return None,
    })
}
