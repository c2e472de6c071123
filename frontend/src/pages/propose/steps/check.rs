use super::super::answer::{Names, in_words};
use super::super::documents::DocumentList;
use super::super::question::{QUESTIONS, Question};
use super::super::state::FormState;
use super::super::step::Step;
use crate::i18n::{name_of, t};
use crate::ui::{FormError, Icon};
use leptos::prelude::*;
use shared::proposal::Unit;

/// Everything as it will be sent, each step with a way back to it. `address` is that of a step to be mended.
#[component]
pub fn CheckStep(state: FormState, names: Names, address: Callback<Step, String>) -> impl IntoView {
    let found = Memo::new(move |_| state.examine().1);
    let section = move |step: Step| {
        let questions = QUESTIONS.iter().filter(move |question| question.step == step);
        let rows = move || questions.clone().filter_map(|question| row(question, state, names, &found.read())).collect_view();
        view! {
            <section class="propose-review" aria-labelledby=step.name()>
                <header class="split">
                    <h2 id=step.name()>{move || t(step.name())}</h2>
                    <a class="btn small" href=address.run(step)>{t!("propose.change")}<span class="visually-hidden">": " {move || t(step.name())}</span></a>
                </header>
                <dl class="facts">{rows}</dl>
                {(step == Step::What).then(|| view! { {photos(state)} <DocumentList state/> })}
            </section>
        }
    };
    view! { {Step::ALL.into_iter().filter(|step| *step != Step::Check).map(section).collect_view()} }
}

/// An answer, or that it is still missing; an optional one that is empty takes no room.
fn row(question: &'static Question, state: FormState, names: Names, found: &[FormError]) -> Option<AnyView> {
    let text = state.typed().remove(question.name).unwrap_or_default();
    let wrong = found.iter().find(|error| error.field.as_deref() == Some(question.name)).map(|error| error.message.clone());
    let unit = state.text("unit").with(|unit| unit.parse::<Unit>().ok());
    // The unit is read with its quantity.
    if (text.is_empty() && wrong.is_none()) || (question.name == "unit" && unit.is_some()) {
        return None;
    }
    let mut words = in_words(question, &text, names);
    if let Some(unit) = unit.filter(|_| question.name == "quantity") {
        words = format!("{words} {}", name_of(unit));
    }
    let answer = (!text.is_empty()).then(|| view! { <span class="prose">{words}</span> });
    let wrong = wrong.map(|message| view! { <span class="error"><Icon name="warning"/>{message}</span> });
    Some(view! { <div><dt>{t(question.label)}</dt><dd>{answer} {wrong}</dd></div> }.into_any())
}

fn photos(state: FormState) -> impl IntoView {
    let shown = |(index, photo): (usize, super::super::photos::Photo)| {
        view! { <figure><img src=photo.address alt=t!("propose.photo_number", number = index + 1)/></figure> }
    };
    view! { <div class="photos">{move || state.photos.get().into_iter().enumerate().map(shown).collect_view()}</div> }
}
