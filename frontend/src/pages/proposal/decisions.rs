use super::case::Case;
use super::changes::{Change, changes};
use crate::i18n::{fill, language, name_of, t};
use crate::ui::{Day, status_class};
use leptos::prelude::*;
use shared::operations::proposal::DecisionItem;
use shared::proposal::{DecisionKind, Status, Unit};

/// Who decided what, when and why: the heart of the page.
#[component]
pub fn Decisions(case: Case) -> impl IntoView {
    let decided = Memo::new(move |_| {
        case.proposal.with(|p| {
            let changes = changes(&p.decisions, p.quantity, p.estimated_cost);
            (p.decisions.iter().cloned().zip(changes).collect::<Vec<_>>(), p.unit)
        })
    });
    view! {
        <section class="stack decisions" aria-labelledby="decisions">
            <h2 id="decisions">{t!("proposal.decisions")}</h2>
            {move || {
                let (decided, unit) = decided.get();
                if decided.is_empty() {
                    return view! { <p class="muted">{t!("proposal.no_decisions")}</p> }.into_any();
                }
                decided.into_iter().rev().map(|(item, change)| decision(item, change, unit)).collect_view().into_any()
            }}
        </section>
    }
    .into_any()
}

fn decision(item: DecisionItem, change: Change, unit: Unit) -> impl IntoView {
    let DecisionItem { level, decision, to, reason_code, reason_text, funding_sources, minutes_number, office, decided_at, .. } =
        item;
    let paper = minutes_number.map(|number| fill(t("decision.minutes"), &[("number", number)]));
    let sources = funding_sources.iter().map(|source| name_of(*source)).collect::<Vec<_>>().join(", ");
    let volume = change.quantity.map(|(before, after)| {
        let told = move |quantity: shared::value::Quantity| format!("{} {}", quantity.format(language()), name_of(unit));
        (told(before), told(after))
    });
    let cost = change.cost.map(|(before, after)| (before.format(), after.format()));
    view! {
        <article class=format!("decision {}", tone(decision, to))>
            <header class="decision-head"><h3>{level.name} ": " {move || name_of(decision)}</h3><Day at=decided_at/></header>
            {reason_code.map(|code| view! { <p class="strong">{move || name_of(code)}</p> })}
            {reason_text.map(|text| view! { <p class="prose">{text}</p> })}
            {volume.map(|pair| changed("proposal.quantity", pair))}
            {cost.map(|pair| changed("proposal.cost", pair))}
            {(!sources.is_empty()).then(|| view! { <p class="small">{t!("proposal.funding")} ": " {sources}</p> })}
            <p class="decision-office">{[Some(office), paper].into_iter().flatten().collect::<Vec<_>>().join(" · ")} " · " {move || fill(t("decision.led_to"), &[("status", name_of(to).to_owned())])}</p>
        </article>
    }
}

fn changed(label: &'static str, (before, after): (String, String)) -> impl IntoView {
    view! { <p class="small">{move || t(label)} ": " <span class="change"><del>{before}</del><ins>{after}</ins></span></p> }
}

/// A yes is a yes at every level, wherever it leads.
fn tone(decision: DecisionKind, to: Status) -> &'static str {
    if decision.says_yes() { "ok" } else { status_class(to) }
}
