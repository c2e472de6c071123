use crate::plan::Live;
use leptos::html::Input;
use leptos::prelude::*;
use shared::plan::RowId;
use shared::plan::schema::{Table, Value};

/// One field of one row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct At {
    pub table: Table,
    pub row: RowId,
    pub field: &'static str,
}

impl At {
    /// The id of its control.
    pub fn id(self) -> String {
        format!("{}-{}", self.field, self.row)
    }
}

/// A field in which the last word counts: it is said when one leaves it. What others say shows at once, but not while one
/// is in it. `read` makes the value of what was typed; `None` puts back what was there.
#[component]
pub fn Cell(
    live: Live,
    at: At,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] label: TextProp,
    /// What the others are told of where one is.
    place: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = 200)] max: i32,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] read: Option<fn(&str) -> Option<Value>>,
) -> impl IntoView {
    let node = NodeRef::<Input>::new();
    let focused = RwSignal::new(false);
    let invalid = RwSignal::new(false);
    let show = move || {
        if let Some(input) = node.get_untracked() {
            input.set_value(&value.get_untracked());
        }
    };
    Effect::new(move |_| {
        value.track();
        node.track();
        if !focused.get_untracked() {
            invalid.set(false);
            show();
        }
    });
    let commit = move || {
        let Some(input) = node.get_untracked() else { return };
        let typed = input.value();
        if typed == value.get_untracked() {
            invalid.set(false);
            return;
        }
        match read.map_or_else(|| Some(Value::Text(typed.trim().to_owned())), |read| read(&typed)) {
            Some(new) => {
                invalid.set(false);
                live.set(at.table, at.row, at.field, new);
                live.end_step();
            }
            None => invalid.set(true),
        }
    };
    let leave = move |_| {
        focused.set(false);
        commit();
        if !invalid.get_untracked() {
            show();
        }
    };
    let enter = move |_| {
        focused.set(true);
        live.stand_at(place);
    };
    view! {
        <input
            id=at.id() type=kind class=format!("input {class}") inputmode=inputmode maxlength=max autocomplete="off"
            aria-label=move || label.get() aria-invalid=move || invalid.get().then_some("true")
            readonly=move || !live.may_edit.get() node_ref=node
            on:focus=enter on:change=move |_| commit() on:blur=leave
        />
    }
}

/// A list to choose a field's value from; what is chosen is said at once.
#[component]
pub fn Pick(
    live: Live,
    at: At,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] label: TextProp,
    place: &'static str,
    options: Vec<crate::ui::Choice>,
    /// The first line, for no choice.
    #[prop(optional, into)]
    none: Option<TextProp>,
) -> impl IntoView {
    let option = move |choice: crate::ui::Choice| {
        let own = choice.value.clone();
        view! { <option value=choice.value.clone() selected=move || value.with(|value| *value == own)>{move || choice.label.get()}</option> }
    };
    let choose = move |event| {
        let chosen = event_target_value(&event);
        live.set(at.table, at.row, at.field, if chosen.is_empty() { Value::None } else { Value::Text(chosen) });
        live.end_step();
    };
    view! {
        <select id=at.id() class="input" aria-label=move || label.get() disabled=move || !live.may_edit.get() on:focus=move |_| live.stand_at(place) on:change=choose>
            {none.map(|none| view! { <option value="" selected=move || value.with(String::is_empty)>{move || none.get()}</option> })}
            {options.into_iter().map(option).collect_view()}
        </select>
    }
}

/// Puts the cursor into a control once it is on the page.
pub fn focus_soon(id: String) {
    use wasm_bindgen::JsCast;
    request_animation_frame(move || {
        let element = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
