use super::island::{call, load, object, read_box, to_box};
use crate::i18n::{language_now, t};
use crate::session::Session;
use js_sys::{Array, Promise, Reflect};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::area::AreaCode;
use shared::operations::area::Region;
use shared::value::{BoundingBox, ProposalId};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the overview map is told, and what it tells.
#[derive(Clone, Copy)]
pub struct Overview {
    /// The proposal chosen on the map or in the list.
    pub chosen: RwSignal<Option<ProposalId>>,
    /// Pointed at in the list; shown where it is.
    pub pointed: RwSignal<Option<ProposalId>>,
    /// What the map shows, as the query of `/map/proposals.geojson`.
    pub points: Signal<String>,
    pub area: Signal<Option<AreaCode>>,
    /// What the map shows now.
    pub view: RwSignal<Option<BoundingBox>>,
    /// False once it turned out that this browser draws no map.
    pub works: RwSignal<bool>,
    pub on_area: Callback<AreaCode>,
}

/// The island's handle with the closures that it calls; they live as long as it does.
struct Drawn {
    handle: JsValue,
    _listeners: Vec<Closure<dyn FnMut(JsValue)>>,
}

/// The map of proposals and areas; an empty frame with a quiet note where there is none.
#[component]
pub fn OverviewMap(overview: Overview) -> impl IntoView {
    let session = Session::get();
    let element = NodeRef::<Div>::new();
    let drawn = StoredValue::new_local(None::<Drawn>);
    let ready = RwSignal::new(false);
    let started = StoredValue::new(false);
    Effect::new(move |_| {
        let (Some(element), Some(region)) = (element.get(), session.region.get()) else { return };
        if started.get_value() {
            return;
        }
        started.set_value(true);
        spawn_local(async move {
            let map = draw(&element, &region, overview).await;
            match map {
                // The page may have gone while the map was drawn.
                Some(map) if drawn.is_disposed() => drop(call(&map.handle, "destroy", &[])),
                Some(map) => {
                    drawn.set_value(Some(map));
                    ready.set(true);
                }
                None => drop(overview.works.try_set(false)),
            }
        });
    });
    let tell = move |method: &'static str, argument: JsValue| {
        drawn.with_value(|drawn| drawn.as_ref().and_then(|drawn| call(&drawn.handle, method, &[argument])));
    };
    Effect::new(move |_| {
        if ready.get() {
            tell("select", overview.chosen.get().map_or(JsValue::NULL, |id| id.to_string().into()));
        }
    });
    Effect::new(move |_| {
        if ready.get() {
            tell("highlightArea", overview.area.get().map_or(JsValue::NULL, |code| code.as_str().into()));
        }
    });
    Effect::new(move |_| {
        if ready.get() {
            tell("showProposals", overview.points.get().into());
        }
    });
    Effect::new(move |_| {
        if ready.get() {
            let shown = overview.pointed.get().or_else(|| overview.chosen.get_untracked());
            tell("point", shown.map_or(JsValue::NULL, |id| id.to_string().into()));
        }
    });
    on_cleanup(move || {
        if let Some(Some(map)) = drawn.try_update_value(Option::take) {
            call(&map.handle, "destroy", &[]);
        }
    });
    view! {
        <Show when=move || overview.works.get() fallback=|| view! { <div class="map"><p class="map-fallback">{t!("map.unavailable")}</p></div> }>
            <div class="map" node_ref=element></div>
        </Show>
    }
}

async fn draw(element: &web_sys::HtmlDivElement, region: &Region, overview: Overview) -> Option<Drawn> {
    let island = load().await?;
    let on_move = Closure::new(move |value: JsValue| {
        if let Some(bounds) = read_box(&value) {
            overview.view.try_set(Some(bounds));
        }
    });
    let on_select = Closure::new(move |value: JsValue| {
        overview.chosen.try_set(value.as_string().and_then(|id| id.parse().ok()));
    });
    let on_area = Closure::new(move |value: JsValue| {
        if let Some(code) = value.as_string().and_then(|code| code.parse().ok()) {
            overview.on_area.try_run(code);
        }
    });
    let listeners: Vec<Closure<dyn FnMut(JsValue)>> = vec![on_move, on_select, on_area];
    let center = [region.center.longitude, region.center.latitude].into_iter().map(JsValue::from_f64).collect::<Array>();
    let options = object(&[
        ("center", center.into()),
        ("bbox", to_box(&region.bounding_box)),
        ("locale", language_now().tag().into()),
        ("attribution", region.boundary_attribution.as_deref().map_or(JsValue::NULL, JsValue::from_str)),
        ("onMove", listeners[0].as_ref().clone()),
        ("onSelect", listeners[1].as_ref().clone()),
        ("onArea", listeners[2].as_ref().clone()),
    ]);
    let making: Promise = call(&island, "createMap", &[element.into(), options.into()])?.dyn_into().ok()?;
    let handle = JsFuture::from(making).await.ok()?;
    call(&handle, "setAreas", &["/map/areas/village.geojson".into(), "/map/areas/district.geojson".into()]);
    call(&handle, "setNeighbours", &["/map/neighbours.geojson".into()]);
    // Browser tests wait for the map's own "idle" and ask it what it has drawn.
    let _ = Reflect::set(element, &"map".into(), &handle);
    let _ = element.set_attribute("aria-label", t("map.label"));
    Some(Drawn { handle, _listeners: listeners })
}
