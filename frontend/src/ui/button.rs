use super::Icon;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A button. While `busy` it shows so and does nothing, but keeps its place in the order of the keyboard.
#[component]
pub fn Button(
    #[prop(into)] label: TextProp,
    /// Words of the style sheet beside `btn`: `primary`, `quiet`, `danger`, `small`, `wide`.
    #[prop(optional, into)]
    class: TextProp,
    #[prop(optional)] icon: &'static str,
    /// A `submit` button when true.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] on_press: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if busy.get_untracked() || disabled.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(event);
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=move || format!("btn {}", class.get())
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || (busy.get() || disabled.get()).then_some("true")
            on:click=press
        >
            {(!icon.is_empty()).then(|| view! { <Icon name=icon/> })}
            {move || label.get()}
        </button>
    }
}
