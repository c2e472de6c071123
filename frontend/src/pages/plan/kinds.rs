use crate::i18n::name_of;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::plan::FeatureKind;

/// The sign of a kind, as the map draws it, and the class that gives it its colour.
const fn sign(kind: FeatureKind) -> (&'static str, &'static str) {
    match kind {
        FeatureKind::Planned => ("kind-planned", "info"),
        FeatureKind::Existing => ("kind-existing", "ok"),
        FeatureKind::Problem => ("kind-problem", "no"),
        FeatureKind::Potential => ("kind-potential", "potential"),
    }
}

/// What the signs on a plan's map mean.
#[component]
pub fn KindLegend() -> impl IntoView {
    view! { <ul class="legend plain">{FeatureKind::ALL.iter().copied().map(line).collect_view()}</ul> }
}

fn line(kind: FeatureKind) -> impl IntoView {
    let (icon, class) = sign(kind);
    view! { <li class=class><Icon name=icon/>{move || name_of(kind)}</li> }
}
