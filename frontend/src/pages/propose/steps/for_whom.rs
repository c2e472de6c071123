use super::super::answer::{DAMAGES, URGENCIES};
use super::super::state::FormState;
use crate::i18n::t;
use crate::session::Session;
use crate::ui::{Choice, Choices, Field, FieldSet, FormErrors, Select, TextInput, choices};
use leptos::prelude::*;
use shared::operations::area::Agency;
use shared::proposal::{Kind, ProposerType, Sector};

/// The counts by field and by the key of their label.
const COUNTS: [(&str, &str); 6] = [
    ("women", "propose.women"),
    ("men", "propose.men"),
    ("poorHouseholds", "propose.poor_households"),
    ("disabled", "propose.disabled"),
    ("elderly", "propose.elderly"),
    ("children", "propose.children"),
];

/// Who gains by it, how much it matters, and in whose name it is asked.
#[component]
pub fn ForWhomStep(state: FormState, errors: FormErrors, agencies: Signal<Vec<Agency>>) -> impl IntoView {
    let session = Session::get();
    let text = move |name: &'static str| state.text(name);
    let proposers = Signal::derive(move || {
        let is_official = session.is_official();
        let anyone: Vec<_> = ProposerType::ALL.iter().copied().filter(|kind| is_official || kind.needs_role().is_none()).collect();
        choices(&anyone)
    });
    let urgencies = URGENCIES
        .iter()
        .enumerate()
        .rev()
        .map(|(index, key)| Choice::new((index + 1).to_string(), move || t(key)))
        .collect::<Vec<_>>();
    let damages = DAMAGES.iter().enumerate().map(|(index, key)| Choice::new(index.to_string(), move || t(key)));
    let damages = Signal::stored(damages.collect::<Vec<_>>());
    let is_built = move || text("kind").with(|kind| kind.parse() != Ok(Kind::NonPhysical));
    // Those that look after the sector come first; the rest may still be the right one.
    let sorted = Signal::derive(move || {
        let sector = text("sector").with(|sector| sector.parse::<Sector>().ok());
        let mut all = agencies.get();
        all.sort_by_key(|agency| !sector.is_some_and(|sector| agency.sectors.contains(&sector)));
        all.into_iter().map(|agency| Choice::new(agency.code, agency.name)).collect::<Vec<_>>()
    });
    let suggested = move || {
        let sector = text("sector").with(|sector| sector.parse::<Sector>().ok())?;
        let agencies = agencies.get();
        let agency = agencies.iter().find(|agency| agency.sectors.contains(&sector))?;
        text("initialAgency").with(String::is_empty).then(|| (agency.code.clone(), agency.name.clone()))
    };
    let suggestion = move || {
        suggested().map(|(code, name)| {
            view! { <button type="button" class="chip wrap" id="take-agency" on:click=move |_| text("initialAgency").set(code.clone())>{t!("propose.take_agency", name = name)}</button> }
        })
    };
    let has_counts = untrack(|| COUNTS.iter().any(|(name, _)| !state.text(name).get().is_empty()));
    let count = move |(name, label): (&'static str, &'static str)| {
        view! { <Field name=name label=move || t(label) errors><TextInput value=text(name) inputmode="numeric" autocomplete="off"/></Field> }
    };
    view! {
        <Field name="beneficiaries" label=t!("propose.beneficiaries") hint=t!("propose.beneficiaries_hint") short=true errors><TextInput value=text("beneficiaries") inputmode="numeric" autocomplete="off"/></Field>
        <details class="more" open=has_counts>
            <summary>{t!("propose.counts")} " " <span class="optional">{t!("form.optional")}</span></summary>
            <p class="hint">{t!("propose.counts_hint")}</p>
            <div class="row-fields">{COUNTS.map(count).into_iter().collect_view()}</div>
        </details>
        <FieldSet name="urgency" label=t!("propose.urgency") errors><Choices value=text("urgency") options=urgencies/></FieldSet>
        <Show when=is_built>
            <Field name="damageLevel" label=t!("propose.damage") hint=t!("propose.damage_hint") optional=true errors><Select value=text("damageLevel") options=damages placeholder=t!("propose.damage_none")/></Field>
        </Show>
        <Field name="proposerType" label=t!("propose.proposer") hint=t!("propose.proposer_hint") errors><Select value=text("proposerType") options=proposers/></Field>
        <div class="stack tight">
            <Field name="initialAgency" label=t!("propose.agency") hint=t!("propose.agency_hint") optional=true errors><Select value=text("initialAgency") options=sorted placeholder=t!("propose.agency_none")/></Field>
            {suggestion}
        </div>
    }
}
