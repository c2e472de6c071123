use leptos::prelude::*;

/// Nothing here yet, and what to do about it.
#[component]
pub fn Empty(
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <svg class="motif" viewBox="0 0 48 48" aria-hidden="true"><use href="/icons.svg#kawung"></use></svg>
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
