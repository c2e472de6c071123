use super::page::Shown;
use crate::api::load;
use crate::i18n::language;
use crate::routes;
use crate::ui::{Day, Failure};
use leptos::prelude::*;
use shared::operations::plan::{PlanPartVariables, PlanVersion, PlanVersions};

/// As many as a plan is likely to have in its life.
const MOST: i32 = 100;

/// The moments of the plan that bear a name.
#[component]
pub fn Versions(shown: Shown) -> impl IntoView {
    let seq = Memo::new(move |_| shown.plan.with(|plan| (plan.seq, plan.stage)));
    let versions = load::<PlanVersions>(move || {
        language();
        seq.track();
        Some(PlanPartVariables { id: shown.id, first: MOST, after: None })
    });
    let item = |version: PlanVersion| {
        view! { <li><strong>{version.name}</strong>" · "<Day at=version.at/>" · "{version.person.display_name}{version.office.map(|office| format!(" ({office})"))}</li> }
    };
    let list = move || {
        versions.data.get().map(|data| {
            let nodes = data.answer.nodes;
            if nodes.is_empty() {
                view! { <p class="muted">{t!("plan.versions_none")}</p> }.into_any()
            } else {
                view! { <ol reversed=true>{nodes.into_iter().rev().map(item).collect_view()}</ol> }.into_any()
            }
        })
    };
    view! {
        <section class="section no-print">
            <h2>{t!("plan.versions")}</h2>
            <Failure error=versions.error retry=Callback::new(move |()| versions.reload())/>
            {list}
            <p><a href=routes::plan_history(shown.id)>{t!("plan.to_history")}</a></p>
        </section>
    }
}
