use super::answer::{Names, in_words};
use super::outbox::Outbox;
use super::question::{QUESTIONS, Question};
use super::state::FormState;
use super::typed::{Typed, to_value, typed_of};
use crate::api::Conflict;
use crate::ui::{Button, Heading};
use leptos::prelude::*;
use serde_json::{Map, Value};

/// One answer that differs between the server's version and this device's.
#[derive(Debug, PartialEq)]
struct Difference {
    question: &'static Question,
    current: String,
    yours: String,
    /// Only the other side changed it since it was read: theirs is the likely choice.
    is_theirs: bool,
}

/// What differs, with the side to suggest; `base` is what both began from.
fn differences(base: &Map<String, Value>, current: &Map<String, Value>, typed: &Typed) -> Vec<Difference> {
    let current = typed_of(current);
    let base = typed_of(base);
    QUESTIONS
        .iter()
        .filter_map(|question| {
            let text = |typed: &Typed| typed.get(question.name).cloned().unwrap_or_default();
            // The same number in another notation is no difference.
            let is_same = |one: &str, other: &str| to_value(question.entry, one) == to_value(question.entry, other);
            let (current, yours) = (text(&current), text(typed));
            let is_theirs = is_same(&text(&base), &yours);
            (!is_same(&current, &yours)).then_some(Difference { question, current, yours, is_theirs })
        })
        .collect()
}

/// Both versions side by side, answer by answer: the person chooses, nothing is lost.
#[component]
pub fn ConflictView(conflict: Conflict, state: FormState, outbox: Outbox, names: Names) -> impl IntoView {
    let found = untrack(|| differences(&state.base(), &conflict.current, &state.typed()));
    let choices: Vec<_> = found.into_iter().map(|found| (RwSignal::new(found.is_theirs), StoredValue::new(found))).collect();
    let rows = choices.clone();
    let save = move |_| {
        for (is_theirs, found) in &choices {
            if is_theirs.get_untracked() {
                found.with_value(|found| state.put(found.question.name, found.current.clone()));
            }
        }
        state.rebase(conflict.current_version, conflict.current.clone());
        outbox.conflict.set(None);
        outbox.again();
    };
    view! {
        <section class="stack conflict" aria-labelledby="conflict-heading">
            <Heading text=t!("conflict.title")/>
            <p>{t!("conflict.text")}</p>
            <h2 id="conflict-heading">{t!("conflict.heading")}</h2>
            {rows.into_iter().map(|(is_theirs, found)| row(is_theirs, found, names)).collect_view()}
            <div class="form-actions"><Button class="primary" label=t!("conflict.save") busy=outbox.busy on_press=Callback::new(save)/></div>
        </section>
    }
}

fn row(is_theirs: RwSignal<bool>, found: StoredValue<Difference>, names: Names) -> impl IntoView {
    let name = found.with_value(|found| found.question.name);
    let label = found.with_value(|found| found.question.label);
    let words = move |theirs: bool| {
        found.with_value(|found| match if theirs { &found.current } else { &found.yours } {
            text if text.is_empty() => crate::i18n::t("answer.none").to_owned(),
            text => in_words(found.question, text, names),
        })
    };
    let card = move |theirs: bool| {
        view! {
            <label class="choice">
                <input type="radio" name=format!("conflict-{name}") value=if theirs { "current" } else { "yours" } prop:checked=move || is_theirs.get() == theirs on:change=move |_| is_theirs.set(theirs)/>
                <span><span class="hint">{move || crate::i18n::t(if theirs { "conflict.current" } else { "conflict.yours" })}</span><span class="prose">{move || words(theirs)}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{move || crate::i18n::t(label)}</legend>
            <div class="choices pair">{card(true)} {card(false)}</div>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        let Value::Object(map) = value else { panic!("not an object") };
        map
    }

    #[test]
    fn only_what_differs_is_asked_and_the_side_that_changed_is_suggested() {
        let base = map(json!({ "title": "A", "address": "x", "estimatedCost": 1000, "beneficiaries": 1200 }));
        let current = map(json!({ "title": "B", "address": "x", "estimatedCost": 2000, "beneficiaries": 1200, "status": "DRAFT" }));
        let typed = [("title", "A"), ("address", "x "), ("estimatedCost", "3.000"), ("beneficiaries", "1.200")];
        let typed: Typed = typed.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let found = differences(&base, &current, &typed);
        let found: Vec<_> = found.iter().map(|d| (d.question.name, d.current.as_str(), d.yours.as_str(), d.is_theirs)).collect();
        assert_eq!(found, [("title", "B", "A", true), ("estimatedCost", "2.000", "3.000", false)]);
    }
}
