use super::row::PlanRow;
use crate::api::{ApiError, send};
use crate::areas::Areas;
use crate::i18n::{fill, language, name_of, t};
use crate::routes;
use crate::session::Session;
use crate::ui::{AreaPicker, Button, Dialog, Empty, Failure, FieldSet, FormErrors, Heading, Icon, More, SkeletonRows};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use shared::area::AreaCode;
use shared::operations::plan::{PlanCard, PlanFilter, Plans, PlansVariables};
use shared::plan::{PlanOrder, Stage};
use shared::value::number::group_thousands;

const PAGE_SIZE: i32 = 30;

/// What the list shows, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Filter {
    area: Option<AreaCode>,
    stage: Option<Stage>,
    text: String,
    mine: bool,
    order: Option<PlanOrder>,
}

impl Filter {
    fn from_query(query: &ParamsMap) -> Self {
        let get = |name: &str| query.get(name).filter(|text| !text.is_empty());
        Self {
            area: get("wilayah").and_then(|text| text.parse().ok()),
            stage: get("tahap").and_then(|text| text.parse().ok()),
            text: get("cari").unwrap_or_default(),
            mine: get("saya").is_some(),
            order: get("urut").and_then(|text| text.parse().ok()),
        }
    }

    fn to_address(&self) -> String {
        let mut query = ParamsMap::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                query.insert(name, value);
            }
        };
        put("wilayah", self.area.as_ref().map(AreaCode::to_string));
        put("tahap", self.stage.map(|stage| stage.to_string()));
        put("cari", Some(self.text.clone()).filter(|text| !text.is_empty()));
        put("saya", self.mine.then(|| "1".to_owned()));
        put("urut", self.order.map(|order| order.to_string()));
        format!("{}{}", routes::PLANS, query.to_query_string())
    }

    fn to_input(&self) -> PlanFilter {
        PlanFilter {
            areas: self.area.iter().cloned().collect(),
            stages: self.stage.into_iter().collect(),
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            mine: self.mine,
            ..PlanFilter::default()
        }
    }
}

/// A list of plans that grows page by page.
#[derive(Clone, Copy)]
struct Listed {
    items: RwSignal<Vec<PlanCard>>,
    total: RwSignal<i64>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    known: RwSignal<bool>,
    cursor: RwSignal<Option<String>>,
    turn: StoredValue<u32>,
    session: Session,
}

impl Listed {
    fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            known: RwSignal::new(false),
            cursor: RwSignal::new(None),
            turn: StoredValue::new(0),
            session: Session::get(),
        }
    }

    fn fetch(self, filter: &Filter, after: Option<String>) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.busy.set(true);
        let is_first = after.is_none();
        let order_by = filter.order.unwrap_or(PlanOrder::RecentlyChanged);
        let variables = PlansVariables { filter: filter.to_input(), order_by, first: PAGE_SIZE, after };
        spawn_local(async move {
            let answer = send::<Plans>(&variables).await;
            // A newer filter, or another page of the app, has no use for this answer.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(data) => {
                    let page = data.answer;
                    self.error.set(None);
                    self.total.set(page.total_count);
                    self.cursor.set(page.page_info.end_cursor.filter(|_| page.page_info.has_next_page));
                    self.items.update(|items| {
                        if is_first {
                            items.clear();
                        }
                        items.extend(page.nodes);
                    });
                    self.known.set(true);
                }
                Err(error) => {
                    self.session.notice(&error);
                    self.error.set(Some(error));
                }
            }
        });
    }
}

