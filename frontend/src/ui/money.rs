use super::field::FieldScope;
use leptos::prelude::*;
use shared::value::Rupiah;

/// An amount in rupiah, inside a [`super::Field`]. The value is what was typed; leaving the control writes it in full form.
#[component]
pub fn MoneyInput(value: RwSignal<String>) -> impl IntoView {
    let scope = FieldScope::get();
    let tidy = move |_| {
        if let Ok(amount) = value.with_untracked(|text| Rupiah::parse(text)) {
            value.set(amount.format().trim_start_matches("Rp").to_owned());
        }
    };
    view! {
        <div class="affix">
            <span aria-hidden="true">"Rp"</span>
            <input
                id=scope.id()
                name=scope.id()
                class="num"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby=move || scope.described_by.get()
                aria-invalid=move || scope.aria_invalid()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                on:change=tidy
            />
        </div>
    }
}
