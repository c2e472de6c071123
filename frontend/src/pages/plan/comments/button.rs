use super::remarks::of;
use super::{Anchor, Remarks};
use crate::i18n::{fill, t};
use crate::ui::Icon;
use leptos::prelude::*;

/// Opens what is said about one part of the plan; nothing where there is nothing to read or to write.
#[component]
pub fn CommentButton(anchor: Anchor) -> impl IntoView {
    use_context::<Remarks>().map(|remarks| {
        let count = Memo::new(move |_| {
            remarks.all.with(|all| of(all, Some(anchor), false).iter().filter(|it| !it.comment.hidden).count())
        });
        let is_some = Memo::new(move |_| remarks.all.with(|all| all.iter().any(|it| Anchor::of(it) == anchor)));
        let words = move || match count.get() {
            0 => t("comments.begin").to_owned(),
            count => fill(t("comments.count"), &[("count", count.to_string())]),
        };
        let name = move || remarks.content.with(|content| anchor.name(content));
        view! {
            <Show when=move || is_some.get() || remarks.may.get()>
                <button type="button" class="btn quiet small no-print comment-button" aria-haspopup="dialog" on:click=move |_| remarks.open.set(Some(anchor))>
                    <Icon name="comment"/>{words}<span class="visually-hidden">": "{name}</span>
                </button>
            </Show>
        }
    })
}
