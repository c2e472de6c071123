use crate::page_focus;
use leptos::html::H1;
use leptos::prelude::*;

/// The page's heading: also the title of the window, and where the reader lands after a move.
#[component]
pub fn Heading(#[prop(into)] text: TextProp) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    page_focus::take_focus(heading);
    let title = text.clone();
    view! {
        <leptos_meta::Title text=move || title.get()/>
        <h1 tabindex="-1" node_ref=heading>{move || text.get()}</h1>
    }
}
