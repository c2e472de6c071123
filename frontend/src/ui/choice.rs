use super::Icon;
use super::field::FieldScope;
use crate::i18n::{Named, name_of};
use leptos::prelude::*;

/// One thing to choose.
#[derive(Clone)]
pub struct Choice {
    /// Its value in the control; for an enum, its text on the wire.
    pub value: String,
    pub label: TextProp,
    pub hint: Option<TextProp>,
    pub icon: Option<&'static str>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<TextProp>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, icon: None }
    }
}

/// The values of an enum as choices, by their names.
pub fn choices<T: Named + Send + Sync + 'static>(values: &[T]) -> Vec<Choice> {
    values
        .iter()
        .map(|value| {
            let value = *value;
            Choice::new(value.wire(), move || name_of(value))
        })
        .collect()
}

/// A list to choose one from, inside a [`super::Field`]. An empty value is "none", shown as `placeholder`.
#[component]
pub fn Select(
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    /// The first line, for no choice; without it something is always chosen.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let scope = FieldScope::get();
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        view! { <option value=choice.value.clone() selected=move || value.with(|value| *value == own)>{move || choice.label.get()}</option> }
    };
    view! {
        <select
            id=scope.id()
            name=scope.id()
            disabled=move || disabled.get()
            aria-describedby=move || scope.described_by.get()
            aria-invalid=move || scope.aria_invalid()
            on:change=move |event| value.set(event_target_value(&event))
        >
            {placeholder.map(|text| view! { <option value="" selected=move || value.with(String::is_empty)>{move || text.get()}</option> })}
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    }
}

/// Cards to choose one of, inside a [`super::FieldSet`].
#[component]
pub fn Choices(
    value: RwSignal<String>,
    options: Vec<Choice>,
    /// Several to a row where there is room.
    #[prop(optional)]
    tiles: bool,
) -> impl IntoView {
    let scope = FieldScope::get();
    let card = move |choice: Choice| {
        let Choice { value: own, label, hint, icon } = choice;
        let chosen = {
            let own = own.clone();
            move || value.with(|value| *value == own)
        };
        view! {
            <label class="choice">
                <input type="radio" name=scope.id() value=own.clone() prop:checked=chosen on:change=move |_| value.set(own.clone())/>
                {icon.map(|icon| view! { <Icon name=icon/> })}
                <span>
                    {move || label.get()}
                    {hint.map(|hint| view! { <span class="hint">{move || hint.get()}</span> })}
                </span>
            </label>
        }
    };
    view! { <div class="choices" class:tiles=tiles>{options.into_iter().map(card).collect_view()}</div> }
}
