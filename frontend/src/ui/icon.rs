use leptos::prelude::*;

/// A picture beside words: it says nothing to a screen reader. Names stand in frontend/style/README.md.
#[component]
pub fn Icon(#[prop(into)] name: TextProp, #[prop(optional)] large: bool) -> impl IntoView {
    view! {
        <svg class="icon" class:large=large aria-hidden="true">
            <use href=move || format!("/icons.svg#{}", name.get())></use>
        </svg>
    }
}
