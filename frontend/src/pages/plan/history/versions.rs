use super::page::Past;
use crate::api::Mutation;
use crate::i18n::t;
use crate::routes;
use crate::ui::{Button, Day, ErrorSummary, Failure, Field, FormErrors, TextInput, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::plan::PlanVersion;
use shared::operations::plan_step::{NamePlanVersion, NamePlanVersionInput};

const MAX_NAME: usize = 100;

/// The moments that bear a name, and naming the present one.
#[component]
pub fn Versions(past: Past) -> impl IntoView {
    let list = move || {
        let versions = past.all_versions();
        let before = |seq: i64| versions.iter().map(|version| version.seq).filter(|before| *before < seq).max();
        let items: Vec<_> = versions.iter().rev().map(|version| item(past, version.clone(), before(version.seq))).collect();
        if items.is_empty() && past.versions.data.with(Option::is_some) {
            view! { <p class="muted">{t!("plan.versions_none")}</p> }.into_any()
        } else {
            view! { <ol class="stack plain">{items}</ol> }.into_any()
        }
    };
    view! {
        <section class="card stack" aria-labelledby="versions">
            <h2 id="versions">{t!("plan.versions")}</h2>
            <Failure error=past.versions.error retry=Callback::new(move |()| past.versions.reload())/>
            <Show when=move || past.may_edit()><NameForm past/></Show>
            {list}
        </section>
    }
}

/// `before` is the version before it.
fn item(past: Past, version: PlanVersion, before: Option<i64>) -> impl IntoView {
    let PlanVersion { seq, name, at, person, office, .. } = version;
    let with_now = move || {
        let now = past.now();
        (seq < now).then(|| view! { <a href=routes::plan_comparison(past.id, seq, now)>{t!("history.with_now")}</a> })
    };
    let with_before = before.map(|before| {
        view! { <a href=routes::plan_comparison(past.id, before, seq)>{t!("history.with_before")}</a> }
    });
    view! {
        <li class="stack tight">
            <strong>{name}</strong>
            <span class="small muted"><Day at/>" · "{person.display_name}{office.map(|office| format!(" ({office})"))}</span>
            <span class="cluster small">{with_before}{with_now}</span>
        </li>
    }
}

#[component]
fn NameForm(past: Past) -> impl IntoView {
    let toasts = Toasts::get();
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let name = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = NamePlanVersionInput { plan_id: past.id, name: name.get_untracked() };
        sending.send_form::<NamePlanVersion, PlanVersion>(Input { input }, errors, move |_| {
            name.set(String::new());
            toasts.say(t("history.named"));
            past.versions.reload();
        });
    };
    view! {
        <form class="form" name="version" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="name" label=t!("history.name_version") hint=t!("history.name_hint") errors><TextInput value=name max=MAX_NAME/></Field>
            <Button submit=true icon="flag" label=t!("history.save_version") busy=sending.busy/>
        </form>
    }
}
