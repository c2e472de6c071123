use super::cell::{At, focus_soon};
use super::features::{PLACE, TABLE, settled, why_not};
use crate::i18n::t;
use crate::map::{Pen, PlanMap, Progress, Tool};
use crate::pages::plan::kinds::KindLegend;
use crate::plan::Live;
use crate::ui::{Button, Icon, Toasts};
use leptos::prelude::*;
use serde_json::Value as Json;
use shared::ErrorCode;
use shared::area::AreaCode;
use shared::plan::schema::Value;
use shared::plan::{Feature, FeatureKind, RowId};

/// The map that people draw on together, with its tools beneath.
#[component]
pub fn MapPanel(
    live: Live,
    ids: Memo<Vec<RowId>>,
    chosen: RwSignal<Option<RowId>>,
    /// One that the list wants to be seen.
    wanted: RwSignal<Option<RowId>>,
    /// False once it turned out that this browser draws no map.
    works: RwSignal<bool>,
    /// The area that the plan is for.
    home: Memo<Option<AreaCode>>,
) -> impl IntoView {
    view! {
        <Show when=move || works.get() fallback=|| view! { <p class="muted small">{t!("map.unavailable")}</p> }>
            <Panel live ids chosen wanted home works/>
        </Show>
    }
}

#[component]
fn Panel(
    live: Live,
    ids: Memo<Vec<RowId>>,
    chosen: RwSignal<Option<RowId>>,
    wanted: RwSignal<Option<RowId>>,
    home: Memo<Option<AreaCode>>,
    works: RwSignal<bool>,
) -> impl IntoView {
    let features = Memo::new(move |_| live.content.with(|content| content.features.clone()));
    let tool = RwSignal::new(Tool::Select);
    let progress = RwSignal::new(Progress::default());
    // A shape that the plan cannot take does not become part of it: the map goes back, and says why.
    let refusal = RwSignal::new(None::<ErrorCode>);
    let take = move |shape: &Json| {
        let shape = settled(shape);
        refusal.set(shape.as_ref().err().copied());
        shape.ok()
    };
    let draw = move |shape: Json| {
        if let Some(shape) = take(&shape) {
            chosen.set(Some(add(live, ids, shape)));
            tool.set(Tool::Select);
        }
    };
    let reshape = move |(row, shape): (RowId, Json)| {
        if let Some(shape) = take(&shape) {
            live.end_step();
            live.set(TABLE, row, "geometry", shape);
            live.end_step();
        }
    };
    let pen = Pen {
        tool,
        progress,
        editable: live.may_edit.into(),
        home: home.into(),
        present: live.present.into(),
        on_draw: Callback::new(draw),
        on_reshape: Callback::new(reshape),
        on_pointer: Callback::new(move |place| live.point_at(place)),
    };
    let map = PlanMap::new(features.into(), chosen, wanted, Some(pen), works);
    Effect::new(move |_| {
        if refusal.get().is_some() {
            map.reset();
        }
    });
    // Somebody else may have removed what was chosen here.
    Effect::new(move |_| {
        let is_gone = chosen.get().is_some_and(|id| features.with(|all| !all.iter().any(|it| it.id == id)));
        if is_gone {
            chosen.set(None);
        }
    });
    on_cleanup(move || live.point_at(None));
    view! {
        <div class="plan-panel" on:pointerdown=move |_| live.stand_at(PLACE) on:focusin=move |_| live.stand_at(PLACE)>
            <div class="map plan-map" node_ref=map.element()></div>
            <Show when=move || live.may_edit.get()><Tools live map pen chosen features refusal/></Show>
            <KindLegend/>
        </div>
    }
}

/// A new feature with this shape, to be named.
pub fn add(live: Live, ids: Memo<Vec<RowId>>, shape: Value) -> RowId {
    let kind = Value::from(FeatureKind::Planned.as_str());
    let fields = vec![("label", Value::from("")), ("kind", kind), ("note", Value::from("")), ("geometry", shape)];
    let row = live.add(TABLE, ids.with_untracked(|ids| ids.last().copied()), fields);
    live.end_step();
    row
}

