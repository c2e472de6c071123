use super::cell::{At, Cell, LongCell, Pick, focus_soon};
use super::panel::{MapPanel, add};
use super::rows::{PartHead, RowTools, ids_of};
use crate::i18n::{fill, name_of};
use crate::map::PickerMap;
use crate::pages::plan::comments::{Anchor, CommentButton};
use crate::pages::plan::shape::shape_name;
use crate::plan::Live;
use crate::ui::{Button, Dialog, choices};
use leptos::prelude::*;
use serde_json::{Value as Json, json};
use shared::ErrorCode;
use shared::operations::plan::PlanDetail;
use shared::plan::schema::{Kind, Table, Value};
use shared::plan::{Feature, FeatureKind, RowId};
use shared::value::{Location, Shape};

pub const TABLE: Table = Table::Features;
pub const PLACE: &str = "map";

/// A shape as the plan keeps it.
///
/// # Errors
/// Why the plan cannot take it: it has too many points, or reaches too far.
pub fn settled(geometry: &Json) -> Result<Value, ErrorCode> {
    let shape = Shape::from_geojson(geometry)?.rounded();
    let value = Value::Text(shape.to_geojson().to_string());
    Kind::Geometry.check(&value).map(|()| value)
}

/// Why the plan cannot take a shape, in words.
pub fn why_not(code: ErrorCode) -> String {
    let limit = match code {
        ErrorCode::TooManyVertices => Shape::MAX_VERTICES,
        _ => (Shape::MAX_EXTENT_METERS / 1_000.0) as usize,
    };
    fill(name_of(code), &[("limit", limit.to_string())])
}

/// `-7.4, 109.1` as maps show it: latitude first.
fn read_point(text: &str) -> Option<Json> {
    let (latitude, longitude) = text.split_once([',', ';', ' '])?;
    let place = Location::new(longitude.trim().parse().ok()?, latitude.trim().parse().ok()?).ok()?;
    Some(json!({ "type": "Point", "coordinates": [place.longitude, place.latitude] }))
}

/// What lies where: a map to draw on, and a list that does all that the map does.
#[component]
pub fn Features(live: Live, detail: Signal<Option<PlanDetail>>) -> impl IntoView {
    let ids = ids_of(live, |content| content.features.iter().map(|it| it.id).collect());
    let drawing = RwSignal::new(None::<Option<RowId>>);
    let (chosen, wanted) = (RwSignal::new(None::<RowId>), RwSignal::new(None::<RowId>));
    let works = RwSignal::new(true);
    let home = Memo::new(move |_| detail.with(|detail| detail.as_ref().map(|plan| plan.area.code.clone())));
    view! {
        <section class="stack" id="map" aria-label=t!("plan.map")>
            <PartHead live place=PLACE title=t!("plan.map")/>
            <MapPanel live ids chosen wanted works home/>
            <For each=move || ids.get() key=|id| *id let(id)><Line live id ids drawing chosen wanted works/></For>
            <Show when=move || live.may_edit.get()>
                <div class="btn-row"><Button icon="plus" label=t!("plan.add_feature") on_press=Callback::new(move |_| drawing.set(Some(None)))/></div>
            </Show>
            <Draw live ids drawing/>
        </section>
    }
}

#[component]
fn Line(
    live: Live,
    id: RowId,
    ids: Memo<Vec<RowId>>,
    drawing: RwSignal<Option<Option<RowId>>>,
    chosen: RwSignal<Option<RowId>>,
    wanted: RwSignal<Option<RowId>>,
    works: RwSignal<bool>,
) -> impl IntoView {
    let is_chosen = Memo::new(move |_| chosen.get() == Some(id));
    let row = Memo::new(move |_| live.content.with(|content| content.features.iter().find(|it| it.id == id).cloned()));
    let at = move |field| At { table: TABLE, row: id, field };
    let of =
        move |field: fn(&Feature) -> String| Signal::derive(move || row.with(|row| row.as_ref().map(field)).unwrap_or_default());
    let shape = move || row.with(|row| row.as_ref().map(|row| shape_name(&row.geometry)).unwrap_or_default());
    view! {
        <div class="card plan-feature" aria-current=move || is_chosen.get().then_some("true") on:focusin=move |_| chosen.set(Some(id))>
            <div class="row-fields">
                <div class="field"><label for=at("label").id()>{t!("plan.label")}</label><Cell live at=at("label") value=of(|it| it.label.clone()) label=t!("plan.label") place=PLACE max=120/></div>
                <div class="field"><label for=at("kind").id()>{t!("plan.kind")}</label><Pick live at=at("kind") value=of(|it| it.kind.to_string()) label=t!("plan.kind") place=PLACE options=choices(FeatureKind::ALL)/></div>
                <div class="field wide"><label for=at("note").id()>{t!("plan.note")}</label><LongCell live at=at("note") value=of(|it| it.note.clone()) label=t!("plan.note") place=PLACE/></div>
            </div>
            <div class="split">
                <span class="small muted num">{shape}</span>
                <div class="btn-row">
                    <Show when=move || works.get()><Button class="small" icon="map" label=t!("plan.see_on_map") on_press=Callback::new(move |_| wanted.set(Some(id)))/></Show>
                    <Show when=move || live.may_edit.get()><Button class="small" icon="pin" label=t!("plan.change_place") on_press=Callback::new(move |_| drawing.set(Some(Some(id))))/></Show>
                </div>
                <CommentButton anchor=Anchor::feature(id)/>
                <RowTools live table=TABLE row=id ids/>
            </div>
        </div>
    }
}

