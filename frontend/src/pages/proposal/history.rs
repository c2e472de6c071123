use super::case::Case;
use crate::api::load;
use crate::pages::journal::{lines, timeline};
use crate::ui::{SkeletonPage, is_open, loaded};
use leptos::prelude::*;
use shared::operations::proposal::{HistoryVariables, ProposalHistory};

/// More events than one page of the journal belong to the journal's own page.
const MOST: i32 = 100;

/// What happened, as the journal has it, newest first.
#[component]
pub fn History(case: Case) -> impl IntoView {
    let open = RwSignal::new(false);
    let journal = load::<ProposalHistory>(move || {
        case.stir.track();
        open.get().then_some(HistoryVariables { id: case.id, first: MOST, after: None })
    });
    view! {
        <details class="history" on:toggle=move |event| open.set(is_open(&event))>
            <summary><h2>{t!("history.heading")}</h2><span class="muted small">{t!("history.lead")}</span></summary>
            <Show when=move || open.get()>
                {loaded(journal, || view! { <SkeletonPage/> }.into_any(), move |data| {
                    let entries = data.answer.map(|answer| answer.history.nodes).unwrap_or_default();
                    let told = move || timeline(lines(&entries, |_| None));
                    told.into_any()
                })}
            </Show>
        </details>
    }
    .into_any()
}
