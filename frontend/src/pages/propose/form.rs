use super::place::PlacePicker;
use crate::session::Session;
use crate::ui::{
    AreaPicker, Choice, Choices, Field, FieldSet, FormErrors, MoneyInput, Select, TextArea, TextInput, choices, sector_icon,
};
use leptos::prelude::*;
use shared::area::AreaCode;
use shared::proposal::form::{MAX_ADDRESS, MAX_TEXT, MAX_TITLE};
use shared::proposal::{Kind, ProposalForm, ProposerType, Sector, Unit};
use shared::value::{Quantity, Rupiah};

/// The form's controls. What has no control here keeps the value it came with.
#[derive(Clone, Copy)]
pub struct FormState {
    base: StoredValue<ProposalForm>,
    title: RwSignal<String>,
    problem: RwSignal<String>,
    address: RwSignal<String>,
    village: RwSignal<Option<AreaCode>>,
    kind: RwSignal<String>,
    sector: RwSignal<String>,
    quantity: RwSignal<String>,
    unit: RwSignal<String>,
    cost: RwSignal<String>,
    beneficiaries: RwSignal<String>,
    urgency: RwSignal<String>,
    year: RwSignal<String>,
    proposer: RwSignal<String>,
    geometry: RwSignal<Option<serde_json::Value>>,
}

impl FormState {
    pub fn new(form: ProposalForm) -> Self {
        let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let number = |number: Option<i32>| RwSignal::new(number.map(|number| number.to_string()).unwrap_or_default());
        Self {
            title: text(&form.title),
            problem: text(&form.problem),
            address: text(&form.address),
            village: RwSignal::new(form.village_code.as_deref().and_then(|code| code.parse().ok())),
            kind: RwSignal::new(form.kind.map_or_else(|| Kind::Physical.to_string(), |kind| kind.to_string())),
            sector: RwSignal::new(form.sector.map(|sector| sector.to_string()).unwrap_or_default()),
            quantity: RwSignal::new(
                form.quantity
                    .and_then(|number| Quantity::from_f64(number).ok())
                    .map(|quantity| quantity.format(crate::i18n::language_now()))
                    .unwrap_or_default(),
            ),
            unit: RwSignal::new(form.unit.map_or_else(|| Unit::Meter.to_string(), |unit| unit.to_string())),
            cost: RwSignal::new(form.estimated_cost.map(|amount| amount.to_string()).unwrap_or_default()),
            beneficiaries: number(form.beneficiaries),
            urgency: number(form.urgency.or(Some(3))),
            year: number(form.fiscal_year),
            proposer: RwSignal::new(form.proposer_type.map_or_else(|| ProposerType::Resident.to_string(), |kind| kind.to_string())),
            geometry: RwSignal::new(form.geometry.clone()),
            base: StoredValue::new(form),
        }
    }

    /// The form as it is filled in now; followed where it is read reactively. What cannot be read as a
    /// number goes as one that the shared rules refuse, so that its field says so.
    pub fn read(self) -> ProposalForm {
        let text = |signal: RwSignal<String>| Some(signal.get()).filter(|text| !text.trim().is_empty());
        let whole = |signal: RwSignal<String>| text(signal).map(|text| text.trim().replace(['.', ' '], "").parse().unwrap_or(-1));
        ProposalForm {
            title: text(self.title),
            problem: text(self.problem),
            address: text(self.address),
            village_code: self.village.get().map(|code| code.to_string()),
            kind: self.kind.with(|kind| kind.parse().ok()),
            sector: self.sector.with(|sector| sector.parse().ok()),
            quantity: text(self.quantity).map(|text| Quantity::parse(&text).map_or(-1.0, Quantity::as_f64)),
            unit: self.unit.with(|unit| unit.parse().ok()),
            estimated_cost: text(self.cost).map(|text| Rupiah::parse(&text).map_or(-1, Rupiah::get)),
            beneficiaries: whole(self.beneficiaries),
            urgency: whole(self.urgency),
            fiscal_year: whole(self.year),
            proposer_type: self.proposer.with(|kind| kind.parse().ok()),
            geometry: self.geometry.get(),
            ..self.base.get_value()
        }
    }
}

/// The questions, in the order in which people think of them: what, where, how much, for whom.
#[component]
pub fn Questions(state: FormState, errors: FormErrors) -> impl IntoView {
    let session = Session::get();
    // The year that is open for planning is the answer of nearly everyone.
    Effect::new(move |_| {
        if let Some(region) = session.region.get().filter(|_| state.year.with_untracked(String::is_empty)) {
            state.year.set(region.default_fiscal_year.to_string());
        }
    });
    let years = Signal::derive(move || {
        session.region.with(|region| {
            region
                .as_ref()
                .map(|region| region.fiscal_years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect())
                .unwrap_or_default()
        })
    });
    let sectors = Sector::ALL
        .iter()
        .zip(choices(Sector::ALL))
        .map(|(sector, choice)| Choice { icon: Some(sector_icon(*sector)), ..choice })
        .collect::<Vec<_>>();
    let urgencies: Vec<Choice> = (1..=5).map(|level| Choice::new(level.to_string(), level.to_string())).collect();
    let anyone: Vec<ProposerType> =
        ProposerType::ALL.iter().copied().filter(|kind| session.is_official() || kind.needs_role().is_none()).collect();
    view! {
        <Field name="title" label=t!("propose.title") hint=t!("propose.title_hint") errors><TextInput value=state.title max=MAX_TITLE/></Field>
        <Field name="problem" label=t!("propose.problem") hint=t!("propose.problem_hint") errors><TextArea value=state.problem max=MAX_TEXT/></Field>
        <FieldSet name="sector" label=t!("propose.sector") errors><Choices value=state.sector options=sectors tiles=true/></FieldSet>
        <FieldSet name="kind" label=t!("propose.kind") errors><Choices value=state.kind options=choices(Kind::ALL) tiles=true/></FieldSet>
        <FieldSet name="villageCode" label=t!("propose.village") errors><AreaPicker value=state.village village_only=true/></FieldSet>
        <Field name="address" label=t!("propose.address") hint=t!("propose.address_hint") errors><TextInput value=state.address max=MAX_ADDRESS/></Field>
        <FieldSet name="geometry" label=t!("propose.place") hint=t!("propose.place_hint") errors><PlacePicker geometry=state.geometry village=state.village/></FieldSet>
        <div class="row-fields">
            <Field name="quantity" label=t!("proposal.quantity") errors><TextInput value=state.quantity inputmode="decimal"/></Field>
            <Field name="unit" label=t!("propose.unit") errors><Select value=state.unit options=choices(Unit::ALL)/></Field>
        </div>
        <Field name="estimatedCost" label=t!("propose.cost") hint=t!("propose.cost_hint") errors><MoneyInput value=state.cost/></Field>
        <Field name="beneficiaries" label=t!("propose.beneficiaries") short=true errors><TextInput value=state.beneficiaries inputmode="numeric"/></Field>
        <Field name="urgency" label=t!("propose.urgency") hint=t!("propose.urgency_hint") short=true errors><Select value=state.urgency options=urgencies/></Field>
        <Field name="fiscalYear" label=t!("filter.year") short=true errors><Select value=state.year options=years/></Field>
        <Field name="proposerType" label=t!("propose.proposer") errors><Select value=state.proposer options=choices(&anyone)/></Field>
    }
}
