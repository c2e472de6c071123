use super::{Forms, Sent};
use crate::api::Mutation;
use crate::kept::kept_text;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, TextArea};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::FieldErrors;
use shared::comment::{MAX_BODY, parse_body};
use shared::value::CommentId;

/// A comment, or an answer to one; half-typed text stays on the device.
#[component]
pub fn WriteComment(forms: Forms, #[prop(optional)] parent: Option<CommentId>) -> impl IntoView {
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let about = parent.map_or_else(|| forms.about.get_value(), |parent| parent.to_string());
    let body = kept_text(format!("rembug.comment.{about}"));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = match body.with_untracked(|text| parse_body(text)) {
            Ok(typed) => typed,
            Err(error) => return errors.show(&FieldErrors::from(error)),
        };
        let done = Callback::new(move |()| {
            body.set(String::new());
            forms.answering.set(None);
        });
        forms.say.run(Sent { id: parent, text: typed, sending, errors, done });
    };
    let label = if parent.is_some() { "comments.your_answer" } else { "comments.yours" };
    // Several forms may be open at once: each control has an id of its own.
    let name = match (parent, forms.place) {
        (None, "") => "body".to_owned(),
        (None, place) => format!("body-{place}"),
        (Some(parent), place) => format!("body-{place}{parent}"),
    };
    let is_first = name == "body";
    view! {
        <form class="form" name="comment" novalidate on:submit=submit>
            <Show when=move || errors.of("body").is_none()><ErrorSummary errors/></Show>
            <Failure error=sending.failure/>
            <Field name label=move || crate::i18n::t(label) hint=t!("comments.hint") errors><TextArea value=body rows=3 max=MAX_BODY/></Field>
            {move || errors.of("body").filter(|_| !is_first).map(|message| view! { <p class="error" role="alert">{message}</p> })}
            <div class="form-actions"><Button class="primary" submit=true label=t!("comments.send") busy=sending.busy/></div>
        </form>
    }
    .into_any()
}
