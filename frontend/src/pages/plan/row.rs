use super::stage::StageTag;
use crate::i18n::{language, name_of, t};
use crate::routes;
use crate::ui::{Day, Icon};
use leptos::prelude::*;
use shared::operations::plan::PlanCard;

/// A plan in a list: what, where, how far, how much, how many people. The whole row is its link.
#[component]
pub fn PlanRow(plan: PlanCard) -> impl IntoView {
    let PlanCard { id, title, stage, area, sector, fiscal_year, budget_total, participants, changed_at, .. } = plan;
    let title = move || if title.is_empty() { t("plan.untitled").to_owned() } else { title.clone() };
    let year = fiscal_year.map(|year| format!(" · {year}"));
    view! {
        <article class="list-row">
            <h3 class="list-row-title"><a href=routes::plan(id)>{title}</a></h3>
            <p class="list-row-meta">{move || name_of(area.kind)} " " {area.name.clone()} {move || sector.map(|sector| format!(" · {}", name_of(sector)))} {year}</p>
            <div class="list-row-foot">
                <StageTag stage/>
                {(budget_total.get() > 0).then(|| view! { <span class="num" title=budget_total.format()>{move || budget_total.format_short(language())}</span> })}
                <span class="figure"><Icon name="users"/>{participants.len()}<span class="visually-hidden">" "{t!("plan.participants")}</span></span>
                <span>{t!("plan.changed")} " " <Day at=changed_at/></span>
            </div>
        </article>
    }
}
