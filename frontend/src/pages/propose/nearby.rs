use super::state::FormState;
use crate::api::load;
use crate::i18n::language;
use crate::routes;
use crate::ui::{Icon, StatusTag};
use leptos::prelude::*;
use shared::operations::proposal::{NearVariables, NearbyProposal, ProposalsNear};
use shared::value::number::group_thousands;
use shared::value::{Location, Shape};

const RADIUS_METERS: i32 = 500;
/// More than this and nobody reads them.
const MOST_SHOWN: usize = 3;

/// The point that stands for what is drawn.
pub fn anchor(state: FormState) -> Memo<Option<Location>> {
    Memo::new(move |_| {
        state.geometry.with(|shape| shape.as_ref().and_then(|shape| Shape::from_geojson(shape).ok()).map(|shape| shape.anchor()))
    })
}

/// What was proposed around here already: supporting it does more than proposing it again.
#[component]
pub fn Nearby(state: FormState, anchor: Memo<Option<Location>>) -> impl IntoView {
    let near = load::<ProposalsNear>(move || anchor.get().map(|location| NearVariables { location, radius_meters: RADIUS_METERS }));
    let own = state.target().map(|target| target.id);
    let found = Memo::new(move |_| {
        let all = near.data.get().filter(|_| anchor.with(Option::is_some)).map(|data| data.answer).unwrap_or_default();
        all.into_iter().filter(|nearby| Some(nearby.proposal.id) != own).collect::<Vec<_>>()
    });
    view! {
        <div aria-live="polite">
            <Show when=move || found.with(|found| !found.is_empty())>
                <section class="nearby" aria-labelledby="nearby-heading">
                    <h2 id="nearby-heading" class="nearby-title"><Icon name="users"/>{t!("nearby.title")}</h2>
                    <p>{t!("nearby.text", count = found.with(Vec::len), radius = RADIUS_METERS)}</p>
                    <ul class="nearby-list">{move || found.get().into_iter().take(MOST_SHOWN).map(row).collect_view()}</ul>
                </section>
            </Show>
        </div>
    }
}

fn row(nearby: NearbyProposal) -> impl IntoView {
    let NearbyProposal { proposal, distance_meters } = nearby;
    view! {
        <li>
            <a href=routes::proposal(proposal.id)>{proposal.title}</a>
            <p class="cluster small muted">
                <span class="num">{move || group_thousands(distance_meters, language())} " m"</span>
                <StatusTag status=proposal.status/>
                <span class="figure"><Icon name="heart"/>{move || group_thousands(proposal.support_count, language())} " " {t!("proposal.supports")}</span>
            </p>
        </li>
    }
}
