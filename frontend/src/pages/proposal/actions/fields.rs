use super::draft::{Draft, read_sources, toggle_source};
use super::needs::{Need, Needs};
use super::target::TargetPicker;
use crate::api::load;
use crate::i18n::{fill, language, name_of, t};
use crate::ui::{Choice, Field, FieldSet, FormErrors, MoneyInput, Select, TextArea, TextInput, choices};
use leptos::prelude::*;
use shared::operations::Nothing;
use shared::operations::area::Agencies;
use shared::operations::proposal::ProposalDetail;
use shared::proposal::decision::MAX_REASON;
use shared::proposal::{Evidence, FundingSource, ReasonCode};

/// The fields that one option asks for, and no others.
#[component]
pub fn OptionFields(needs: Needs, draft: Draft, errors: FormErrors, proposal: ProposalDetail) -> impl IntoView {
    let reason_optional = needs.reason_text == Need::Optional;
    let reason_hint = if reason_optional { t("decide.note_hint") } else { t("decide.reason_hint") };
    let quantity = proposal.accepted_quantity.unwrap_or(proposal.quantity);
    let cost = proposal.accepted_cost.unwrap_or(proposal.estimated_cost);
    let unit = proposal.unit;
    let now = move |value: String| fill(t("decide.now"), &[("value", value)]);
    let quantity_hint = move || now(format!("{} {}", quantity.format(language()), name_of(unit)));
    let cost_hint = move || now(cost.format());
    view! {
        {needs.target.then(|| view! { <TargetPicker draft errors proposal=proposal.clone()/> })}
        {needs.agency.then(|| view! { <AgencyField draft errors/> })}
        {needs.changes.then(|| view! {
            <div class="row-fields">
                <Field name="quantity" label=t!("decide.quantity") hint=quantity_hint optional=true errors><TextInput value=draft.quantity inputmode="decimal"/></Field>
                <Field name="cost" label=t!("decide.cost") hint=cost_hint optional=true errors><MoneyInput value=draft.cost/></Field>
            </div>
        })}
        {needs.document.map(|paper| view! {
            <Field name="minutesNumber" label=move || name_of(paper) hint=document_hint(paper) short=true errors><TextInput value=draft.document/></Field>
        })}
        {needs.funding.then(|| view! { <FundingField draft errors/> })}
        {needs.reason_code.then(|| view! {
            <Field name="reasonCode" label=t!("decide.reason_code") errors><Select value=draft.reason_code options=choices(ReasonCode::ALL) placeholder=t!("area.choose")/></Field>
        })}
        {needs.reason_text.is_shown().then(|| view! {
            <Field name="reasonText" label=if reason_optional { t("decide.note") } else { t("decide.reason_text") } hint=reason_hint optional=reason_optional errors><TextArea value=draft.reason_text max=MAX_REASON rows=4/></Field>
        })}
    }
    .into_any()
}

fn document_hint(paper: Evidence) -> &'static str {
    if paper == Evidence::Handover { t("decide.handover_hint") } else { t("decide.minutes_hint") }
}

#[component]
fn AgencyField(draft: Draft, errors: FormErrors) -> impl IntoView {
    let agencies = load::<Agencies>(|| Some(Nothing {}));
    let options = Signal::derive(move || {
        agencies.data.with(|data| {
            let all = data.as_ref().map_or(&[][..], |data| &data.answer);
            all.iter().map(|agency| Choice::new(agency.code.clone(), agency.name.clone())).collect()
        })
    });
    view! { <Field name="agency" label=t!("people.agency") errors><Select value=draft.agency options placeholder=t!("area.choose")/></Field> }
}

/// Where the money comes from: one source or several.
#[component]
fn FundingField(draft: Draft, errors: FormErrors) -> impl IntoView {
    let source = move |source: FundingSource| {
        let chosen = move || draft.funding.with(|text| read_sources(text).contains(&source));
        view! {
            <label class="choice">
                <input type="checkbox" name="fundingSources" value=source.as_str() prop:checked=chosen on:change=move |_| draft.funding.update(|text| *text = toggle_source(text, source))/>
                <span>{move || name_of(source)}</span>
            </label>
        }
    };
    view! {
        <FieldSet name="fundingSources" label=t!("decide.funding") hint=t!("decide.funding_hint") errors>
            <div class="choices tiles">{FundingSource::ALL.iter().copied().map(source).collect_view()}</div>
        </FieldSet>
    }
}
