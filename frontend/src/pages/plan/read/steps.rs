use super::page::Shown;
use crate::api::Mutation;
use crate::i18n::t;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, TextInput, Toasts};
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::plan::PlanDetail;
use shared::operations::plan_step::{MovePlan, MovePlanInput, SignPlan, SignPlanInput};
use shared::plan::{PlanAction, Stage};
use shared::value::PlanId;

/// What moving to a stage is called, and what it leads to.
fn words(from: Stage, to: Stage) -> (&'static str, &'static str) {
    match (from, to) {
        (Stage::InReview, Stage::Open) => ("plan.back_to_open", "plan.back_to_open_text"),
        (_, Stage::Draft | Stage::Open) => ("plan.to_open", "plan.to_open_text"),
        (_, Stage::InReview) => ("plan.to_review", "plan.to_review_text"),
        (_, Stage::Agreed) => ("plan.to_agreed", "plan.to_agreed_text"),
        (_, Stage::Superseded) => ("plan.to_superseded", "plan.to_superseded_text"),
    }
}

/// Signing, and moving the plan on.
#[component]
pub fn Steps(shown: Shown) -> impl IntoView {
    let toasts = Toasts::get();
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let signs = Memo::new(move |_| shown.plan.with(|plan| plan.may(PlanAction::Sign)));
    let own = Memo::new(move |_| {
        let viewer = crate::session::Session::get().viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.account.id));
        shown.plan.with(|plan| plan.participants.iter().any(|it| Some(it.person.id) == viewer && it.signed))
    });
    let next = Memo::new(move |_| shown.plan.with(|plan| (plan.stage, plan.next_stages.clone())));
    let successor = RwSignal::new(String::new());
    let sign = Callback::new(move |_| {
        let input = SignPlanInput { id: shown.id, signed: !own.get_untracked() };
        sending.send_form::<SignPlan, PlanDetail>(Input { input }, errors, move |plan| {
            toasts.say(t("plan.sign_done"));
            shown.plan.set(plan);
        });
    });
    let go = move |to: Stage| {
        let found = successor.with_untracked(|text| text.trim().rsplit('/').find_map(|part| part.parse::<PlanId>().ok()));
        let input = MovePlanInput { id: shown.id, to, superseded_by: found.filter(|_| to == Stage::Superseded) };
        sending.send_form::<MovePlan, PlanDetail>(Input { input }, errors, move |plan| {
            toasts.say(t("plan.moved"));
            shown.plan.set(plan);
        });
    };
    let step = move |from: Stage, to: Stage| {
        let (name, text) = words(from, to);
        view! {
            <div class="stack tight">
                {(to == Stage::Superseded).then(|| view! { <Field name="supersededBy" label=t!("plan.successor") optional=true errors><TextInput value=successor/></Field> })}
                <Button label=move || t(name) busy=sending.busy on_press=Callback::new(move |_| go(to))/>
                <p class="small muted">{move || t(text)}</p>
            </div>
        }
    };
    view! {
        <Show when=move || signs.get() || next.with(|(_, stages)| !stages.is_empty())>
            <section class="card no-print">
                <h2>{t!("plan.steps")}</h2>
                <ErrorSummary errors/>
                <Failure error=sending.failure/>
                <Show when=move || signs.get()>
                    <Button class="primary" icon="check" label=move || t(if own.get() { "plan.unsign" } else { "plan.sign" }) busy=sending.busy on_press=sign/>
                </Show>
                {move || { let (from, stages) = next.get(); stages.into_iter().map(|to| step(from, to)).collect_view() }}
            </section>
        </Show>
    }
}
