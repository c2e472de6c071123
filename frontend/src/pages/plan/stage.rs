use crate::i18n::name_of;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::plan::Stage;

/// How far a plan is: colour, icon and word.
#[component]
pub fn StageTag(stage: Stage) -> impl IntoView {
    let (class, icon) = match stage {
        Stage::Draft => ("tag neutral", "edit"),
        Stage::Open => ("tag go", "comment"),
        Stage::InReview => ("tag wait", "status-wait"),
        Stage::Agreed => ("tag ok", "status-ok"),
        Stage::Superseded => ("tag neutral", "history"),
    };
    view! { <span class=class><Icon name=icon/>{move || name_of(stage)}</span> }
}
