use super::super::answer::{self, Names};
use super::super::nearby::{Nearby, anchor};
use super::super::state::FormState;
use crate::api::{load, send};
use crate::device;
use crate::i18n::t;
use crate::map::PickerMap;
use crate::ui::{AreaPicker, Button, Field, FieldSet, FormErrors, Icon, Notice, TextInput, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use shared::area::AreaCode;
use shared::operations::area::{AreaAt, AreaPage, AtLocation, ByCode};
use shared::proposal::form::{MAX_ADDRESS, MAX_SHORT};
use shared::value::{Location, Shape};

/// Where: on the map, in which village, at which address.
#[component]
pub fn PlaceStep(state: FormState, errors: FormErrors, names: Names) -> impl IntoView {
    let works = RwSignal::new(true);
    let anchor = anchor(state);
    let text = move |name: &'static str| state.text(name);
    view! {
        <FieldSet name="geometry" label=t!("propose.place") hint=move || t(if works.get() { "propose.place_hint" } else { "propose.no_map_hint" }) errors>
            <Here state/>
            <Show when=move || works.get() fallback=move || view! { <WithoutMap state/> }>
                <PickerMap geometry=state.geometry village=state.village works/>
            </Show>
            <p class="saved" role="status">
                {move || state.geometry.with(|shape| shape.as_ref().map(|shape| view! { <Icon name="check"/>{answer::shape(shape)} }))}
            </p>
        </FieldSet>
        <VillageField state errors names anchor/>
        <Nearby state anchor/>
        <Field name="address" label=t!("propose.address") hint=t!("propose.address_hint") errors><TextInput value=text("address") max=MAX_ADDRESS autocomplete="off"/></Field>
        <div class="row-fields">
            <Field name="rt" label=t!("propose.rt") optional=true errors><TextInput value=text("rt") max=MAX_SHORT inputmode="numeric"/></Field>
            <Field name="rw" label=t!("propose.rw") optional=true errors><TextInput value=text("rw") max=MAX_SHORT inputmode="numeric"/></Field>
        </div>
        <Field name="hamlet" label=t!("propose.hamlet") optional=true errors><TextInput value=text("hamlet") max=MAX_SHORT/></Field>
    }
}

/// "I am standing there": one press marks the place.
#[component]
fn Here(state: FormState) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let mark = move |_| {
        busy.set(true);
        failed.set(false);
        spawn_local(async move {
            let found = device::position().await;
            if busy.try_set(false).is_some() {
                return;
            }
            match found {
                Some(location) => state.geometry.set(Some(Shape::Point(location).to_geojson())),
                None => failed.set(true),
            }
        });
    };
    view! {
        <div class="cluster">
            <Button icon="locate" label=t!("propose.here") busy on_press=Callback::new(mark)/>
            <span class="hint" role="status">{move || failed.get().then(|| t("propose.here_failed"))}</span>
        </div>
    }
}

/// No map in this browser: the village's middle stands for the place, and the address says the rest.
#[component]
fn WithoutMap(state: FormState) -> impl IntoView {
    // The middle follows the village; a place of the person's own stays.
    let filled = StoredValue::new(None);
    Effect::new(move |_| {
        let Some(code) = state.village.get() else { return };
        let placed = state.geometry.get_untracked();
        if placed.is_some() && placed != filled.get_value() {
            return;
        }
        spawn_local(async move {
            let answer = send::<AreaPage>(&ByCode { code: code.clone() }).await;
            let middle = answer.ok().and_then(|data| data.answer).map(|area| area.location);
            let is_still_asked = state.village.try_get_untracked().flatten() == Some(code);
            if let Some(Location { longitude, latitude }) = middle.filter(|_| is_still_asked) {
                let point = json!({ "type": "Point", "coordinates": [longitude, latitude] });
                filled.set_value(Some(point.clone()));
                state.geometry.set(Some(point));
            }
        });
    });
    view! { <Notice tone=Tone::Info title=t!("propose.no_map")><p>{t!("propose.no_map_text")}</p></Notice> }
}

/// The village: found from the place on the map, and changed by the person who knows better.
#[component]
fn VillageField(state: FormState, errors: FormErrors, names: Names, anchor: Memo<Option<Location>>) -> impl IntoView {
    let village = state.village;
    let at = load::<AreaAt>(move || anchor.get().map(|location| AtLocation { location }));
    // What the map said last: another choice than this is the person's own.
    let filled = StoredValue::new(None::<AreaCode>);
    let held =
        Memo::new(move |_| at.data.with(|data| data.as_ref().map(|data| data.answer.as_ref().map(|area| area.code.clone()))));
    Effect::new(move |before: Option<()>| {
        let Some(Some(code)) = held.get() else { return };
        let chosen = village.get_untracked();
        if chosen.is_none() || (before.is_some() && chosen == filled.get_value()) {
            village.set(Some(code.clone()));
        }
        filled.set_value(Some(code));
    });
    let changing = RwSignal::new(false);
    let is_open = move || changing.get() || village.with(Option::is_none);
    let name = move |code: &AreaCode| answer::place(code.as_str(), names.areas).unwrap_or_else(|| code.to_string());
    let warning = move || {
        anchor.with(Option::is_some).then_some(())?;
        match (held.get()?, village.get()) {
            (None, _) => Some((t("propose.outside_regency").to_owned(), None)),
            (Some(at), Some(chosen)) if at != chosen => {
                Some((crate::i18n::fill(t("propose.outside_village"), &[("at", name(&at)), ("chosen", name(&chosen))]), Some(at)))
            }
            _ => None,
        }
    };
    let warning_view = move || {
        warning().map(|(title, at)| {
            let take = at.map(|at| {
                let named = name(&at);
                let press = move |_| {
                    village.set(Some(at.clone()));
                    changing.set(false);
                };
                view! { <button type="button" class="btn small" on:click=press>{t!("propose.take_village", name = named)}</button> }
            });
            view! { <Notice tone=Tone::Warning title=title>{take}</Notice> }
        })
    };
    view! {
        <FieldSet name="villageCode" label=t!("propose.village") errors>
            <Show when=move || village.with(Option::is_some)>
                <div class="split chosen-place">
                    <strong class="cluster"><Icon name="pin"/><span role="status">{move || village.with(|code| code.as_ref().map(name))}</span></strong>
                    <button type="button" class="btn small" aria-expanded=move || is_open().to_string() on:click=move |_| changing.update(|open| *open = !*open)>{t!("propose.change_village")}</button>
                </div>
            </Show>
            <div class="stack tight" hidden=move || !is_open()><AreaPicker value=village village_only=true/></div>
            {warning_view}
        </FieldSet>
    }
}
