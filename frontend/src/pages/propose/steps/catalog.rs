use super::super::state::FormState;
use crate::ui::{Choice, Field, FormErrors, Notice, Select, Tone};
use leptos::prelude::*;
use shared::proposal::{CatalogItem, Kind, Sector};
use shared::value::Rupiah;

/// The items of the catalogue that fit sector and kind; the one chosen answers kind, unit and agency as well.
#[component]
pub fn CatalogField(state: FormState, errors: FormErrors) -> impl IntoView {
    let code = state.text("catalogCode");
    let chosen_before = Memo::new(move |_| {
        let (sector, kind) = (state.text("sector"), state.text("kind"));
        (sector.with(|sector| sector.parse::<Sector>().ok()), kind.with(|kind| kind.parse::<Kind>().ok()))
    });
    let fits = move |item: &CatalogItem| {
        let (sector, kind) = chosen_before.get();
        sector == Some(item.sector) && kind.is_none_or(|kind| kind == item.kind)
    };
    let fitting = Memo::new(move |_| {
        let is_offered = |item: &&CatalogItem| fits(item) || code.with(|code| *code == item.code);
        state
            .catalog
            .with(|all| all.iter().filter(is_offered).map(|item| (item.code.clone(), item.name.clone())).collect::<Vec<_>>())
    });
    // Another sector or kind leaves its item behind; so does a catalogue that has it no more.
    Effect::new(move |before: Option<(Option<Sector>, Option<Kind>)>| {
        let now = chosen_before.get();
        let is_gone = state.catalog.with(|all| !all.is_empty()) && state.item().is_none();
        let is_left = before.is_some_and(|before| before != now) && state.item().is_some_and(|item| !fits(&item));
        if code.with_untracked(|code| !code.is_empty()) && (is_gone || is_left) {
            code.set(String::new());
        }
        now
    });
    Effect::new(move |before: Option<String>| {
        let now = code.get();
        if before.is_some_and(|before| before != now)
            && let Some(item) = untrack(|| state.item())
        {
            state.text("kind").set(item.kind.to_string());
            state.text("unit").set(item.unit.to_string());
            let agency = state.text("initialAgency");
            if agency.with_untracked(String::is_empty) {
                agency.set(item.agency.unwrap_or_default());
            }
        }
        now
    });
    let options = Signal::derive(move || fitting.get().into_iter().map(|(code, name)| Choice::new(code, name)).collect::<Vec<_>>());
    view! {
        <Show when=move || fitting.with(|fitting| !fitting.is_empty())>
            <Field name="catalogCode" label=t!("propose.catalog") hint=t!("propose.catalog_hint") optional=true errors><Select value=code options placeholder=t!("propose.catalog_none")/></Field>
        </Show>
    }
}

/// That the cost is above the cap of the item: it may be sent all the same.
#[component]
pub fn OverCap(state: FormState) -> impl IntoView {
    let over = Memo::new(move |_| {
        let cost = Rupiah::parse(&state.text("estimatedCost").get()).ok()?;
        let item = state.item().filter(|item| item.is_exceeded_by(cost))?;
        Some((item.name, item.cost_cap?.format()))
    });
    move || {
        over.get().map(|(name, cap)| {
            let title = t!("propose.over_cap", name = name, cap = cap);
            view! { <Notice tone=Tone::Warning title=title><p>{t!("propose.over_cap_text")}</p></Notice> }
        })
    }
}
