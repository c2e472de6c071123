use super::page::Shown;
use crate::api::Mutation;
use crate::i18n::{fill, name_of, t};
use crate::session::Session;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, Icon, PersonLine, Select, TextInput, Toasts, choices};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::plan::{Participant, PlanDetail};
use shared::operations::plan_step::{
    AddPlanParticipant, AddPlanParticipantInput, ChangePlanParticipant, ChangePlanParticipantInput, RemovePlanParticipant,
    RemovePlanParticipantInput,
};
use shared::plan::{PlanAction, PlanRole, Stage};

/// Who takes part, for whom they speak, and who has signed.
#[component]
pub fn People(shown: Shown) -> impl IntoView {
    let people = Memo::new(move |_| shown.plan.with(|plan| plan.participants.clone()));
    let leads = Memo::new(move |_| shown.plan.with(|plan| plan.may(PlanAction::Lead)));
    let signing = Memo::new(move |_| shown.plan.with(|plan| matches!(plan.stage, Stage::InReview | Stage::Agreed)));
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    view! {
        <section class="card">
            <h2>{t!("plan.participants")}</h2>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <ul class="stack plain">
                {move || people.get().into_iter().map(|one| view! { <Person shown one leads signing sending errors/> }).collect_view()}
            </ul>
            <Show when=move || signing.get()><p class="small muted">{t!("plan.agree_rule")}</p></Show>
            <Show when=move || leads.get()><Invite shown/></Show>
        </section>
    }
}

#[component]
fn Person(
    shown: Shown,
    one: Participant,
    leads: Memo<bool>,
    signing: Memo<bool>,
    sending: Mutation,
    errors: FormErrors,
) -> impl IntoView {
    let Participant { person, role, side, office, signed, .. } = one;
    let (id, name) = (person.id, StoredValue::new(person.display_name.clone()));
    let named = move |key| fill(t(key), &[("name", name.get_value())]);
    let change = move |event| {
        if let Ok(role) = event_target_value(&event).parse::<PlanRole>() {
            let input = ChangePlanParticipantInput { plan_id: shown.id, account_id: id, role };
            sending.send_form::<ChangePlanParticipant, PlanDetail>(Input { input }, errors, move |plan| shown.plan.set(plan));
        }
    };
    let remove = move |_| {
        let input = RemovePlanParticipantInput { plan_id: shown.id, account_id: id };
        sending.send_form::<RemovePlanParticipant, PlanDetail>(Input { input }, errors, move |plan| shown.plan.set(plan));
    };
    let option = move |own: PlanRole| view! { <option value=own.as_str() selected=own == role>{move || name_of(own)}</option> };
    view! {
        <li class="stack tight">
            <PersonLine person/>
            <p class="small muted">{move || name_of(side)}{office.map(|office| format!(" · {office}"))}" · "{move || name_of(role)}</p>
            <Show when=move || signing.get()>
                <p class="small cluster"><Icon name=if signed { "check" } else { "clock" }/>{move || t(if signed { "plan.signed" } else { "plan.not_signed" })}</p>
            </Show>
            <Show when=move || leads.get()>
                <div class="cluster no-print">
                    <select class="chip" aria-label=move || named("plan.role_of") on:change=change>{PlanRole::ALL.iter().copied().map(option).collect_view()}</select>
                    <button type="button" class="btn quiet icon-only small" aria-label=move || named("plan.remove_person") on:click=remove><Icon name="trash"/></button>
                </div>
            </Show>
        </li>
    }
}

/// Bringing somebody in, by how they sign in.
#[component]
fn Invite(shown: Shown) -> impl IntoView {
    let session = Session::get();
    let toasts = Toasts::get();
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let (contact, role) = (RwSignal::new(String::new()), RwSignal::new(PlanRole::Editor.to_string()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = AddPlanParticipantInput {
            plan_id: shown.id,
            contact: Some(contact.get_untracked()),
            account_id: None,
            role: role.get_untracked().parse().unwrap_or(PlanRole::Editor),
        };
        sending.send_form::<AddPlanParticipant, PlanDetail>(Input { input }, errors, move |plan| {
            contact.set(String::new());
            toasts.say(t("plan.invited"));
            shown.plan.set(plan);
        });
    };
    view! {
        <Show when=move || session.is_signed_in()>
            <details class="more no-print">
                <summary>{t!("plan.invite")}</summary>
                <form class="form" novalidate on:submit=submit>
                    <ErrorSummary errors/>
                    <Failure error=sending.failure/>
                    <Field name="contact" label=t!("plan.contact") errors><TextInput value=contact/></Field>
                    <Field name="role" label=t!("plan.role") errors><Select value=role options=choices(PlanRole::ALL)/></Field>
                    <Button submit=true label=t!("plan.invite_send") busy=sending.busy/>
                </form>
            </details>
        </Show>
    }
}
