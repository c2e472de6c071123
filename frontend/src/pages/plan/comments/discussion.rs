use super::threads::Threads;
use super::{Anchor, Remarks};
use crate::i18n::language;
use crate::pages::comment::WriteComment;
use crate::routes;
use crate::session::Session;
use leptos::prelude::*;
use shared::value::number::group_thousands;

/// Everything that is said about the plan, each thread with what it is about.
#[component]
pub fn Discussion(remarks: Remarks) -> impl IntoView {
    let session = Session::get();
    let forms = remarks.forms(Anchor::PLAN, "");
    let count = move || remarks.all.with(|all| all.iter().filter(|it| !it.comment.hidden).count());
    view! {
        <section class="section stack" id="diskusi" aria-labelledby="comments">
            <h2 id="comments">{t!("comments.heading")} " " <span class="count">{move || group_thousands(count() as i64, language())}</span></h2>
            <Threads remarks forms/>
            <Show when=move || remarks.may.get()><WriteComment forms/></Show>
            <Show when=move || session.known.get() && !session.is_signed_in()>
                <p class="no-print"><a class="btn" href=routes::sign_in_and_return>{t!("comments.sign_in")}</a></p>
            </Show>
        </section>
    }
}
