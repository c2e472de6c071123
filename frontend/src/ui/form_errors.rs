use crate::i18n::{fill, language_now, t};
use leptos::html::Div;
use leptos::prelude::*;
use shared::operations::UserError;
use shared::{ErrorCode, FieldError, FieldErrors};
use std::collections::HashMap;
use wasm_bindgen::JsCast;

/// One thing to mend, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The input field in camelCase, which is also the control's id; none when it is about the whole.
    pub field: Option<String>,
    pub message: String,
}

/// Everything to mend in one form. Fields read their own, the summary reads all.
#[derive(Clone, Copy)]
pub struct FormErrors(RwSignal<Vec<FormError>>, StoredValue<HashMap<String, TextProp>>);

impl FormErrors {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()), StoredValue::new(HashMap::new()))
    }

    /// What people read at the field, so that the summary can name it as well.
    pub fn label(self, field: &str, label: TextProp) {
        self.1.update_value(|labels| {
            labels.insert(field.to_owned(), label);
        });
    }

    /// "This is required" says nothing away from its field; every other message speaks for itself.
    fn in_words(self, field: Option<String>, is_missing: bool, message: String) -> FormError {
        let label = field.as_ref().filter(|_| is_missing).and_then(|field| self.1.read_value().get(field).cloned());
        let message = match label {
            Some(label) => fill(t("form.required"), &[("field", label.get().to_string())]),
            None => message,
        };
        FormError { field, message }
    }

    pub fn clear(self) {
        self.0.set(Vec::new());
    }

    /// Shows these instead of what was there.
    pub fn set(self, errors: Vec<FormError>) {
        self.0.set(errors);
    }

    /// Says this, or nothing any more, about one field; what is about others stays.
    pub fn tell(self, field: &str, message: Option<String>) {
        self.retain(|error| error.field.as_deref() != Some(field));
        if let Some(message) = message {
            self.0.update(|errors| errors.push(FormError { field: Some(field.to_owned()), message }));
        }
    }

    /// Takes back what no longer holds.
    pub fn retain(self, holds: impl FnMut(&FormError) -> bool) {
        let before = self.0.with_untracked(Vec::len);
        let mut errors = self.0.get_untracked();
        errors.retain(holds);
        if errors.len() != before {
            self.0.set(errors);
        }
    }

    /// As it is at this moment.
    pub fn has_any(self) -> bool {
        !self.0.with_untracked(Vec::is_empty)
    }

    /// What the server found.
    pub fn show_answer(self, errors: Vec<UserError>) {
        let worded = |error: UserError| {
            let is_missing = error.is(ErrorCode::Required);
            self.in_words(error.field, is_missing, error.message)
        };
        self.0.set(errors.into_iter().map(worded).collect());
    }

    /// What the shared rules found in the browser.
    pub fn show(self, errors: &FieldErrors) {
        let language = language_now();
        let worded =
            |error: &FieldError| self.in_words(error.field.clone(), error.code == ErrorCode::Required, error.message(language));
        self.0.set(errors.iter().map(worded).collect());
    }

    /// The first message for a field; followed where it is read reactively.
    pub fn of(self, field: &str) -> Option<String> {
        self.0.with(|errors| errors.iter().find(|error| error.field.as_deref() == Some(field)).map(|error| error.message.clone()))
    }

    /// What is about the whole, for a question without fields.
    pub fn whole(self) -> Option<String> {
        self.0.with(|errors| errors.first().map(|error| error.message.clone()))
    }

    pub fn is_empty(self) -> bool {
        self.0.with(Vec::is_empty)
    }
}

/// All that is to be mended, at the top of the form; takes the focus when it appears. Each line leads to its field.
#[component]
pub fn ErrorSummary(errors: FormErrors) -> impl IntoView {
    let summary = NodeRef::<Div>::new();
    Effect::new(move |before: Option<Vec<FormError>>| {
        let now = errors.0.get();
        // Taking an error back must not take the focus from the control that mended it.
        let is_news = before.is_none_or(|before| now.iter().any(|error| !before.contains(error)) || before == now);
        if let Some(summary) = summary.get().filter(|_| is_news) {
            let _ = summary.focus();
        }
        now
    });
    view! {
        <Show when=move || !errors.is_empty()>
            <div class="error-summary" tabindex="-1" role="alert" node_ref=summary>
                <h2>{t!("form.mend")}</h2>
                <ul>{move || errors.0.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}

fn line(error: FormError) -> impl IntoView {
    match error.field {
        Some(field) => {
            let href = format!("#{field}");
            let jump = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                focus_control(&field);
            };
            view! { <li><a href=href on:click=jump>{error.message}</a></li> }.into_any()
        }
        None => view! { <li>{error.message}</li> }.into_any(),
    }
}

/// Focuses the control with this id, or the first one inside a group of that id.
fn focus_control(id: &str) {
    let Some(element) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(id))
    else {
        return;
    };
    let inner = element.query_selector("input, select, textarea, button").ok().flatten();
    for candidate in [Some(element), inner].into_iter().flatten() {
        if let Ok(control) = candidate.dyn_into::<web_sys::HtmlElement>() {
            control.scroll_into_view();
            if control.focus().is_ok() && control.matches(":focus").unwrap_or(false) {
                return;
            }
        }
    }
}
