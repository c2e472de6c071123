use super::cell::{At, Cell, LongCell, Pick};
use super::rows::{PartHead, RowTools, ids_of};
use crate::map::PickerMap;
use crate::pages::plan::comments::{Anchor, CommentButton};
use crate::pages::plan::shape::shape_name;
use crate::plan::Live;
use crate::ui::{Button, Dialog, choices};
use leptos::prelude::*;
use serde_json::{Value as Json, json};
use shared::plan::schema::{Table, Value};
use shared::plan::{Feature, FeatureKind, RowId};
use shared::value::Location;

const TABLE: Table = Table::Features;
const PLACE: &str = "map";

/// `-7.4, 109.1` as maps show it: latitude first.
fn read_point(text: &str) -> Option<Json> {
    let (latitude, longitude) = text.split_once([',', ';', ' '])?;
    let place = Location::new(longitude.trim().parse().ok()?, latitude.trim().parse().ok()?).ok()?;
    Some(json!({ "type": "Point", "coordinates": [place.longitude, place.latitude] }))
}

/// What lies where: a list that does all that a map does, and a map to draw on.
#[component]
pub fn Features(live: Live) -> impl IntoView {
    let ids = ids_of(live, |content| content.features.iter().map(|it| it.id).collect());
    let drawing = RwSignal::new(None::<Option<RowId>>);
    view! {
        <section class="stack" id="map" aria-label=t!("plan.map")>
            <PartHead live place=PLACE title=t!("plan.map")/>
            <For each=move || ids.get() key=|id| *id let(id)><Line live id ids drawing/></For>
            <Show when=move || live.may_edit.get()>
                <div class="btn-row"><Button icon="plus" label=t!("plan.add_feature") on_press=Callback::new(move |_| drawing.set(Some(None)))/></div>
            </Show>
            <Draw live ids drawing/>
        </section>
    }
}

#[component]
fn Line(live: Live, id: RowId, ids: Memo<Vec<RowId>>, drawing: RwSignal<Option<Option<RowId>>>) -> impl IntoView {
    let row = Memo::new(move |_| live.content.with(|content| content.features.iter().find(|it| it.id == id).cloned()));
    let at = move |field| At { table: TABLE, row: id, field };
    let of =
        move |field: fn(&Feature) -> String| Signal::derive(move || row.with(|row| row.as_ref().map(field)).unwrap_or_default());
    let shape = move || row.with(|row| row.as_ref().map(|row| shape_name(&row.geometry)).unwrap_or_default());
    view! {
        <div class="card">
            <div class="row-fields">
                <div class="field wide"><label for=at("label").id()>{t!("plan.label")}</label><Cell live at=at("label") value=of(|it| it.label.clone()) label=t!("plan.label") place=PLACE max=120/></div>
                <div class="field"><label for=at("kind").id()>{t!("plan.kind")}</label><Pick live at=at("kind") value=of(|it| it.kind.to_string()) label=t!("plan.kind") place=PLACE options=choices(FeatureKind::ALL)/></div>
                <div class="field wide"><label for=at("note").id()>{t!("plan.note")}</label><LongCell live at=at("note") value=of(|it| it.note.clone()) label=t!("plan.note") place=PLACE/></div>
            </div>
            <div class="split">
                <span class="small muted num">{shape}</span>
                <Show when=move || live.may_edit.get()><Button class="small" icon="pin" label=t!("plan.change_place") on_press=Callback::new(move |_| drawing.set(Some(Some(id))))/></Show>
                <CommentButton anchor=Anchor::feature(id)/>
                <RowTools live table=TABLE row=id ids/>
            </div>
        </div>
    }
}

/// The dialog in which a shape is drawn, or its coordinates are typed.
#[component]
fn Draw(live: Live, ids: Memo<Vec<RowId>>, drawing: RwSignal<Option<Option<RowId>>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let geometry = RwSignal::new(None::<Json>);
    Effect::new(move |_| {
        if let Some(row) = drawing.get() {
            let present = live
                .content
                .with_untracked(|content| content.features.iter().find(|it| Some(it.id) == row).map(|it| it.geometry.clone()));
            geometry.set(present);
            open.set(true);
            live.stand_at(PLACE);
        }
    });
    let save = Callback::new(move |()| {
        let (Some(row), Some(shape)) = (drawing.get_untracked(), geometry.get_untracked()) else { return };
        let shape = Value::Text(shape.to_string());
        match row {
            Some(row) => live.set(TABLE, row, "geometry", shape),
            None => {
                let kind = Value::from(FeatureKind::Planned.as_str());
                let fields = vec![("label", Value::from("")), ("kind", kind), ("note", Value::from("")), ("geometry", shape)];
                let row = live.add(TABLE, ids.with_untracked(|ids| ids.last().copied()), fields);
                super::cell::focus_soon(At { table: TABLE, row, field: "label" }.id());
            }
        }
        live.end_step();
        open.set(false);
    });
    Effect::new(move |_| {
        if !open.get() {
            drawing.set(None);
        }
    });
    view! { <Dialog open title=t!("plan.draw") class="large"><DrawBody geometry save/></Dialog> }
}

#[component]
fn DrawBody(geometry: RwSignal<Option<Json>>, save: Callback<()>) -> impl IntoView {
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
}
