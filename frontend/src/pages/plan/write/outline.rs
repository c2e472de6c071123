use super::people::PeopleAt;
use crate::i18n::t;
use crate::plan::Live;
use leptos::prelude::*;

/// The parts of the plan that are no chapters: their place, and their name.
const BEFORE: [(&str, &str); 1] = [("opening", "plan.opening")];
const AFTER: [(&str, &str); 6] = [
    ("objectives", "plan.objectives"),
    ("indicators", "plan.indicators"),
    ("budget", "plan.budget"),
    ("schedule", "plan.schedule"),
    ("map", "plan.map"),
    ("proposals", "plan.proposals"),
];

/// The whole plan at a glance, and who is where in it.
#[component]
pub fn Outline(live: Live) -> impl IntoView {
    let sections = Memo::new(move |_| {
        live.content.with(|content| {
            content.sections.iter().map(|section| (section.id.to_string(), section.heading.clone())).collect::<Vec<_>>()
        })
    });
    let fixed = move |(place, name): (&'static str, &'static str)| {
        view! { <li><a href=format!("#{place}")>{move || t(name)}</a><PeopleAt live place/></li> }
    };
    let chapter = move |(id, heading): (String, String)| {
        let name = move || if heading.is_empty() { t("plan.section_untitled").to_owned() } else { heading.clone() };
        view! { <li class="chapter"><a href=format!("#{id}")>{name}</a><PeopleAt live place=id/></li> }
    };
    view! {
        <nav class="card outline" aria-label=t!("plan.outline")>
            <h2>{t!("plan.outline")}</h2>
            <ul class="plain">
                {BEFORE.map(fixed).into_iter().collect_view()}
                {move || sections.get().into_iter().map(chapter).collect_view()}
                {AFTER.map(fixed).into_iter().collect_view()}
            </ul>
        </nav>
    }
}
