use super::page::Shown;
use super::places::Places;
use crate::i18n::{language, name_of, t};
use crate::pages::plan::comments::{Anchor, CommentButton};
use crate::pages::plan::gantt::{after, days, gantt};
use crate::pages::plan::money::{by_source, money};
use crate::pages::plan::suggest::SuggestLink;
use crate::pages::plan::text::text;
use crate::routes;
use crate::ui::Day;
use leptos::prelude::*;
use shared::operations::plan::PlanDetail;
use shared::plan::{Activity, BudgetLine, Content, Indicator, PlanAction, Section};
use shared::value::{PlanId, Rupiah};

/// Everything that the plan says. Parts that nobody has filled in are left out.
#[component]
pub fn Body(shown: Shown) -> impl IntoView {
    let content = Memo::new(move |_| shown.plan.with(PlanDetail::content));
    let features = Memo::new(move |_| content.with(|it| it.features.clone()));
    let proposals = Memo::new(move |_| shown.plan.with(|plan| plan.proposals.clone()));
    let nothing = move || content.with(|it| it.sections.iter().all(|section| section.body.is_empty()) && it.budget.is_empty());
    let may_suggest = Memo::new(move |_| shown.plan.with(|plan| plan.may(PlanAction::Suggest)));
    let chapters =
        move || content.with(|it| it.sections.iter().map(|section| chapter(section, shown.id, may_suggest)).collect_view());
    let links = move || {
        let links = proposals.get();
        let link = |link: shared::operations::proposal::ProposalLink| view! { <li><a href=routes::proposal(link.id)>{link.title}</a></li> };
        (!links.is_empty())
            .then(|| view! { <section class="section"><h2>{t!("plan.proposals")}</h2><ul>{links.into_iter().map(link).collect_view()}</ul></section> })
    };
    view! {
        <Show when=nothing><p class="muted section">{t!("plan.empty_part")}</p></Show>
        {chapters}
        {move || content.with(objectives)}
        {move || content.with(|it| indicators(&it.indicators))}
        {move || content.with(budget)}
        {move || content.with(|it| schedule(&it.activities))}
        <Places features/>
        {links}
    }
}

fn chapter(section: &Section, plan: PlanId, may_suggest: Memo<bool>) -> impl IntoView + use<> {
    let heading = section.heading.clone();
    let name = Signal::derive(move || if heading.is_empty() { t("plan.section_untitled").to_owned() } else { heading.clone() });
    let id = section.id;
    view! { <section class="section" id=id.to_string()><h2>{name}</h2>{text(&section.body)}<div class="cluster"><CommentButton anchor=Anchor::section(id)/><SuggestLink plan section=id name may=may_suggest/></div></section> }
}

