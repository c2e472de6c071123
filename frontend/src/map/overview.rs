use super::canvas::{Canvas, Drawing, Listener};
use super::island::read_box;
use leptos::prelude::*;
use shared::area::AreaCode;
use shared::value::{BoundingBox, ProposalId};
use wasm_bindgen::JsValue;

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

/// The map of proposals and areas; an empty frame with a quiet note where there is none.
#[component]
pub fn OverviewMap(overview: Overview) -> impl IntoView {
    let canvas = Canvas::new(overview.works, move || drawing(overview));
    let text = |value: Option<String>| value.map_or(JsValue::NULL, Into::into);
    let id = move |proposal: Option<ProposalId>| text(proposal.map(|id| id.to_string()));
    canvas.follow("setNeighbours", || "/map/neighbours.geojson".into());
    canvas.follow("showProposals", move || overview.points.get().into());
    canvas.follow("highlightArea", move || text(overview.area.get().map(|code| code.to_string())));
    canvas.follow("select", move || id(overview.chosen.get()));
    canvas.follow("point", move || id(overview.pointed.get().or_else(|| overview.chosen.get_untracked())));
    view! {
        <Show when=move || overview.works.get() fallback=|| view! { <div class="map"><p class="map-fallback">{t!("map.unavailable")}</p></div> }>
            <div class="map" node_ref=canvas.element></div>
        </Show>
    }
}

fn drawing(overview: Overview) -> Drawing {
    let on_move = Listener::new(move |value: JsValue| {
        if let Some(bounds) = read_box(&value) {
            overview.view.try_set(Some(bounds));
        }
    });
    let on_select = Listener::new(move |value: JsValue| {
        overview.chosen.try_set(value.as_string().and_then(|id| id.parse().ok()));
    });
    let on_area = Listener::new(move |value: JsValue| {
        if let Some(code) = value.as_string().and_then(|code| code.parse().ok()) {
            overview.on_area.try_run(code);
        }
    });
    let listeners = vec![("onMove", on_move), ("onSelect", on_select), ("onArea", on_area)];
    Drawing { maker: "createMap", options: Vec::new(), listeners }
}