#[component]
fn Tools(
    live: Live,
    map: PlanMap,
    pen: Pen,
    chosen: RwSignal<Option<RowId>>,
    features: Memo<Vec<Feature>>,
    refusal: RwSignal<Option<ErrorCode>>,
) -> impl IntoView {
    let Pen { tool, progress, .. } = pen;
    let one = Memo::new(move |_| chosen.get().and_then(|id| features.with(|all| all.iter().find(|it| it.id == id).cloned())));
    let take = move |which: Tool| {
        // A second press puts it down.
        let now = if tool.get_untracked() == which { Tool::Select } else { which };
        if now != Tool::Select {
            chosen.set(None);
        }
        refusal.set(None);
        tool.set(now);
    };
    let wrong = move || refusal.get().map_or_else(|| progress.with(|it| it.warning.clone()), why_not);
    let tool_button = move |which: Tool| {
        view! {
            <button type="button" class="btn" aria-pressed=move || (tool.get() == which).to_string() on:click=move |_| take(which)>
                <Icon name=icon_of(which)/><span>{move || t(name_of_tool(which))}</span>
            </button>
        }
    };
    let draws = move || tool.get() != Tool::Select;
    let draws_on = move || progress.with(|it| it.drawing);
    let is_path = move || draws() && tool.get() != Tool::Point;
    let hint = move || match tool.get() {
        Tool::Select if one.with(Option::is_some) => t("plan.hint_reshape"),
        Tool::Select => t("plan.hint_select"),
        Tool::Point => t("plan.hint_point"),
        Tool::Line => t("plan.hint_line"),
        Tool::Polygon => t("plan.hint_polygon"),
    };
    view! {
        <div class="plan-tools" role="group" aria-label=t!("plan.tools")>{Tool::ALL.map(tool_button).into_iter().collect_view()}</div>
        <div class="plan-tools-more">
            <p class="small muted" role="status">{hint} " " <strong class="num">{move || progress.with(|it| it.measure.clone())}</strong></p>
            <p class="error" role="alert">{wrong}</p>
            <Show when=draws>
                <div class="btn-row">
                    <Show when=is_path>
                        <Button class="small primary" icon="check" label=t!("plan.finish") disabled=Signal::derive(move || !draws_on()) on_press=Callback::new(move |_| map.finish())/>
                        <button type="button" class="btn small icon-only" aria-label=t!("plan.last_point") title=t!("plan.last_point") aria-disabled=move || (!draws_on()).then_some("true") on:click=move |_| map.undo()><Icon name="undo"/></button>
                    </Show>
                    <Button class="small quiet" icon="plus" label=t!("plan.place") on_press=Callback::new(move |_| map.place())/>
                </div>
            </Show>
            <Show when=move || !draws() && one.with(Option::is_some)><Chosen live one chosen/></Show>
        </div>
    }
}

/// What can be done with the feature in the hand.
#[component]
fn Chosen(live: Live, one: Memo<Option<Feature>>, chosen: RwSignal<Option<RowId>>) -> impl IntoView {
    let toasts = Toasts::get();
    let name = move || {
        one.with(|one| {
            one.as_ref()
                .map(|it| if it.label.is_empty() { t("plan.unnamed").to_owned() } else { it.label.clone() })
                .unwrap_or_default()
        })
    };
    let describe = Callback::new(move |_| {
        if let Some(row) = chosen.get_untracked() {
            focus_soon(At { table: TABLE, row, field: "label" }.id());
        }
    });
    let remove = Callback::new(move |_| {
        if let Some(row) = chosen.get_untracked() {
            chosen.set(None);
            live.remove(TABLE, row);
            toasts.say_with_undo(t("plan.removed"), Callback::new(move |()| live.undo()));
        }
    });
    view! {
        <div class="split">
            <strong>{name}</strong>
            <div class="btn-row">
                <Button class="small" icon="edit" label=t!("plan.describe") on_press=describe/>
                <Button class="small quiet danger" icon="trash" label=t!("plan.remove") on_press=remove/>
            </div>
        </div>
    }
}

const fn icon_of(tool: Tool) -> &'static str {
    match tool {
        Tool::Select => "pointer",
        Tool::Point => "pin",
        Tool::Line => "line",
        Tool::Polygon => "polygon",
    }
}

const fn name_of_tool(tool: Tool) -> &'static str {
    match tool {
        Tool::Select => "plan.tool_select",
        Tool::Point => "plan.tool_point",
        Tool::Line => "plan.tool_line",
        Tool::Polygon => "plan.tool_polygon",
    }
}
