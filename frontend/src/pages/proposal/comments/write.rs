use super::conversation::Talk;
use crate::api::Mutation;
use crate::kept::kept_text;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, TextArea};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::FieldErrors;
use shared::comment::{MAX_BODY, parse_body};
use shared::operations::Input;
use shared::operations::comment::{AddComment, AddCommentInput};
use shared::value::CommentId;

/// A comment, or an answer to one; half-typed text stays on the device.
#[component]
pub fn WriteComment(talk: Talk, #[prop(optional)] parent: Option<CommentId>) -> impl IntoView {
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let proposal_id = talk.case.id;
    let key = parent.map_or_else(|| format!("rembug.comment.{proposal_id}"), |parent| format!("rembug.comment.{parent}"));
    let body = kept_text(key);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = match body.with_untracked(|text| parse_body(text)) {
            Ok(typed) => typed,
            Err(error) => return errors.show(&FieldErrors::from(error)),
        };
        let input = AddCommentInput { proposal_id, parent_id: parent, body: typed };
        sending.send_form::<AddComment, _>(Input { input }, errors, move |comment| {
            body.set(String::new());
            talk.answering.set(None);
            talk.add(comment);
        });
    };
    let label = if parent.is_some() { "comments.your_answer" } else { "comments.yours" };
    // Several forms may be open at once: each control has an id of its own.
    let name = parent.map_or_else(|| "body".to_owned(), |parent| format!("body-{parent}"));
    view! {
        <form class="form" name="comment" novalidate on:submit=submit>
            <Show when=move || errors.of("body").is_none()><ErrorSummary errors/></Show>
            <Failure error=sending.failure/>
            <Field name label=move || crate::i18n::t(label) hint=t!("comments.hint") errors><TextArea value=body rows=3 max=MAX_BODY/></Field>
            {move || errors.of("body").filter(|_| parent.is_some()).map(|message| view! { <p class="error" role="alert">{message}</p> })}
            <div class="form-actions"><Button class="primary" submit=true label=t!("comments.send") busy=sending.busy/></div>
        </form>
    }
    .into_any()
}
