use super::counts::Counts;
use super::filter::Filter;
use super::queue::Queue;
use crate::areas::Areas;
use crate::i18n::{Named, name_of};
use crate::session::Session;
use crate::ui::{AreaPicker, Button, Dialog, Empty, FieldSet, FormErrors, Heading, Icon};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::proposal::{Order, Sector, Status};

/// Orders that make sense for a queue.
const ORDERS: [Order; 4] = [Order::LongestWaiting, Order::Newest, Order::MostSupported, Order::HighestCost];

#[component]
pub fn DeskPage() -> impl IntoView {
    let session = Session::get();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::from_query));
    view! {
        <div class="page desk">
            <header class="page-head">
                <Heading text=t!("nav.desk")/>
                <p class="muted">{t!("desk.lead")}</p>
            </header>
            <Show when=move || session.is_official() fallback=move || view! { <Show when=move || session.known.get()><Empty title=t!("desk.officials_title") text=t!("desk.officials_text")/></Show> }>
                <Counts filter/>
                <Filters filter/>
                <Queue filter/>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn Filters(filter: Memo<Filter>) -> impl IntoView {
    let session = Session::get();
    let areas = Areas::get();
    let navigate = use_navigate();
    let go = Callback::new(move |filter: Filter| {
        navigate(&filter.to_address(), NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() });
    });
    let change = move |edit: &dyn Fn(&mut Filter)| {
        let mut filter = filter.get_untracked();
        edit(&mut filter);
        go.run(filter);
    };
    let text = RwSignal::new(filter.with_untracked(|filter| filter.text.clone()));
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked().trim().to_owned();
        change(&|filter| filter.text = typed.clone());
    };
    let picking = RwSignal::new(false);
    let area = RwSignal::new(None);
    let area_label = move || match filter.with(|filter| filter.area.clone()) {
        Some(code) => areas.find(&code).map_or_else(|| code.to_string(), |area| area.name),
        None => crate::i18n::t("filter.area").to_owned(),
    };
    let years = move || session.region.with(|region| region.as_ref().map(|region| region.fiscal_years.clone()).unwrap_or_default());
    view! {
        <div class="desk-filters">
            <form class="search" role="search" aria-label=t!("filter.text") on:submit=search>
                <Icon name="search"/>
                <input type="search" name="deskSearch" aria-label=t!("filter.text") placeholder=t!("filter.text_hint") prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            </form>
            <div class="chips" role="group" aria-label=t!("filter.label")>
                <select class="chip" name="deskStatus" class:on=move || filter.with(|f| f.status.is_some()) aria-label=t!("filter.status") on:change=move |event| { let value = event_target_value(&event); change(&|f| f.status = value.parse().ok()) }>
                    <option value="">{t!("filter.status")}</option>
                    {Status::ALL.iter().copied().filter(|status| status.is_open() || matches!(status, Status::InRkpdes | Status::InRkpd | Status::Budgeted | Status::InExecution)).map(|own| option(own, Signal::derive(move || filter.with(|f| f.status == Some(own))))).collect_view()}
                </select>
                <button type="button" class="chip" name="deskArea" class:on=move || filter.with(|f| f.area.is_some()) aria-haspopup="dialog" on:click=move |_| { area.set(filter.with_untracked(|f| f.area.clone())); picking.set(true) }>{area_label}</button>
                <select class="chip" name="deskSector" class:on=move || filter.with(|f| f.sector.is_some()) aria-label=t!("filter.sector") on:change=move |event| { let value = event_target_value(&event); change(&|f| f.sector = value.parse().ok()) }>
                    <option value="">{t!("filter.sector")}</option>
                    {Sector::ALL.iter().copied().map(|own| option(own, Signal::derive(move || filter.with(|f| f.sector == Some(own))))).collect_view()}
                </select>
                <select class="chip" name="deskYear" class:on=move || filter.with(|f| f.year.is_some()) aria-label=t!("filter.year") on:change=move |event| { let value = event_target_value(&event); change(&|f| f.year = value.parse().ok()) }>
                    <option value="">{t!("filter.year")}</option>
                    {move || years().into_iter().map(|year| view! { <option value=year.to_string() selected=move || filter.with(|f| f.year == Some(year))>{year}</option> }).collect_view()}
                </select>
                <select class="chip" name="deskOrder" aria-label=t!("desk.order") on:change=move |event| { let value = event_target_value(&event); change(&|f| f.order = value.parse().ok()) }>
                    {ORDERS.into_iter().map(|own| option(own, Signal::derive(move || filter.with(|f| f.order() == own)))).collect_view()}
                </select>
                <Show when=move || !filter.with(Filter::is_empty)><button type="button" class="chip" on:click=move |_| { text.set(String::new()); go.run(Filter::default()) }><Icon name="x"/>{t!("filter.clear")}</button></Show>
            </div>
            <Dialog open=picking title=t!("filter.area_question") class="sheet">
                <div class="dialog-body"><FieldSet name="deskAreaPicker" label=t!("filter.area") errors=FormErrors::new()><AreaPicker value=area/></FieldSet></div>
                <div class="dialog-foot">
                    <Button class="quiet" label=t!("filter.whole_regency") on_press=Callback::new(move |_| { picking.set(false); change(&|f| f.area = None) })/>
                    <Button class="primary" label=t!("filter.show") on_press=Callback::new(move |_| { picking.set(false); let chosen = area.get_untracked(); change(&|f| f.area = chosen.clone()) })/>
                </div>
            </Dialog>
        </div>
    }
    .into_any()
}

fn option(own: impl Named + Send + Sync + 'static, chosen: Signal<bool>) -> AnyView {
    view! { <option value=own.wire() selected=move || chosen.get()>{move || name_of(own)}</option> }.into_any()
}
