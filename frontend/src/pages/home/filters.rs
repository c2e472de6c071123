use super::filter::Filter;
use crate::areas::Areas;
use crate::i18n::name_of;
use crate::session::Session;
use crate::ui::{AreaPicker, Button, Choice, Dialog, FieldSet, FormErrors, Icon, choices};
use leptos::prelude::*;
use shared::proposal::{Order, Sector, StatusFamily};
use shared::value::BoundingBox;

/// The filter's chips: what is chosen shows at a glance, and goes with one touch.
#[component]
pub fn Filters(
    #[prop(into)] filter: Signal<Filter>,
    /// What the map shows now; none without a map.
    #[prop(into)]
    view: Signal<Option<BoundingBox>>,
    on_change: Callback<Filter>,
) -> impl IntoView {
    let session = Session::get();
    let areas = Areas::get();
    let picking = RwSignal::new(false);
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut filter = filter.get_untracked();
        edit(&mut filter);
        on_change.run(filter);
    };
    let area_label = move || {
        filter.with(|filter| filter.area.clone()).map(|code| areas.find(&code).map_or_else(|| code.to_string(), |area| area.name))
    };
    let years = Signal::derive(move || {
        session.region.with(|region| {
            region
                .as_ref()
                .map(|region| region.fiscal_years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect())
                .unwrap_or_default()
        })
    });
    let search = move |event| {
        let text = event_target_value(&event).trim().to_owned();
        change(&|filter| filter.text.clone_from(&text));
    };
    view! {
        <div class="home-filters" role="group" aria-label=t!("filter.label")>
            <div class="search">
                <Icon name="search"/>
                <input type="search" aria-label=t!("filter.text") placeholder=t!("filter.text_hint") prop:value=move || filter.with(|filter| filter.text.clone()) on:change=search/>
            </div>
            <button type="button" class="chip" class:on=move || area_label().is_some() on:click=move |_| picking.set(true)>
                <Icon name="pin"/>{move || area_label().unwrap_or_else(|| crate::i18n::t("filter.area").to_owned())}
            </button>
            <ChipSelect label=t!("filter.sector") options=Signal::derive(|| choices(Sector::ALL)) value=Signal::derive(move || filter.with(|filter| filter.sector.map(|sector| sector.to_string()))) on_choose=Callback::new(move |text: String| change(&|filter| filter.sector = text.parse().ok()))/>
            <ChipSelect label=t!("filter.status") options=Signal::derive(|| choices(StatusFamily::ALL)) value=Signal::derive(move || filter.with(|filter| filter.family.map(|family| family.to_string()))) on_choose=Callback::new(move |text: String| change(&|filter| filter.family = text.parse().ok()))/>
            <ChipSelect label=t!("filter.year") options=years value=Signal::derive(move || filter.with(|filter| filter.year.map(|year| year.to_string()))) on_choose=Callback::new(move |text: String| change(&|filter| filter.year = text.parse().ok()))/>
            <ChipSelect label=move || crate::i18n::fill(crate::i18n::t("filter.order"), &[("order", name_of(Order::Newest).to_owned())]) options=Signal::derive(|| choices(Order::ALL)) value=Signal::derive(move || filter.with(|filter| filter.order.map(|order| order.to_string()))) on_choose=Callback::new(move |text: String| change(&|filter| filter.order = text.parse().ok()))/>
            <Show when=move || view.with(Option::is_some)>
                <button
                    type="button" class="chip" aria-pressed=move || filter.with(|filter| filter.bounds.is_some()).to_string()
                    on:click=move |_| { let seen = view.get_untracked(); change(&|filter| filter.bounds = if filter.bounds.is_some() { None } else { seen }) }
                >{t!("filter.in_view")}</button>
            </Show>
            <Show when=move || filter.with(|filter| !filter.is_empty())>
                <button type="button" class="chip" on:click=move |_| change(&|filter| *filter = Filter { order: filter.order, ..Filter::default() })><Icon name="x"/>{t!("filter.clear")}</button>
            </Show>
        </div>
        <Dialog open=picking title=t!("filter.area") class="sheet">
            <AreaChoice current=filter.with_untracked(|filter| filter.area.clone()) on_choose=Callback::new(move |area| { picking.set(false); change(&|filter| filter.area = Option::clone(&area)) })/>
        </Dialog>
    }
}

/// A dialog's content: one area, or the whole regency.
#[component]
pub fn AreaChoice(current: Option<shared::area::AreaCode>, on_choose: Callback<Option<shared::area::AreaCode>>) -> impl IntoView {
    let area = RwSignal::new(current);
    view! {
        <div class="dialog-body"><FieldSet name="filterArea" label=t!("filter.area_question") errors=FormErrors::new()><AreaPicker value=area/></FieldSet></div>
        <div class="dialog-foot">
            <Button class="quiet" label=t!("filter.whole_regency") on_press=Callback::new(move |_| on_choose.run(None))/>
            <Button class="primary" label=t!("filter.show") on_press=Callback::new(move |_| on_choose.run(area.get_untracked()))/>
        </div>
    }
}

/// A native list that looks like a chip; its first line is what it filters.
#[component]
pub fn ChipSelect(
    #[prop(into)] label: TextProp,
    options: Signal<Vec<Choice>>,
    value: Signal<Option<String>>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let name = label.clone();
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        view! { <option value=choice.value selected=move || value.with(|value| value.as_deref() == Some(own.as_str()))>{move || choice.label.get()}</option> }
    };
    view! {
        <select class="chip" class:on=move || value.with(Option::is_some) aria-label=move || name.get() on:change=move |event| on_choose.run(event_target_value(&event))>
            <option value="" selected=move || value.with(Option::is_none)>{move || label.get()}</option>
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    }
}