/// Every plan that one may know of.
#[component]
pub fn PlansPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::from_query));
    let navigate = use_navigate();
    let change = Callback::new(move |filter: Filter| {
        navigate(&filter.to_address(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let list = Listed::new();
    let session = Session::get();
    Effect::new(move |_| {
        // One's own drafts come and go with the session.
        session.viewer.track();
        list.fetch(&filter.get(), None);
    });
    let more = Callback::new(move |()| list.fetch(&filter.get_untracked(), list.cursor.get_untracked()));
    let nothing = move || list.known.get() && list.items.with(Vec::is_empty);
    let count =
        move || list.known.get().then(|| fill(t("plan.count"), &[("count", group_thousands(list.total.get(), language()))]));
    view! {
        <div class="page">
            <header class="page-head">
                <div class="split"><Heading text=t!("plan.plans")/><a class="btn primary" href=routes::NEW_PLAN><Icon name="plus"/>{t!("plan.create")}</a></div>
                <p class="lead">{t!("plan.list_lead")}</p>
            </header>
            <Filters filter change/>
            <p class="muted small" role="status">{count}</p>
            <Failure error=list.error retry=Callback::new(move |()| list.fetch(&filter.get_untracked(), None))/>
            <Show when=move || !list.known.get() && list.error.with(Option::is_none)><SkeletonRows/></Show>
            <Show when=nothing><Empty title=t!("plan.empty_title") text=t!("plan.empty_text")><a class="btn" href=routes::NEW_PLAN>{t!("plan.create")}</a></Empty></Show>
            <h2 class="visually-hidden">{t!("plan.plans")}</h2>
            <Show when=move || list.known.get() && !list.items.with(Vec::is_empty)>
                <ul class="list boxed" aria-busy=move || list.busy.get().then_some("true")>
                    <For each=move || list.items.get() key=|plan| (plan.id, plan.changed_at, plan.stage) let(plan)><li><PlanRow plan/></li></For>
                </ul>
            </Show>
            <More shown=Signal::derive(move || list.items.with(Vec::len)) total=list.total has_more=Signal::derive(move || list.cursor.with(Option::is_some)) busy=list.busy on_more=more/>
        </div>
    }
}

#[component]
fn Filters(filter: Memo<Filter>, change: Callback<Filter>) -> impl IntoView {
    let session = Session::get();
    let areas = Areas::get();
    let picking = RwSignal::new(false);
    let area = RwSignal::new(filter.with_untracked(|filter| filter.area.clone()));
    let edit = move |edit: &dyn Fn(&mut Filter)| {
        let mut filter = filter.get_untracked();
        edit(&mut filter);
        change.run(filter);
    };
    let area_name = move || {
        let code = filter.with(|filter| filter.area.clone())?;
        Some(areas.find(&code).map_or_else(|| code.to_string(), |area| area.name))
    };
    let search = move |event| {
        let text = event_target_value(&event).trim().to_owned();
        edit(&|filter| filter.text.clone_from(&text));
    };
    let stage = |stage: Stage| view! { <option value=stage.as_str() selected=move || filter.with(|filter| filter.stage == Some(stage))>{move || name_of(stage)}</option> };
    let order = |order: PlanOrder| view! { <option value=order.as_str() selected=move || filter.with(|filter| filter.order.unwrap_or(PlanOrder::RecentlyChanged) == order)>{move || name_of(order)}</option> };
    view! {
        <div class="cluster" role="group" aria-label=t!("plan.filter")>
            <div class="search"><Icon name="search"/><input type="search" aria-label=t!("plan.search") placeholder=t!("plan.search") prop:value=move || filter.with(|filter| filter.text.clone()) on:change=search/></div>
            <button type="button" class="chip" class:on=move || area_name().is_some() on:click=move |_| picking.set(true)><Icon name="pin"/>{move || area_name().unwrap_or_else(|| t("filter.area").to_owned())}</button>
            <select class="chip" class:on=move || filter.with(|filter| filter.stage.is_some()) aria-label=t!("plan.stage") on:change=move |event| { let text = event_target_value(&event); edit(&|filter| filter.stage = text.parse().ok()) }>
                <option value="" selected=move || filter.with(|filter| filter.stage.is_none())>{t!("plan.stage")}</option>
                {Stage::ALL.iter().copied().map(stage).collect_view()}
            </select>
            <select class="chip" aria-label=t!("desk.order") on:change=move |event| { let text = event_target_value(&event); edit(&|filter| filter.order = text.parse().ok()) }>{PlanOrder::ALL.iter().copied().map(order).collect_view()}</select>
            <Show when=move || session.is_signed_in()>
                <button type="button" class="chip" aria-pressed=move || filter.with(|filter| filter.mine).to_string() on:click=move |_| edit(&|filter| filter.mine = !filter.mine)>{t!("plan.mine")}</button>
            </Show>
        </div>
        <Dialog open=picking title=t!("filter.area") class="sheet">
            <div class="dialog-body"><FieldSet name="planArea" label=t!("filter.area_question") errors=FormErrors::new()><AreaPicker value=area/></FieldSet></div>
            <div class="dialog-foot">
                <Button class="quiet" label=t!("filter.whole_regency") on_press=Callback::new(move |_| { picking.set(false); edit(&|filter| filter.area = None) })/>
                <Button class="primary" label=t!("filter.show") on_press=Callback::new(move |_| { picking.set(false); let chosen = area.get_untracked(); edit(&|filter| filter.area.clone_from(&chosen)) })/>
            </div>
        </Dialog>
    }
}
