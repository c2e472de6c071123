use super::page::Past;
use crate::api::load;
use crate::i18n::t;
use crate::pages::journal::{lines, link_of, timeline};
use crate::ui::{SkeletonRows, is_open, loaded};
use leptos::prelude::*;
use shared::operations::plan::PlanPartVariables;
use shared::operations::plan_history::PlanEvents;

/// More events than one page of the journal belong to the journal's own page.
const MOST: i32 = 100;

/// What happened beside the writing, as the journal has it.
#[component]
pub fn Events(past: Past) -> impl IntoView {
    let open = RwSignal::new(false);
    let events = load::<PlanEvents>(move || {
        past.plan.track();
        open.get().then_some(PlanPartVariables { id: past.id, first: MOST, after: None })
    });
    view! {
        <details class="history" on:toggle=move |event| open.set(is_open(&event))>
            <summary><h2>{t!("history.events")}</h2><span class="muted small">{t!("history.events_lead")}</span></summary>
            <Show when=move || open.get()>
                {loaded(events, || view! { <SkeletonRows count=3/> }.into_any(), move |data| {
                    let entries = data.answer.map(|answer| answer.history.nodes).unwrap_or_default();
                    let nothing = entries.is_empty().then(|| view! { <p class="muted">{move || t("history.no_events")}</p> });
                    let told = move || timeline(lines(&entries, |entry| link_of(past.id, entry)));
                    view! { {nothing}{told} }.into_any()
                })}
            </Show>
        </details>
    }
}
