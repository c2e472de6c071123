//! What a question is narrowed to.

use super::question::{By, Measure, Question, Wanted};
use crate::api::load;
use crate::areas::Areas;
use crate::i18n::{Named, name_of, t};
use crate::pages::home::{AreaChoice, ChipSelect};
use crate::session::Session;
use crate::ui::{Choice, Dialog, Icon, choices};
use leptos::prelude::*;
use shared::operations::Nothing;
use shared::operations::stats::{FiscalYears, YearGroup};
use shared::proposal::Sector;
use std::collections::BTreeSet;

#[component]
pub fn Filters(wanted: Memo<Wanted>, on_change: Callback<Wanted>) -> impl IntoView {
    let session = Session::get();
    let areas = Areas::get();
    let picking = RwSignal::new(false);
    let change = move |edit: &dyn Fn(&mut Wanted)| {
        let mut wanted = wanted.get_untracked();
        edit(&mut wanted);
        on_change.run(wanted);
    };
    let area_label = move || {
        wanted.with(|wanted| wanted.area.clone()).map(|code| areas.find(&code).map_or_else(|| code.to_string(), |area| area.name))
    };
    let past = load::<FiscalYears>(|| Some(Nothing {}));
    let years = Signal::derive(move || {
        // Those that there are proposals of, those that are still to come, and the one that the address names.
        let mut years: BTreeSet<i32> = wanted.with(|wanted| wanted.year).into_iter().collect();
        session.region.with(|region| years.extend(region.iter().flat_map(|region| &region.fiscal_years)));
        past.data.with(|data| years.extend(data.iter().flat_map(|data| &data.answer.groups).filter_map(YearGroup::year)));
        years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect()
    });
    let is_narrow = move || wanted.with(|wanted| wanted.area.is_some() || wanted.sector.is_some() || wanted.year.is_some());
    view! {
        <div class="data-filters chips" role="group" aria-label=t!("filter.label")>
            <button type="button" class="chip" class:on=move || area_label().is_some() aria-haspopup="dialog" on:click=move |_| picking.set(true)>
                <Icon name="pin"/>{move || area_label().unwrap_or_else(|| t("filter.area").to_owned())}
            </button>
            <ChipSelect label=t!("filter.sector") options=Signal::derive(|| choices(Sector::ALL)) value=Signal::derive(move || wanted.with(|wanted| wanted.sector.map(|sector| sector.to_string()))) on_choose=Callback::new(move |text: String| change(&|wanted| wanted.sector = text.parse().ok()))/>
            <ChipSelect label=t!("filter.year") options=years value=Signal::derive(move || wanted.with(|wanted| wanted.year.map(|year| year.to_string()))) on_choose=Callback::new(move |text: String| change(&|wanted| wanted.year = text.parse().ok()))/>
            <Show when=is_narrow>
                <button type="button" class="chip" on:click=move |_| change(&|wanted| { wanted.area = None; wanted.sector = None; wanted.year = None; })><Icon name="x"/>{t!("filter.clear")}</button>
            </Show>
        </div>
        <Show when=move || wanted.with(|wanted| wanted.question == Question::Money)>
            {one_of("data.by", By::ALL, Signal::derive(move || wanted.with(|wanted| wanted.by)), Callback::new(move |by| change(&|wanted| wanted.by = by)))}
        </Show>
        <Show when=move || wanted.with(|wanted| wanted.question == Question::Areas)>
            {one_of("data.measure", Measure::ALL, Signal::derive(move || wanted.with(|wanted| wanted.measure)), Callback::new(move |measure| change(&|wanted| wanted.measure = measure)))}
        </Show>
        <Dialog open=picking title=t!("filter.area") class="sheet">
            <AreaChoice current=wanted.with_untracked(|wanted| wanted.area.clone()) on_choose=Callback::new(move |area| { picking.set(false); change(&|wanted| wanted.area = Option::clone(&area)) })/>
        </Dialog>
    }
}

/// Chips of which one is chosen.
fn one_of<T: Named + PartialEq + Send + Sync + 'static>(
    label: &'static str,
    all: &'static [T],
    value: Signal<T>,
    on_choose: Callback<T>,
) -> AnyView {
    let chip = move |own: T| {
        view! { <button type="button" class="chip" aria-pressed=move || (value.get() == own).to_string() on:click=move |_| on_choose.run(own)>{move || name_of(own)}</button> }
    };
    view! { <div class="chips" role="group" aria-label=move || t(label)>{all.iter().copied().map(chip).collect_view()}</div> }
        .into_any()
}
