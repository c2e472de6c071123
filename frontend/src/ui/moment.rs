use crate::i18n::language;
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;
use shared::value::time::{format_date, format_instant};

/// A day, with the exact instant for machines and on hover.
#[component]
pub fn Day(at: DateTime<Utc>) -> impl IntoView {
    view! { <time datetime=at.to_rfc3339_opts(SecondsFormat::Secs, true) title=move || format_instant(at, language())>{move || format_date(at, language())}</time> }
}