fn objectives(content: &Content) -> impl IntoView + use<> {
    let items: Vec<_> = content.objectives.iter().map(|it| it.text.clone()).filter(|text| !text.is_empty()).collect();
    (!items.is_empty()).then(|| {
        view! { <section class="section"><h2>{t!("plan.objectives")}</h2><ol>{items.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ol></section> }
    })
}

/// A row that nobody has named yet still has a place.
fn named(name: &str) -> String {
    if name.is_empty() { "–".to_owned() } else { name.to_owned() }
}

fn indicators(all: &[Indicator]) -> impl IntoView + use<> {
    let row = |it: &Indicator| {
        let with_unit = |value: &str| if value.is_empty() { String::new() } else { format!("{value} {}", it.unit) };
        view! {
            <tr>
                <th scope="row">{named(&it.name)}</th>
                <td data-label=t!("plan.baseline")>{with_unit(&it.baseline)}</td><td data-label=t!("plan.target")>{with_unit(&it.target)}</td>
                <td data-label=t!("plan.data_source")>{it.source.clone()}</td>
            </tr>
        }
    };
    (!all.is_empty()).then(|| {
        view! {
            <section class="section"><h2>{t!("plan.indicators")}</h2><div class="table-wrap" tabindex="0" role="region" aria-label=t!("plan.indicators")>
                <table class="table cards">
                    <thead><tr><th scope="col">{t!("plan.indicator")}</th><th scope="col">{t!("plan.baseline")}</th><th scope="col">{t!("plan.target")}</th><th scope="col">{t!("plan.data_source")}</th></tr></thead>
                    <tbody>{all.iter().map(row).collect_view()}</tbody>
                </table>
            </div></section>
        }
    })
}

fn budget(content: &Content) -> impl IntoView + use<> {
    let row = |line: &BudgetLine| {
        let volume = line.quantity().map(|quantity| format!("{} {}", quantity.format(language()), line.unit));
        let price = line.price.and_then(|price| Rupiah::new(price).ok()).map(Rupiah::format);
        let source = line.source;
        view! {
            <tr>
                <th scope="row">{named(&line.item)}</th>
                <td class="number" data-label=t!("plan.volume")>{volume}</td><td class="number" data-label=t!("plan.price")>{price}</td>
                <td data-label=t!("plan.source")>{move || source.map_or_else(|| t("plan.no_source"), name_of)}</td>
                <td class="number" data-label=t!("plan.line_total")>{money(line.total())}</td>
            </tr>
        }
    };
    let (total, shares) = (content.budget_total(), content.budget_by_source());
    (!content.budget.is_empty()).then(|| {
        view! {
            <section class="section"><h2>{t!("plan.budget")}</h2><div class="table-wrap" tabindex="0" role="region" aria-label=t!("plan.budget")>
                <table class="table cards">
                    <thead><tr>
                        <th scope="col">{t!("plan.item")}</th><th scope="col" class="number">{t!("plan.volume")}</th><th scope="col" class="number">{t!("plan.price")}</th>
                        <th scope="col">{t!("plan.source")}</th><th scope="col" class="number">{t!("plan.line_total")}</th>
                    </tr></thead>
                    <tbody>{content.budget.iter().map(row).collect_view()}</tbody>
                    <tfoot><tr><th scope="row" colspan="4">{t!("plan.total")}</th><td class="number">{money(total)}</td></tr></tfoot>
                </table>
            </div>{by_source(shares)}</section>
        }
    })
}

fn schedule(all: &[Activity]) -> impl IntoView + use<> {
    let row = |it: &Activity| {
        let waits = after(it, all);
        view! {
            <tr>
                <th scope="row">{named(&it.name)}</th>
                <td data-label=t!("plan.schedule")>{days(it)}</td><td data-label=t!("plan.partner")>{it.partner.clone()}</td><td data-label=t!("plan.after")>{waits}</td>
            </tr>
        }
    };
    (!all.is_empty()).then(|| {
        view! {
            <section class="section"><h2>{t!("plan.schedule")}</h2>{gantt(all)}<div class="table-wrap" tabindex="0" role="region" aria-label=t!("plan.schedule")>
                <table class="table cards">
                    <thead><tr><th scope="col">{t!("plan.activity")}</th><th scope="col">{t!("plan.schedule")}</th><th scope="col">{t!("plan.partner")}</th><th scope="col">{t!("plan.after")}</th></tr></thead>
                    <tbody>{all.iter().map(row).collect_view()}</tbody>
                </table>
            </div></section>
        }
    })
}

/// What else is known of it.
#[component]
pub fn Facts(shown: Shown) -> impl IntoView {
    move || {
        shown.plan.with(|plan| {
            let (sector, total) = (plan.sector, plan.budget_total);
            view! {
                <section class="card facts-card">
                    <h2>{t!("proposal.facts")}</h2>
                    <dl class="facts">
                        {sector.map(|sector| view! { <div><dt>{t!("filter.sector")}</dt><dd>{move || name_of(sector)}</dd></div> })}
                        {plan.fiscal_year.map(|year| view! { <div><dt>{t!("filter.year")}</dt><dd>{year}</dd></div> })}
                        {(total.get() > 0).then(|| view! { <div><dt>{t!("plan.budget_short")}</dt><dd class="num">{total.format()}</dd></div> })}
                        <div><dt>{t!("plan.changed")}</dt><dd><Day at=plan.changed_at/></dd></div>
                    </dl>
                </section>
            }
            .into_any()
        })
    }
}
