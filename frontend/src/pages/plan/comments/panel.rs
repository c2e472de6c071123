use super::threads::Threads;
use super::{Anchor, Remarks};
use crate::i18n::t;
use crate::pages::comment::WriteComment;
use crate::routes;
use crate::session::Session;
use crate::ui::Dialog;
use leptos::prelude::*;

/// What is said about one part of the plan, beside it; opened by a [`super::CommentButton`]. Once a page.
#[component]
pub fn CommentPanel() -> impl IntoView {
    use_context::<Remarks>().map(|remarks| {
        let open = RwSignal::new(false);
        Effect::new(move |_| {
            if remarks.open.with(Option::is_some) {
                open.set(true);
            }
        });
        Effect::new(move |_| {
            if !open.get() {
                remarks.open.set(None);
            }
        });
        let title = move || {
            let anchor = remarks.open.get().unwrap_or(Anchor::PLAN);
            remarks.content.with(|content| anchor.name(content))
        };
        let body = move || remarks.open.get_untracked().map(|anchor| view! { <About anchor remarks/> });
        view! { <Dialog open title class="sheet">{body}</Dialog> }
    })
}

#[component]
fn About(anchor: Anchor, remarks: Remarks) -> impl IntoView {
    let session = Session::get();
    let forms = remarks.forms(anchor, "panel");
    view! {
        <div class="dialog-body stack">
            <Threads remarks forms about=anchor/>
            <Show when=move || remarks.may.get()><WriteComment forms/></Show>
            <Show when=move || session.known.get() && !session.is_signed_in()>
                <p><a class="btn" href=routes::sign_in_and_return>{move || t("comments.sign_in")}</a></p>
            </Show>
        </div>
    }
}
