use super::shelf::Shelf;
use crate::api::Mutation;
use crate::i18n::t;
use crate::storage;
use crate::ui::{Button, Choice, ErrorSummary, Failure, Field, FormErrors, Select, TextArea, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::FieldErrors;
use shared::operations::Input;
use shared::operations::plan::PlanDetail;
use shared::operations::plan_suggestion::{SuggestPlanChange, SuggestPlanChangeInput};
use shared::plan::RowId;
use shared::plan::suggestion::{MAX_NOTE, parse_body, parse_note};

/// A suggestion that is being written, with what it started from; it stays on the device until it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Draft {
    seq: i64,
    before: String,
    body: String,
    note: String,
}

impl Draft {
    fn of(plan: &PlanDetail, section: RowId) -> Option<Self> {
        let found = plan.sections.iter().find(|each| each.id == section)?;
        Some(Self { seq: plan.seq, before: found.body.clone(), body: found.body.clone(), note: String::new() })
    }

    fn is_empty(&self) -> bool {
        self.body == self.before && self.note.trim().is_empty()
    }
}

/// The form in which a section is rewritten as one would have it.
#[component]
pub fn Compose(shelf: Shelf, section: RwSignal<String>) -> impl IntoView {
    let sections = Signal::derive(move || {
        let choice = |it: &shared::plan::Section| {
            let name = if it.heading.is_empty() { t("plan.section_untitled").to_owned() } else { it.heading.clone() };
            Choice::new(it.id.to_string(), name)
        };
        shelf.plan.with(|plan| plan.sections.iter().map(choice).collect::<Vec<_>>())
    });
    let chosen = Memo::new(move |_| section.with(|text| text.parse::<RowId>().ok()));
    let errors = FormErrors::new();
    let form = move || chosen.get().map(|section_id| view! { <Rewrite shelf section=section_id chosen=section errors/> });
    view! {
        <section class="card stack" id="saran" aria-labelledby="suggest">
            <h2 id="suggest">{t!("suggest.make")}</h2>
            <p class="hint">{t!("suggest.lead")}</p>
            <Field name="sectionId" label=t!("plan.section") errors><Select value=section options=sections placeholder=t!("suggest.choose")/></Field>
            {form}
        </section>
    }
}

#[component]
fn Rewrite(shelf: Shelf, section: RowId, chosen: RwSignal<String>, errors: FormErrors) -> impl IntoView {
    let (sending, toasts) = (Mutation::new(), Toasts::get());
    let key = format!("rembug.suggest.{}.{section}", shelf.id);
    let fresh = move || shelf.plan.with_untracked(|plan| Draft::of(plan, section));
    let Some(draft) = storage::recall::<Draft>(&key).or_else(fresh) else {
        return view! { <p class="muted">{t!("suggest.gone")}</p> }.into_any();
    };
    let (body, note) = (RwSignal::new(draft.body.clone()), RwSignal::new(draft.note.clone()));
    let draft = StoredValue::new(draft);
    let kept = StoredValue::new(key);
    Effect::new(move |_| {
        let now = Draft { body: body.get(), note: note.get(), ..draft.get_value() };
        kept.with_value(|key| if now.is_empty() { storage::remove(key) } else { storage::keep(key, &now) });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Draft { seq, before, .. } = draft.get_value();
        let mut wrong = FieldErrors::default();
        let body = wrong.keep(body.with_untracked(|text| parse_body(text, &before)));
        let why = wrong.keep(note.with_untracked(|text| parse_note(Some(text)))).flatten();
        let Some(body) = body.filter(|_| wrong.is_empty()) else { return errors.show(&wrong) };
        let input = SuggestPlanChangeInput { plan_id: shelf.id, section_id: section, seq, body, note: why };
        sending.send_form::<SuggestPlanChange, _>(Input { input }, errors, move |item| {
            kept.with_value(|key| storage::remove(key));
            toasts.say(t("suggest.sent"));
            chosen.set(String::new());
            shelf.add(item);
        });
    };
    let discard = Callback::new(move |_| {
        kept.with_value(|key| storage::remove(key));
        errors.clear();
        chosen.set(String::new());
    });
    view! {
        <form class="form" name="suggest" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="body" label=t!("suggest.body") hint=t!("suggest.body_hint") errors><TextArea value=body rows=12/></Field>
            <Field name="note" label=t!("suggest.note") optional=true errors><TextArea value=note rows=2 max=MAX_NOTE/></Field>
            <div class="form-actions">
                <Button class="primary" submit=true label=t!("suggest.send") busy=sending.busy/>
                <Button class="quiet" label=t!("action.cancel") on_press=discard/>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_something_is_kept() {
        let draft = Draft { seq: 3, before: "Sawah.".into(), body: "Sawah.".into(), note: " ".into() };
        assert!(draft.is_empty());
        assert!(!Draft { body: String::new(), ..draft.clone() }.is_empty());
        assert!(!Draft { note: "Terlalu panjang.".into(), ..draft }.is_empty());
    }
}
