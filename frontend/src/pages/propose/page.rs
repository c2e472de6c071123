use super::draft::{Draft, find_photos, new_client_key};
use super::wizard::Wizard;
use leptos::prelude::*;

/// A new proposal, or the one that was begun on this device.
#[component]
pub fn ProposePage() -> impl IntoView {
    match Draft::find(None) {
        Some(draft) => view! { <Wizard draft photos=find_photos(None).unwrap_or_default() restored=true/> },
        None => view! { <Wizard draft=Draft::new(new_client_key()) photos=Vec::new()/> },
    }
}
