use super::{FormErrors, Icon};
use leptos::prelude::*;

/// What a control needs to know of the field around it.
#[derive(Clone, Copy)]
pub struct FieldScope {
    /// The field's name in camelCase; the control's id and name.
    pub name: StoredValue<String>,
    pub described_by: Signal<Option<String>>,
    pub invalid: Signal<bool>,
}

impl FieldScope {
    fn new(name: String, label: &TextProp, has_hint: bool, errors: FormErrors) -> (Self, Memo<Option<String>>) {
        errors.label(&name, label.clone());
        let name = StoredValue::new(name);
        let error = Memo::new(move |_| errors.of(&name.read_value()));
        let described_by = Signal::derive(move || {
            let name = name.read_value();
            let hint = has_hint.then(|| format!("{}-hint", *name));
            let error = error.with(Option::is_some).then(|| format!("{}-error", *name));
            match (hint, error) {
                (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
                (hint, error) => hint.or(error),
            }
        });
        let scope = Self { name, described_by, invalid: Signal::derive(move || error.with(Option::is_some)) };
        provide_context(scope);
        (scope, error)
    }

    /// The scope of the field around a control.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self {
            name: StoredValue::new(String::new()),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
        })
    }

    pub fn id(self) -> String {
        self.name.get_value()
    }

    pub fn aria_invalid(self) -> Option<&'static str> {
        self.invalid.get().then_some("true")
    }
}

/// Label, hint and error around one control, which finds its name and description here.
#[component]
pub fn Field(
    /// The input field in camelCase.
    #[prop(into)]
    name: String,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// A narrow control.
    #[prop(optional)]
    short: bool,
    errors: FormErrors,
    children: Children,
) -> impl IntoView {
    let (scope, error) = FieldScope::new(name, &label, hint.is_some(), errors);
    view! {
        <div class="field" class:short=short class:invalid=move || scope.invalid.get()>
            <label for=scope.id()>{move || label.get()} {optional.then(optional_mark)}</label>
            {hint_and_error(scope, hint, error)}
            {children()}
        </div>
    }
}

/// A question with several controls (radio buttons, checkboxes) as its answer.
#[component]
pub fn FieldSet(
    #[prop(into)] name: String,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: Option<TextProp>,
    #[prop(optional)] optional: bool,
    /// Large, as the one question of a step.
    #[prop(optional)]
    question: bool,
    errors: FormErrors,
    children: Children,
) -> impl IntoView {
    let (scope, error) = FieldScope::new(name, &label, hint.is_some(), errors);
    view! {
        <fieldset class="field" id=scope.id() tabindex="-1" class:invalid=move || scope.invalid.get() aria-describedby=move || scope.described_by.get()>
            <legend class:question=question>{move || label.get()} {optional.then(optional_mark)}</legend>
            {hint_and_error(scope, hint, error)}
            {children()}
        </fieldset>
    }
}

fn optional_mark() -> impl IntoView {
    view! { " " <span class="optional">{t!("form.optional")}</span> }
}

fn hint_and_error(scope: FieldScope, hint: Option<TextProp>, error: Memo<Option<String>>) -> impl IntoView {
    let id = scope.id();
    let error_id = format!("{id}-error");
    view! {
        {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{move || hint.get()}</p> })}
        {move || error.get().map(|message| view! { <p class="error" id=error_id.clone()><Icon name="warning"/>{message}</p> })}
    }
}
