use super::case::Case;
use crate::i18n::t;
use crate::map::PreviewMap;
use leptos::prelude::*;

/// The place on a small map; without a map or a place, a sentence.
#[component]
pub fn Place(case: Case) -> impl IntoView {
    let geometry = Memo::new(move |_| case.proposal.with(|proposal| proposal.geometry.clone()));
    let works = RwSignal::new(true);
    move || {
        geometry.get().map(|geometry| {
            view! {
                <div class="place-card">
                    <Show when=move || works.get() fallback=move || view! { <p class="card muted small">{t("map.unavailable_here")}</p> }>
                        <PreviewMap geometry=geometry.clone() works/>
                    </Show>
                </div>
            }
            .into_any()
        })
    }
}
