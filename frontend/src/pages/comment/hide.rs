use super::{Forms, Sent};
use crate::api::Mutation;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, TextArea};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::FieldErrors;
use shared::comment::{MAX_REASON, parse_reason};
use shared::value::CommentId;

/// Why a comment is hidden: everyone reads the reason in its place.
#[component]
pub fn HideForm(forms: Forms, id: CommentId) -> impl IntoView {
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let reason = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = match reason.with_untracked(|text| parse_reason(text)) {
            Ok(typed) => typed,
            Err(error) => return errors.show(&FieldErrors::from(error)),
        };
        let done = Callback::new(move |()| forms.hiding.set(None));
        forms.hide.run(Sent { id: Some(id), text: typed, sending, errors, done });
    };
    view! {
        <form class="form" name="hide" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="reason" label=t!("comments.hide_reason") hint=t!("comments.hide_hint") errors><TextArea value=reason rows=2 max=MAX_REASON/></Field>
            <div class="form-actions">
                <Button class="danger" submit=true label=t!("comments.hide") busy=sending.busy/>
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| forms.hiding.set(None))/>
            </div>
        </form>
    }
    .into_any()
}