/// The dialog in which a shape is drawn, or its coordinates are typed.
#[component]
fn Draw(live: Live, ids: Memo<Vec<RowId>>, drawing: RwSignal<Option<Option<RowId>>>) -> impl IntoView {
    let refusal = RwSignal::new(None::<ErrorCode>);
    let open = RwSignal::new(false);
    let geometry = RwSignal::new(None::<Json>);
    Effect::new(move |_| {
        if let Some(row) = drawing.get() {
            let present = live
                .content
                .with_untracked(|content| content.features.iter().find(|it| Some(it.id) == row).map(|it| it.geometry.clone()));
            geometry.set(present);
            refusal.set(None);
            open.set(true);
            live.stand_at(PLACE);
        }
    });
    let save = Callback::new(move |()| {
        let (Some(row), Some(shape)) = (drawing.get_untracked(), geometry.get_untracked()) else { return };
        let shape = match settled(&shape) {
            Ok(shape) => shape,
            Err(code) => return refusal.set(Some(code)),
        };
        match row {
            Some(row) => live.set(TABLE, row, "geometry", shape),
            None => focus_soon(At { table: TABLE, row: add(live, ids, shape), field: "label" }.id()),
        }
        live.end_step();
        open.set(false);
    });
    Effect::new(move |_| {
        if !open.get() {
            drawing.set(None);
        }
    });
    view! { <Dialog open title=t!("plan.draw") class="large"><DrawBody geometry refusal save/></Dialog> }
}

#[component]
fn DrawBody(geometry: RwSignal<Option<Json>>, refusal: RwSignal<Option<ErrorCode>>, save: Callback<()>) -> impl IntoView {
    let works = RwSignal::new(true);
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let take = move |_| {
        let text = typed.get_untracked();
        let point = read_point(&text);
        wrong.set(point.is_none() && !text.trim().is_empty());
        if point.is_some() {
            geometry.set(point);
        }
    };
    view! {
        <div class="dialog-body stack">
            <Show when=move || works.get() fallback=|| view! { <p class="muted">{t!("map.unavailable_here")}</p> }>
                <PickerMap geometry village=RwSignal::new(None) works/>
            </Show>
            <div class="field">
                <label for="plan-point">{t!("plan.coordinates")}</label>
                <p class="hint">{t!("plan.coordinates_hint")}</p>
                <input id="plan-point" inputmode="text" autocomplete="off" aria-invalid=move || wrong.get().then_some("true") prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) on:change=take/>
                <Show when=move || wrong.get()><p class="error" role="alert">{t!("plan.no_coordinates")}</p></Show>
            </div>
            <Show when=move || refusal.get().is_some()><p class="error" role="alert">{move || refusal.get().map(why_not)}</p></Show>
            <p class="small" role="status">{move || geometry.with(|shape| shape.as_ref().map(shape_name))}</p>
        </div>
        <div class="dialog-foot"><Button class="primary" label=t!("plan.take_place") disabled=Signal::derive(move || geometry.with(Option::is_none)) on_press=Callback::new(move |_| save.run(()))/></div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_as_maps_show_them() {
        assert_eq!(read_point("-7.4, 109.1"), Some(json!({ "type": "Point", "coordinates": [109.1, -7.4] })));
        assert_eq!(read_point("109.1 -200"), None);
        assert_eq!(read_point("sawah"), None);
    }

    #[test]
    fn what_the_plan_cannot_take_is_known_before_it_is_sent() {
        let line = |east: f64| json!({ "type": "LineString", "coordinates": [[109.1, -7.4], [east, -7.4]] });
        let long: Vec<_> = (0..501).map(|n| json!([109.1 + f64::from(n) * 1e-5, -7.4])).collect();
        let read = |kept: Value| if let Value::Text(kept) = kept { serde_json::from_str::<Json>(&kept).ok() } else { None };
        assert_eq!(settled(&line(109.123_456_789)).map(read), Ok(Some(line(109.123_456_8))));
        assert_eq!(settled(&line(110.0)), Err(ErrorCode::TooLarge));
        assert_eq!(settled(&json!({ "type": "LineString", "coordinates": long })), Err(ErrorCode::TooManyVertices));
    }
}
