use crate::i18n::{fill, t};
use crate::routes;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::plan::RowId;
use shared::value::PlanId;

/// To the suggestions for a plan, with how many wait; nothing where there is none to read or to make.
#[component]
pub fn SuggestionsLink(plan: PlanId, #[prop(into)] count: Signal<i64>, #[prop(into)] may: Signal<bool>) -> impl IntoView {
    let words = move || match count.get() {
        0 => t("suggest.heading").to_owned(),
        count => fill(t("suggest.open_count"), &[("count", count.to_string())]),
    };
    view! {
        <Show when=move || may.get() || (count.get() > 0)>
            <a class="btn no-print" href=routes::plan_suggestions(plan)><Icon name="edit"/>{words}</a>
        </Show>
    }
}

/// Where a reader says how one section should read.
#[component]
pub fn SuggestLink(plan: PlanId, section: RowId, name: Signal<String>, #[prop(into)] may: Signal<bool>) -> impl IntoView {
    view! {
        <Show when=move || may.get()>
            <a class="btn quiet small no-print" href=routes::suggest(plan, section)><Icon name="edit"/>{t!("suggest.here")}<span class="visually-hidden">": "{name}</span></a>
        </Show>
    }
}
