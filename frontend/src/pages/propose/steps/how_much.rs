use super::super::cost::{drawn_length, suggest_cost};
use super::super::state::FormState;
use super::catalog::OverCap;
use crate::i18n::{language, name_of};
use crate::session::Session;
use crate::ui::{Choice, Field, FormErrors, Icon, MoneyInput, Select, TextArea, TextInput, choices};
use leptos::prelude::*;
use shared::i18n::Lang;
use shared::proposal::Unit;
use shared::proposal::form::MAX_TEXT;
use shared::value::number::group_thousands;

/// How much of it, and what it may cost.
#[component]
pub fn HowMuchStep(state: FormState, errors: FormErrors) -> impl IntoView {
    let session = Session::get();
    let text = move |name: &'static str| state.text(name);
    let (quantity, unit, price, cost, year) =
        (text("quantity"), text("unit"), text("unitPrice"), text("estimatedCost"), text("fiscalYear"));
    let suggested = Memo::new(move |_| suggest_cost(&quantity.get(), &price.get()));
    // A suggestion follows the answers that it comes from until the person types an amount of their own.
    Effect::new(move |before: Option<Option<_>>| {
        let amount = suggested.get();
        let shown = |amount: shared::value::Rupiah| amount.format().trim_start_matches("Rp").to_owned();
        let is_ours = cost.with_untracked(|cost| cost.is_empty() || before.flatten().is_some_and(|before| shown(before) == *cost));
        if let Some(amount) = amount.filter(|_| is_ours && before.is_some()) {
            cost.set(shown(amount));
        }
        amount
    });
    let length = Memo::new(move |_| state.geometry.with(|shape| shape.as_ref().and_then(drawn_length)));
    let take_length = move |_| {
        if let Some(length) = length.get_untracked() {
            quantity.set(group_thousands(length, Lang::Id));
            unit.set(Unit::Meter.to_string());
        }
    };
    let years = Signal::derive(move || {
        let mut years = session.region.with(|region| region.as_ref().map(|region| region.fiscal_years.clone()).unwrap_or_default());
        // Without a connection the year chosen before is the only one known.
        if let Ok(chosen) = year.get().parse::<i32>()
            && years.is_empty()
        {
            years.push(chosen);
        }
        years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect::<Vec<_>>()
    });
    let has_more =
        untrack(|| ["lengthMeters", "widthMeters", "heightMeters"].iter().any(|name| !state.text(name).get().is_empty()));
    let has_help = untrack(|| ["selfHelpAmount", "selfHelpNote"].iter().any(|name| !state.text(name).get().is_empty()));
    view! {
        <div class="stack tight">
            <div class="row-fields pairwise">
                <Field name="quantity" label=t!("propose.quantity") errors><TextInput value=quantity inputmode="decimal" autocomplete="off"/></Field>
                <Field name="unit" label=t!("propose.unit") errors><Select value=unit options=choices(Unit::ALL) placeholder=t!("area.choose")/></Field>
            </div>
            <Show when=move || length.get().is_some_and(|length| quantity.with(|text| *text != group_thousands(length, Lang::Id)))>
                <button type="button" class="chip" id="take-length" on:click=take_length><Icon name="line"/>{t!("propose.take_length", length = group_thousands(length.get().unwrap_or_default(), language()))}</button>
            </Show>
        </div>
        <details class="more" open=has_more>
            <summary>{t!("propose.dimensions")} " " <span class="optional">{t!("form.optional")}</span></summary>
            <div class="row-fields">
                <Field name="lengthMeters" label=t!("propose.length") errors><TextInput value=text("lengthMeters") inputmode="decimal" autocomplete="off"/></Field>
                <Field name="widthMeters" label=t!("propose.width") errors><TextInput value=text("widthMeters") inputmode="decimal" autocomplete="off"/></Field>
                <Field name="heightMeters" label=t!("propose.height") errors><TextInput value=text("heightMeters") inputmode="decimal" autocomplete="off"/></Field>
            </div>
        </details>
        <Field name="unitPrice" label=t!("propose.unit_price") hint=t!("propose.unit_price_hint") optional=true errors><MoneyInput value=price/></Field>
        <div class="stack tight">
            <Field name="estimatedCost" label=t!("propose.cost") hint=t!("propose.cost_hint") errors><MoneyInput value=cost/></Field>
            <OverCap state/>
            <p class="hint" role="status">{move || suggested.get().map(|amount| {
                let unit = unit.with(|unit| unit.parse::<Unit>().ok()).map(name_of).unwrap_or_default();
                t!("propose.reckoned", quantity = quantity.get(), unit = unit, price = price.get(), cost = amount.format())()
            })}</p>
        </div>
        <details class="more" open=has_help>
            <summary>{t!("propose.self_help_question")} " " <span class="optional">{t!("form.optional")}</span></summary>
            <div class="stack">
                <Field name="selfHelpAmount" label=t!("propose.self_help") errors><MoneyInput value=text("selfHelpAmount")/></Field>
                <Field name="selfHelpNote" label=t!("propose.self_help_note") hint=t!("propose.self_help_hint") errors><TextArea value=text("selfHelpNote") rows=3 max=MAX_TEXT/></Field>
            </div>
        </details>
        <Field name="fiscalYear" label=t!("propose.year") hint=t!("propose.year_hint") short=true errors><Select value=year options=years/></Field>
    }
}
