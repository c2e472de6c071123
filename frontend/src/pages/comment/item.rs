use super::Forms;
use super::hide::HideForm;
use super::write::WriteComment;
use crate::i18n::{fill, language, t};
use crate::ui::Icon;
use leptos::prelude::*;
use shared::comment::MAX_DEPTH;
use shared::operations::comment::CommentItem;
use shared::value::time::format_instant;

/// One comment with its answers' form, or the reason that stands in its place.
#[component]
pub fn CommentView(
    comment: CommentItem,
    forms: Forms,
    /// What else may be done with it.
    #[prop(optional, into)]
    tools: ViewFn,
) -> impl IntoView {
    let CommentItem { id, body, author, office, depth, created_at, hidden, hidden_reason, hidden_by, can_hide, .. } = comment;
    let initials: String = author.display_name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let text = match body.filter(|_| !hidden) {
        Some(body) => view! { <p class="comment-body">{body}</p> }.into_any(),
        None => {
            let (reason, office) = (hidden_reason.unwrap_or_default(), hidden_by.unwrap_or_default());
            let told = move || fill(t("comments.hidden"), &[("office", office.clone()), ("reason", reason.clone())]);
            view! { <p class="comment-body"><Icon name="shield"/> " " {told}</p> }.into_any()
        }
    };
    // Where the same comment is shown a second time, links lead to the first.
    let anchor = forms.place.is_empty().then(|| id.to_string());
    let is_answering = move || forms.answering.get() == Some(id);
    let is_hiding = move || forms.hiding.get() == Some(id);
    let answer = move |_| forms.answering.update(|open| *open = if *open == Some(id) { None } else { Some(id) });
    let hide = move |_| forms.hiding.update(|open| *open = if *open == Some(id) { None } else { Some(id) });
    // Answers to the deepest comments stand beside them.
    let may_answer = move || forms.may.get() && !hidden && depth as usize <= MAX_DEPTH;
    view! {
        <article class="comment" class:hidden-by=hidden id=anchor data-depth=depth>
            <span class="avatar" class:office=office.is_some() aria-hidden="true">{initials}</span>
            <header class="comment-head">
                <strong>{author.display_name}</strong>
                {office.map(|office| view! { <span class="tag plain info">{office}</span> })}
                <time datetime=created_at.to_rfc3339()>{move || format_instant(created_at, language())}</time>
            </header>
            {text}
            <div class="comment-actions">
                <Show when=may_answer><button type="button" class="link" name="reply" aria-expanded=move || is_answering().to_string() on:click=answer>{t!("comments.answer")}</button></Show>
                {(can_hide && !hidden).then(|| view! { <button type="button" class="link" name="hide" aria-expanded=move || is_hiding().to_string() on:click=hide>{t!("comments.hide")}</button> })}
                {tools.run()}
            </div>
            <Show when=is_answering><div class="comment-form"><WriteComment forms parent=id/></div></Show>
            <Show when=is_hiding><div class="comment-form"><HideForm forms id/></div></Show>
        </article>
    }
    .into_any()
}
