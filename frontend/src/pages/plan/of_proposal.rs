use super::row::PlanRow;
use crate::api::load;
use crate::i18n::language;
use crate::routes;
use crate::session::Session;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::operations::ById;
use shared::operations::plan::ProposalPlans;
use shared::value::ProposalId;

/// The plans that answer a proposal, and the way to a new one.
#[component]
pub fn PlansOfProposal(id: ProposalId) -> impl IntoView {
    let session = Session::get();
    let plans = load::<ProposalPlans>(move || {
        language();
        session.viewer.track();
        Some(ById { id })
    });
    let found = move || plans.data.get().and_then(|data| data.answer).map(|answer| answer.plans).unwrap_or_default();
    let is_some =
        move || plans.data.with(|data| data.as_ref().and_then(|data| data.answer.as_ref()).is_some_and(|it| !it.plans.is_empty()));
    view! {
        <Show when=move || is_some() || session.is_signed_in()>
            <section class="section plans-of">
                <h2>{t!("plan.of_proposal")}</h2>
                <Show when=is_some><ul class="list boxed">{move || found().into_iter().map(|plan| view! { <li><PlanRow plan/></li> }).collect_view()}</ul></Show>
                <Show when=move || session.is_signed_in()>
                    <div class="btn-row"><a class="btn" href=format!("{}?usulan={id}", routes::NEW_PLAN)><Icon name="plus"/>{t!("plan.create")}</a></div>
                </Show>
            </section>
        </Show>
    }
}
