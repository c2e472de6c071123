use super::filter::Filter;
use crate::api::load;
use crate::clock;
use crate::i18n::{language, name_of};
use crate::pages::home::use_list;
use crate::pages::proposal::age::Age;
use crate::routes;
use crate::session::Session;
use crate::storage;
use crate::ui::{Empty, Failure, Icon, More, SkeletonRows, StatusTag, sector_icon, status_class};
use leptos::prelude::*;
use shared::operations::Nothing;
use shared::operations::desk::ReviewLevels;
use shared::operations::proposal::ProposalCard;
use shared::proposal::Order;
use shared::value::number::group_thousands;

/// Where the reader left the queue: its address and the row.
const LEFT: &str = "rembug.desk.left";

/// The address of the queue as it was left, for the way back.
pub fn address_left() -> String {
    storage::read(LEFT).and_then(|left| left.split('\n').next().map(str::to_owned)).unwrap_or_else(|| routes::DESK.to_owned())
}

/// The rows, one a proposal that waits for me.
#[component]
pub fn Queue(filter: Memo<Filter>) -> impl IntoView {
    let session = Session::get();
    let list = use_list(move || filter.with(|filter| session.is_official().then(|| (filter.to_input(), filter.order()))));
    let levels = load::<ReviewLevels>(|| Some(Nothing {}));
    let levels = Memo::new(move |_| levels.data.get().map(|data| data.answer).unwrap_or_default());
    let rows = Memo::new(move |_| {
        let (late_only, late_first) = filter.with(|filter| (filter.late_only, filter.order() == Order::LongestWaiting));
        let now = clock::now();
        levels.with(|levels| {
            let aged = |card: &ProposalCard| (card.clone(), Age::of(card.status, card.status_since, now, levels));
            let rows = list.items.with(|items| items.iter().map(aged).collect::<Vec<_>>());
            {
                let mut rows: Vec<_> = rows.into_iter().filter(|(_, age)| !late_only || age.late > 0).collect();
                if late_first {
                    rows.sort_by_key(|(_, age)| age.late == 0);
                }
                rows
            }
        })
    });
    return_to_row(list.items);
    let waiting = move || !list.known.get() && list.error.with(Option::is_none);
    let nothing = move || list.known.get() && rows.with(Vec::is_empty);
    view! {
        <Failure error=list.error retry=Callback::new(move |()| list.retry())/>
        <Show when=waiting><SkeletonRows/></Show>
        <Show when=nothing>
            <Show when=move || filter.with(Filter::is_empty) fallback=|| view! { <Empty title=t!("desk.none_title") text=t!("desk.none_text")><a class="btn" href=routes::DESK>{t!("filter.clear")}</a></Empty> }>
                <Empty title=t!("desk.empty_title") text=t!("desk.empty_text")/>
            </Show>
        </Show>
        <h2 class="visually-hidden">{t!("desk.queue")}</h2>
        <ol class="list boxed desk-queue" aria-label=t!("desk.queue") aria-busy=move || list.busy.get().then_some("true") hidden=move || rows.with(Vec::is_empty)>
            <For each=move || rows.get() key=|(card, age)| (card.id, card.version, *age) let((card, age))>
                {
                    let id = card.id;
                    view! { <li id=format!("row-{id}")><Row card age filter/></li> }
                }
            </For>
        </ol>
        <More
            shown=Signal::derive(move || rows.with(Vec::len))
            total=list.total
            has_more=Signal::derive(move || list.items.with(Vec::len) < list.total.get() as usize)
            busy=list.busy
            on_more=Callback::new(move |()| list.more())
        />
    }
    .into_any()
}

/// What waits, how long, and whether that is too long.
#[component]
fn Row(card: ProposalCard, age: Age, filter: Memo<Filter>) -> impl IntoView {
    let ProposalCard { id, title, status, sector, village, district, support_count, fiscal_year, .. } = card;
    let cost = card.accepted_cost.unwrap_or(card.estimated_cost);
    // The way back needs the place that was left.
    let leave = move |_| {
        storage::write(LEFT, &format!("{}\n{id}", filter.with_untracked(Filter::to_address)));
    };
    view! {
        <article class="list-row">
            <span class=format!("mark {}", status_class(status)) aria-hidden="true"><Icon name=sector_icon(sector)/></span>
            <h3 class="list-row-title"><a href=format!("{}?dari=meja", routes::proposal(id)) on:click=leave>{title}</a></h3>
            <p class="list-row-meta">{format!("{} · {} · ", village.name, district.name)} {move || name_of(sector)} {format!(" · {fiscal_year}")}</p>
            <div class="list-row-foot">
                <StatusTag status/>
                <span class="num" title=cost.format()>{move || cost.format_short(language())}</span>
                <span class="figure"><Icon name="heart"/>{move || group_thousands(support_count, language())}<span class="visually-hidden">" "{t!("proposal.supports")}</span></span>
                {if age.late > 0 {
                    view! { <span class="tag no late"><Icon name="warning"/>{t!("desk.late", days = age.days, late = age.late)}</span> }.into_any()
                } else {
                    view! { <span class="figure waiting"><Icon name="clock"/>{t!("desk.days", days = age.days)}</span> }.into_any()
                }}
            </div>
        </article>
    }
}

/// Back from a proposal: the row that was left comes into sight, and its link has the focus.
fn return_to_row(items: RwSignal<Vec<ProposalCard>>) {
    let left = storage::read(LEFT).and_then(|left| left.split('\n').nth(1).map(str::to_owned));
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let Some(left) = &left else { return true };
        if !items.with(|items| items.iter().any(|card| card.id.to_string() == *left)) {
            return false;
        }
        let id = format!("row-{left}");
        storage::remove(LEFT);
        request_animation_frame(move || {
            use wasm_bindgen::JsCast;
            let row = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(&id));
            let Some(row) = row else { return };
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            row.scroll_into_view_with_scroll_into_view_options(&options);
            let link = row.query_selector("a").ok().flatten().and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(link) = link {
                let _ = link.focus();
            }
        });
        true
    });
}
