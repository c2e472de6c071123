use super::page::Past;
use crate::api::Mutation;
use crate::i18n::{fill, t};
use crate::routes;
use crate::ui::{Button, Dialog, ErrorSummary, Failure, FormErrors, Toasts};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::operations::Input;
use shared::operations::plan::PlanVersion;
use shared::operations::plan_history::{RestorePlanVersion, RestorePlanVersionInput};

/// Makes the plan say again what it said after this entry of its log, once its reader knows what that means.
#[component]
pub fn RestoreButton(past: Past, seq: i64) -> impl IntoView {
    let asking = RwSignal::new(false);
    let is_past = move || past.may_edit() && seq < past.now();
    let label = move || fill(t("history.restore"), &[("moment", past.name_of(seq))]);
    view! {
        <Show when=is_past>
            <div class="btn-row"><Button icon="undo" label on_press=Callback::new(move |_| asking.set(true))/></div>
            <Dialog open=asking title=t!("history.restore_title")><Ask past seq asking/></Dialog>
        </Show>
    }
}

#[component]
fn Ask(past: Past, seq: i64, asking: RwSignal<bool>) -> impl IntoView {
    let (toasts, navigate) = (Toasts::get(), use_navigate());
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let restore = Callback::new(move |_| {
        let before = past.now();
        let navigate = navigate.clone();
        let input = RestorePlanVersionInput { plan_id: past.id, seq };
        sending.send_form::<RestorePlanVersion, PlanVersion>(Input { input }, errors, move |version| {
            asking.set(false);
            toasts.say_with_link(t("history.restored"), t("plan.see"), routes::plan(past.id));
            past.reload();
            // What going back has changed is the next thing that one wants to see.
            navigate(&routes::plan_comparison(past.id, before, version.seq), NavigateOptions::default());
        });
    });
    let text = move || fill(t("history.restore_text"), &[("moment", past.name_of(seq))]);
    view! {
        <div class="dialog-body stack">
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <p>{text}</p>
            <p class="muted">{t!("history.restore_safe")}</p>
        </div>
        <div class="dialog-foot">
            <Button class="primary" label=t!("history.restore_do") busy=sending.busy on_press=restore/>
            <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| asking.set(false))/>
        </div>
    }
}
