use crate::i18n::name_of;
use crate::map::PlanMap;
use crate::pages::plan::comments::{Anchor, CommentButton};
use crate::pages::plan::kinds::KindLegend;
use crate::pages::plan::shape::shape_name;
use crate::ui::{Button, Icon};
use leptos::prelude::*;
use shared::plan::{Feature, RowId};

/// What the plan shows on its map, and the same as a list.
#[component]
pub fn Places(features: Memo<Vec<Feature>>) -> impl IntoView {
    let works = RwSignal::new(true);
    let chosen = RwSignal::new(None::<RowId>);
    // One that the list asks the map to show.
    let wanted = RwSignal::new(None::<RowId>);
    let item = move |it: Feature| {
        let id = it.id;
        let look = Callback::new(move |_| {
            chosen.set(Some(id));
            wanted.set(Some(id));
        });
        view! {
            <li class="card plan-feature" aria-current=move || (chosen.get() == Some(id)).then_some("true")>
                <div class="split">
                    <strong>{name(&it)}</strong>
                    <Show when=move || works.get()><Button class="small quiet no-print" icon="map" label=t!("plan.see_on_map") on_press=look/></Show>
                </div>
                <span class="small muted num">{shape_name(&it.geometry)}</span>
                {(!it.note.is_empty()).then(|| view! { <p class="prose">{it.note.clone()}</p> })}
                <CommentButton anchor=Anchor::feature(id)/>
            </li>
        }
    };
    view! {
        <Show when=move || !features.with(Vec::is_empty)>
            <section class="section">
                <h2>{t!("plan.map")}</h2>
                <Show when=move || works.get()><Shown features chosen wanted works/></Show>
                <ul class="plan-features plain">{move || features.get().into_iter().map(item).collect_view()}</ul>
            </section>
        </Show>
    }
}

fn name(it: &Feature) -> impl Fn() -> String + Clone + use<> {
    let (kind, label) = (it.kind, it.label.clone());
    move || if label.is_empty() { name_of(kind).to_owned() } else { format!("{label} ({})", name_of(kind)) }
}

#[component]
fn Shown(
    features: Memo<Vec<Feature>>,
    chosen: RwSignal<Option<RowId>>,
    wanted: RwSignal<Option<RowId>>,
    works: RwSignal<bool>,
) -> impl IntoView {
    let map = PlanMap::new(features.into(), chosen, wanted, None, works);
    let card = move || {
        let one = chosen.get().and_then(|id| features.with(|all| all.iter().find(|it| it.id == id).cloned()));
        one.map(|it| {
            view! {
                <article class="card plan-map-card">
                    <div class="split">
                        <strong>{name(&it)}</strong>
                        <button type="button" class="btn quiet icon-only small" aria-label=t!("action.close") on:click=move |_| chosen.set(None)><Icon name="x"/></button>
                    </div>
                    {(!it.note.is_empty()).then(|| view! { <p class="prose small">{it.note.clone()}</p> })}
                </article>
            }
        })
    };
    view! {
        <div class="plan-panel">
            <div class="plan-map-frame">
                <div class="map plan-map" node_ref=map.element()></div>
                <div aria-live="polite">{card}</div>
            </div>
            <KindLegend/>
        </div>
    }
}
