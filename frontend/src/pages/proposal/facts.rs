use super::case::Case;
use crate::i18n::{fill, language, name_of, t};
use crate::ui::{Day, Icon};
use leptos::prelude::*;
use shared::operations::proposal::ProposalDetail;
use shared::value::number::group_thousands;
use shared::value::{Quantity, Rupiah};

/// The problem and the aim, in the proposer's words.
#[component]
pub fn Story(case: Case) -> impl IntoView {
    let texts = Memo::new(move |_| case.proposal.with(|p| (p.problem.clone(), p.objective.clone(), warnings(p))));
    move || {
        let (problem, objective, warnings) = texts.get();
        view! {
            <div class="stack story">
                <p class="prose lead">{problem}</p>
                {objective.map(|text| view! { <p class="prose"><strong>{t!("proposal.objective")}</strong>" "{text}</p> })}
                {warnings.into_iter().map(|words| view! { <p class="notice wait" role="note"><Icon name="warning"/><strong>{words}</strong></p> }).collect_view()}
            </div>
        }
        .into_any()
    }
}

/// What is worth a look.
fn warnings(p: &ProposalDetail) -> Vec<String> {
    let cap = p.catalog_item.as_ref().and_then(|item| item.cost_cap).filter(|_| p.over_catalog_cap);
    let outside = p.outside_village.then(|| t("proposal.outside_village").to_owned());
    let over = cap.map(|cap| fill(t("proposal.over_catalog_cap"), &[("cap", cap.format())]));
    outside.into_iter().chain(over).collect()
}

/// Volume, cost and people, with what was asked where an office changed it.
#[component]
pub fn Figures(case: Case) -> impl IntoView {
    move || {
        case.proposal.with(|p| {
            let volume = |quantity: Quantity| format!("{} {}", quantity.format(language()), name_of(p.unit));
            let asked = |value: String| fill(t("proposal.asked"), &[("value", value)]);
            let quantity_note = p.accepted_quantity.filter(|new| *new != p.quantity).map(|_| asked(volume(p.quantity)));
            let cost_note = p.accepted_cost.filter(|new| *new != p.estimated_cost).map(|_| asked(p.estimated_cost.format()));
            let cost_label = if p.accepted_cost.is_some() { t("proposal.cost_accepted") } else { t("proposal.cost_estimate") };
            let people = fill(t("proposal.people"), &[("count", group_thousands(p.beneficiaries.into(), language()))]);
            view! {
                <div class="stats">
                    {stat(t("proposal.quantity"), volume(p.accepted_quantity.unwrap_or(p.quantity)), quantity_note)}
                    {stat(cost_label, p.accepted_cost.unwrap_or(p.estimated_cost).format(), cost_note)}
                    {stat(t("proposal.beneficiaries"), people, None)}
                </div>
            }
            .into_any()
        })
    }
}

fn stat(label: &'static str, value: String, note: Option<String>) -> impl IntoView {
    view! { <div class="stat"><span class="stat-label">{label}</span><span class="stat-value">{value}</span>{note.map(|note| view! { <span class="stat-note">{note}</span> })}</div> }
}

/// Everything else that was asked for, as a list.
#[component]
pub fn Facts(case: Case) -> impl IntoView {
    let line = |(label, value): (&'static str, String)| view! { <div><dt>{t(label)}</dt><dd>{value}</dd></div> };
    move || {
        case.proposal.with(|p| {
            view! {
                <section class="card facts-card">
                    <h2>{t!("proposal.facts")}</h2>
                    <dl class="facts">
                        {facts(p).into_iter().map(line).collect_view()}
                        {p.submitted_at.map(|at| view! { <div><dt>{t!("proposal.submitted_at")}</dt><dd><Day at/></dd></div> })}
                    </dl>
                </section>
            }
            .into_any()
        })
    }
}

/// Label keys and values of what is known.
fn facts(p: &ProposalDetail) -> Vec<(&'static str, String)> {
    let mut rows = vec![("proposal.address", address(p)), ("proposal.kind", name_of(p.kind).to_owned())];
    let mut put = |label, value: Option<String>| {
        if let Some(value) = value {
            rows.push((label, value));
        }
    };
    let number = |n: i32| group_thousands(n.into(), language());
    let of = |key, count: String| fill(t(key), &[("value", count)]);
    put("proposal.urgency", Some(of("proposal.of_five", p.urgency.to_string())));
    put("proposal.damage", p.damage_level.map(|level| of("proposal.of_four", level.to_string())));
    put("proposal.dimensions", dimensions(p));
    put("proposal.unit_price", p.unit_price.map(Rupiah::format));
    put("proposal.beneficiary_detail", people(p, number));
    put("proposal.proposer_type", Some(name_of(p.proposer_type).to_owned()));
    put("proposal.catalog", p.catalog_item.as_ref().map(|item| item.name.clone()).or_else(|| p.catalog_code.clone()));
    put("proposal.agency", p.final_agency.as_ref().or(p.initial_agency.as_ref()).map(|agency| agency.name.clone()));
    let sources = p.funding_sources.iter().map(|source| name_of(*source)).collect::<Vec<_>>().join(", ");
    put("proposal.funding", (!sources.is_empty()).then_some(sources));
    put("proposal.spending", p.spending_type.map(|kind| name_of(kind).to_owned()));
    put("proposal.subactivity", p.subactivity_code.clone());
    put("proposal.priority", p.regional_priority.clone());
    let self_help = [p.self_help_amount.map(Rupiah::format), p.self_help_note.clone()];
    let self_help = self_help.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    put("proposal.self_help", (!self_help.is_empty()).then_some(self_help));
    put("proposal.note", p.note.clone());
    put("proposal.number", Some(p.proposal_number.to_string()));
    rows
}

fn address(p: &ProposalDetail) -> String {
    let numbered = |label: &str, number: &Option<String>| number.as_ref().map(|number| format!("{label} {number}"));
    let parts = [Some(p.address.clone()), p.hamlet.clone(), numbered("RT", &p.rt), numbered("RW", &p.rw)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn dimensions(p: &ProposalDetail) -> Option<String> {
    let size = p.dimensions.as_ref()?;
    let sides = [size.length_meters, size.width_meters, size.height_meters];
    let sides: Vec<_> = sides.into_iter().flatten().map(|side| format!("{} m", side.format(language()))).collect();
    (!sides.is_empty()).then(|| sides.join(" × "))
}

fn people(p: &ProposalDetail, number: impl Fn(i32) -> String) -> Option<String> {
    let detail = p.beneficiary_detail.as_ref()?;
    let groups = [
        ("proposal.women", detail.women),
        ("proposal.men", detail.men),
        ("proposal.poor_households", detail.poor_households),
        ("proposal.disabled", detail.disabled),
        ("proposal.elderly", detail.elderly),
        ("proposal.children", detail.children),
    ];
    let told: Vec<_> = groups.into_iter().filter_map(|(key, count)| Some(format!("{} {}", number(count?), t(key)))).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}
