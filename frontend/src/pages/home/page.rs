use super::filter::Filter;
use super::filters::Filters;
use super::list::{ListView, use_list};
use crate::api::load;
use crate::areas::Areas;
use crate::i18n::{fill, language, name_of, t};
use crate::map::{Overview, OverviewMap};
use crate::routes;
use crate::session::Session;
use crate::ui::{Empty, Heading, Icon, ProposalRow, StatusFamilyLegend};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::operations::ById;
use shared::operations::proposal::ProposalGlance;
use shared::proposal::Order;
use shared::value::number::group_thousands;

/// On a phone: both at once, only the map, or only the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Both,
    Map,
}

#[component]
pub fn HomePage() -> impl IntoView {
    let session = Session::get();
    let areas = Areas::get();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::from_query));
    let navigate = use_navigate();
    let change = Callback::new(move |filter: Filter| {
        navigate(&filter.to_address(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let list = use_list(move || filter.with(|filter| Some((filter.to_input(), filter.order.unwrap_or(Order::Newest)))));
    let overview = Overview {
        chosen: RwSignal::new(None),
        pointed: RwSignal::new(None),
        points: Signal::derive(move || filter.with(Filter::to_points_query)),
        area: Signal::derive(move || filter.with(|filter| filter.area.clone())),
        view: RwSignal::new(None),
        works: RwSignal::new(true),
        on_area: Callback::new(move |code| change.run(Filter { area: Some(code), ..filter.get_untracked() })),
    };
    let look = RwSignal::new(Look::Both);
    let place = move || {
        let area = filter
            .with(|filter| filter.area.clone())
            .and_then(|code| areas.find(&code))
            .map(|area| format!("{} {}", name_of(area.kind), area.name));
        area.or_else(|| session.region.with(|region| region.as_ref().map(|region| region.name.clone())))
    };
    let heading =
        move || place().map_or_else(|| t("home.heading").to_owned(), |place| fill(t("home.heading_in"), &[("place", place)]));
    let count =
        move || list.known.get().then(|| fill(t("home.count"), &[("count", group_thousands(list.total.get(), language()))]));
    // The list follows the map: the chosen row comes into sight.
    Effect::new(move |_| {
        if let Some(id) = overview.chosen.get() {
            let row = web_sys::window()
                .and_then(|window| window.document())
                .and_then(|document| document.get_element_by_id(&format!("row-{id}")));
            if let Some(row) = row.filter(|_| look.get_untracked() == Look::Both) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
    });
    // A pin may stand for a proposal that the list has not reached.
    let glance = load::<ProposalGlance>(move || {
        let id = overview.chosen.get()?;
        let listed = list.items.with_untracked(|items| items.iter().any(|item| item.id == id));
        (!listed).then_some(ById { id })
    });
    let chosen = move || {
        let id = overview.chosen.get()?;
        let listed = list.items.with(|items| items.iter().find(|item| item.id == id).cloned());
        listed.or_else(|| glance.data.with(|data| data.as_ref()?.answer.clone().filter(|card| card.id == id)))
    };
    let data_view = move || match (overview.works.get(), look.get()) {
        (false, _) => Some("list"),
        (true, Look::Map) => Some("map"),
        (true, Look::Both) => None,
    };
    view! {
        <div class="home" data-view=data_view>
            <section class="home-map" aria-label=t!("map.label")>
                <OverviewMap overview/>
                <StatusFamilyLegend/>
                {move || chosen().map(|proposal| view! { <div class="card flush raised"><ProposalRow proposal/></div> })}
            </section>
            <section class="home-list" aria-label=t!("home.list")>
                <header class="home-head">
                    <Heading text=heading/>
                    <p class="muted small" role="status">{count}</p>
                    <Show when=move || !overview.works.get()><p class="muted small">{t!("map.unavailable")}</p></Show>
                    {move || filter.with(|filter| filter.area.clone()).map(|code| view! { <p class="small"><a href=routes::area(&code)>{t!("home.about_area")}</a></p> })}
                </header>
                <Filters filter view=overview.view on_change=change/>
                <h2 class="visually-hidden">{t!("home.list")}</h2>
                <ListView list chosen=overview.chosen pointed=overview.pointed empty=move || view! {
                    <Empty title=t!("home.empty_title") text=t!("home.empty_text")><a class="btn primary" href=routes::PROPOSE>{t!("nav.propose")}</a></Empty>
                }/>
            </section>
            <Show when=move || overview.works.get()>
                <div class="home-switch">
                    <button type="button" class="btn" on:click=move |_| look.update(|look| *look = if *look == Look::Map { Look::Both } else { Look::Map })>
                        {move || if look.get() == Look::Map { view! { <Icon name="list"/>{t!("home.list")} }.into_any() } else { view! { <Icon name="map"/>{t!("nav.map")} }.into_any() }}
                    </button>
                </div>
            </Show>
        </div>
    }
}
