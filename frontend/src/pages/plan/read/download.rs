//! A plan to take away, on paper or as a file.

use super::page::Shown;
use crate::i18n::{fill, language, t};
use crate::routes;
use crate::ui::{Icon, close_menu};
use leptos::prelude::*;
use shared::value::PlanId;
use shared::value::time::format_date;

#[component]
pub fn Download(id: PlanId) -> impl IntoView {
    let file = move |ending: &'static str, icon, name: Signal<&'static str>| {
        view! { <a href=move || routes::plan_file(id, ending, language()) download="" rel="external"><Icon name=icon/>{name}</a> }
    };
    let print = move |_| drop(web_sys::window().map(|window| window.print()));
    view! {
        <details class="menu">
            <summary class="btn"><Icon name="download"/>{t!("plan.download")}</summary>
            <div class="menu-body start" on:click=move |event| close_menu(&event)>
                {file("docx", "document", Signal::derive(|| t("plan.file_docx")))}
                {file("xlsx", "list", Signal::derive(|| t("plan.file_xlsx")))}
                {file("geojson", "map", Signal::derive(|| t("plan.file_geojson")))}
                {file("json", "download", Signal::derive(|| t("plan.file_json")))}
                <button type="button" on:click=print><Icon name="print"/>{t!("plan.print")}</button>
            </div>
        </details>
    }
}

/// On paper: where it comes from, and how old it is.
#[component]
pub fn Imprint(shown: Shown) -> impl IntoView {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    let source = move || {
        let at = shown.plan.with(|plan| format_date(plan.changed_at, language()));
        fill(t("plan.file_source"), &[("address", origin.clone() + &routes::plan(shown.id)), ("at", at)])
    };
    view! { <p class="imprint">{source}</p> }
}
