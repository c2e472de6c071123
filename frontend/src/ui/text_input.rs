use super::field::FieldScope;
use leptos::prelude::*;

/// One line of text, inside a [`super::Field`].
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    /// `text`, `email`, `tel`, `password`, `search`…
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    /// Characters, counted below the control.
    #[prop(optional)]
    max: Option<usize>,
) -> impl IntoView {
    let scope = FieldScope::get();
    view! {
        <input
            id=scope.id()
            name=scope.id()
            type=kind
            inputmode=inputmode
            autocomplete=autocomplete
            autocapitalize=matches!(kind, "password" | "email").then_some("none")
            aria-describedby=move || scope.described_by.get()
            aria-invalid=move || scope.aria_invalid()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        />
        {max.map(|max| count(value, max))}
    }
}

/// Several lines of text, inside a [`super::Field`].
#[component]
pub fn TextArea(value: RwSignal<String>, #[prop(default = 5)] rows: u32, #[prop(optional)] max: Option<usize>) -> impl IntoView {
    let scope = FieldScope::get();
    view! {
        <textarea
            id=scope.id()
            name=scope.id()
            rows=rows
            aria-describedby=move || scope.described_by.get()
            aria-invalid=move || scope.aria_invalid()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
        {max.map(|max| count(value, max))}
    }
}

/// How much of the room is used, once more than half of it is.
fn count(value: RwSignal<String>, max: usize) -> impl IntoView {
    let used = Memo::new(move |_| value.with(|text| text.chars().count()));
    let is_over = move || used.get() > max;
    let is_hidden = move || used.get() * 2 < max;
    view! {
        <p class="char-count" class:over=is_over hidden=is_hidden>
            {move || format!("{}/{max}", used.get())}
        </p>
    }
}
