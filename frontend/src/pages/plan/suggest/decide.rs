use super::shelf::{Asked, Shelf};
use crate::api::Mutation;
use crate::i18n::t;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, TextArea, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::FieldErrors;
use shared::comment::{MAX_REASON, parse_reason};
use shared::operations::Input;
use shared::operations::plan_suggestion::{
    DecidePlanSuggestion, DecidePlanSuggestionInput, HidePlanSuggestion, HidePlanSuggestionInput, PlanSuggestionItem,
    WithdrawPlanSuggestion, WithdrawPlanSuggestionInput,
};
use shared::plan::suggestion::{MAX_NOTE, parse_note};

/// What one may do with a suggestion.
#[component]
pub fn Decide(item: PlanSuggestionItem, shelf: Shelf) -> impl IntoView {
    let PlanSuggestionItem { id: suggestion_id, can_decide, can_withdraw, can_hide, .. } = item;
    let (sending, errors, toasts) = (Mutation::new(), FormErrors::new(), Toasts::get());
    let accept = Callback::new(move |_| {
        let input = DecidePlanSuggestionInput { suggestion_id, accept: true, note: None };
        sending.send_form::<DecidePlanSuggestion, _>(Input { input }, errors, move |item| {
            toasts.say(t("suggest.accepted"));
            shelf.replace(item);
        });
    });
    let withdraw = Callback::new(move |_| {
        let input = WithdrawPlanSuggestionInput { suggestion_id };
        sending.send_form::<WithdrawPlanSuggestion, _>(Input { input }, errors, move |item| {
            toasts.say(t("suggest.withdrawn"));
            shelf.replace(item);
        });
    });
    let ask = move |asked: Asked| {
        let wanted = Some((suggestion_id, asked));
        shelf.open.update(|open| *open = if *open == wanted { None } else { wanted });
    };
    let is_asked = move |asked: Asked| shelf.open.get() == Some((suggestion_id, asked));
    let form = move || {
        let (id, asked) = shelf.open.get()?;
        (id == suggestion_id).then(|| view! { <Explain item=item.clone() shelf asked/> })
    };
    view! {
        <Failure error=sending.failure/>
        <Show when=move || !errors.is_empty()><p class="error" role="alert">{move || errors.whole()}</p></Show>
        <div class="btn-row">
            {can_decide.then(|| view! {
                <Button class="primary small" icon="check" label=t!("suggest.accept") busy=sending.busy on_press=accept/>
                <button type="button" class="btn small" aria-expanded=move || is_asked(Asked::Decline).to_string() on:click=move |_| ask(Asked::Decline)>{t!("suggest.decline")}</button>
            })}
            {can_withdraw.then(|| view! { <Button class="quiet small" label=t!("suggest.withdraw") busy=sending.busy on_press=withdraw/> })}
            {can_hide.then(|| view! { <button type="button" class="btn quiet small" aria-expanded=move || is_asked(Asked::Hide).to_string() on:click=move |_| ask(Asked::Hide)>{t!("comments.hide")}</button> })}
        </div>
        {form}
    }
}

/// Why it is declined or hidden: everyone reads it.
#[component]
fn Explain(item: PlanSuggestionItem, shelf: Shelf, asked: Asked) -> impl IntoView {
    let suggestion_id = item.id;
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let text = RwSignal::new(String::new());
    let done = move |item: PlanSuggestionItem| {
        shelf.open.set(None);
        shelf.replace(item);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked();
        match asked {
            Asked::Decline => match parse_note(Some(&typed)) {
                Ok(note) => {
                    let input = DecidePlanSuggestionInput { suggestion_id, accept: false, note };
                    sending.send_form::<DecidePlanSuggestion, _>(Input { input }, errors, done);
                }
                Err(error) => errors.show(&FieldErrors::from(error)),
            },
            Asked::Hide => match parse_reason(&typed) {
                Ok(reason) => {
                    let input = HidePlanSuggestionInput { suggestion_id, reason };
                    sending.send_form::<HidePlanSuggestion, _>(Input { input }, errors, done);
                }
                Err(error) => errors.show(&FieldErrors::from(error)),
            },
        }
    };
    let (name, label, max, send) = match asked {
        Asked::Decline => ("note", "suggest.decline_why", MAX_NOTE, "suggest.decline"),
        Asked::Hide => ("reason", "comments.hide_reason", MAX_REASON, "comments.hide"),
    };
    view! {
        <form class="form" name="explain" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name label=move || t(label) hint=t!("suggest.everyone_reads") optional=asked == Asked::Decline errors><TextArea value=text rows=2 max/></Field>
            <div class="form-actions">
                <Button class="danger" submit=true label=move || t(send) busy=sending.busy/>
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| shelf.open.set(None))/>
            </div>
        </form>
    }
    .into_any()
}
