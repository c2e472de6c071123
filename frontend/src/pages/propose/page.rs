use super::draft::{Draft, new_client_key};
use super::uploads::Uploads;
use super::wizard::Wizard;
use leptos::prelude::*;

/// A new proposal, or the one that was begun on this device.
#[component]
pub fn ProposePage() -> impl IntoView {
    match Draft::find(None) {
        Some(draft) => view! { <Wizard draft uploads=Uploads::find(None) restored=true/> },
        None => view! { <Wizard draft=Draft::new(new_client_key()) uploads=Uploads::default()/> },
    }
}
