use super::Icon;
use crate::i18n::name_of;
use leptos::prelude::*;
use shared::proposal::{Status, StatusFamily};

/// The style sheet's word for the status's colour.
pub const fn status_class(status: Status) -> &'static str {
    family_class(status.family())
}

pub const fn family_class(family: StatusFamily) -> &'static str {
    match family {
        StatusFamily::Waiting => "wait",
        StatusFamily::Accepted => "ok",
        StatusFamily::Working => "go",
        StatusFamily::Refused => "no",
        StatusFamily::Closed => "neutral",
    }
}

/// The icon of the status, the same shape as its pin on the map.
pub const fn status_icon(status: Status) -> &'static str {
    family_icon(status.family())
}

pub const fn family_icon(family: StatusFamily) -> &'static str {
    match family {
        StatusFamily::Waiting => "status-wait",
        StatusFamily::Accepted => "status-ok",
        StatusFamily::Working => "status-go",
        StatusFamily::Refused => "status-no",
        StatusFamily::Closed => "status-neutral",
    }
}

/// A status: colour, icon and word, never colour alone.
#[component]
pub fn StatusTag(status: Status) -> impl IntoView {
    view! { <span class=format!("tag {}", status_class(status))><Icon name=status_icon(status)/>{move || name_of(status)}</span> }
}

/// What the pins' colours and shapes mean.
#[component]
pub fn StatusFamilyLegend() -> impl IntoView {
    let line = |family: StatusFamily| view! { <li class=family_class(family)><Icon name=family_icon(family)/>{move || name_of(family)}</li> };
    view! { <ul class="legend">{StatusFamily::ALL.iter().copied().map(line).collect_view()}</ul> }
}
