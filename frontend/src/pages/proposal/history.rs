use super::case::Case;
use super::sentence::{Line, lines};
use crate::api::load;
use crate::i18n::{language, name_of};
use crate::ui::{Icon, SkeletonPage, loaded, status_class};
use leptos::prelude::*;
use shared::operations::proposal::{HistoryVariables, ProposalHistory};
use shared::value::time::format_instant;

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
                    let told = move || lines(&entries).into_iter().rev().map(line).collect_view();
                    view! { <ol class="timeline">{told}</ol> }.into_any()
                })}
            </Show>
        </details>
    }
    .into_any()
}

fn is_open(event: &leptos::ev::Event) -> bool {
    use wasm_bindgen::JsCast;
    event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok()).is_some_and(|details| details.open())
}

fn line(line: Line) -> impl IntoView {
    let Line { text, reason, status, icon, at, hash } = line;
    let short: String = hash.chars().take(12).collect();
    view! {
        <li class=format!("timeline-item {}", status.map_or("neutral", status_class))>
            <span class="timeline-mark" aria-hidden="true"><Icon name=icon/></span>
            <div class="timeline-body">
                <h3>{text}</h3>
                <p class="timeline-meta">
                    <time datetime=at.to_rfc3339()>{format_instant(at, language())}</time>
                    {status.map(|status| view! { " · " {name_of(status)} })}
                </p>
                {reason.map(|reason| view! { <p class="timeline-reason">{reason}</p> })}
                <details class="hash"><summary>{t!("history.hash")} " " <code>{short}</code></summary><code class="whole">{hash}</code><p>{t!("history.hash_hint")}</p></details>
            </div>
        </li>
    }
}
