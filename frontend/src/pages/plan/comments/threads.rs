use super::remarks::of;
use super::{Anchor, Remarks};
use crate::i18n::{fill, t};
use crate::pages::comment::{CommentView, Forms};
use crate::ui::{Failure, Icon, SkeletonRows};
use leptos::prelude::*;
use shared::operations::plan_comment::PlanCommentItem;
use shared::plan::PlanAnchor;

/// The threads about one part of the plan, or all of them with what each is about; those that are settled are folded.
#[component]
pub fn Threads(remarks: Remarks, forms: Forms, #[prop(optional)] about: Option<Anchor>) -> impl IntoView {
    let list = move |settled: bool| Memo::new(move |_| remarks.all.with(|all| of(all, about, settled)));
    let (open, settled) = (list(false), list(true));
    let waiting = move || !remarks.known.get() && remarks.error.with(Option::is_none);
    let nothing = move || remarks.known.get() && open.with(Vec::is_empty) && settled.with(Vec::is_empty);
    let folded = move || {
        let threads = settled.with(|all| all.iter().filter(|it| it.comment.depth == 0).count());
        fill(t("comments.settled_count"), &[("count", threads.to_string())])
    };
    view! {
        <Failure error=remarks.error retry=Callback::new(move |()| remarks.fetch())/>
        <Failure error=remarks.settling.failure/>
        <Show when=waiting><SkeletonRows count=2/></Show>
        <Show when=nothing><p class="muted">{move || t(if about.is_some() { "comments.none_here" } else { "comments.none" })}</p></Show>
        <div class="thread"><Comments remarks forms comments=open labels=about.is_none()/></div>
        <Show when=move || !settled.with(Vec::is_empty)>
            <details class="more settled"><summary>{folded}</summary><div class="thread"><Comments remarks forms comments=settled labels=about.is_none()/></div></details>
        </Show>
    }
}

#[component]
fn Comments(remarks: Remarks, forms: Forms, comments: Memo<Vec<PlanCommentItem>>, labels: bool) -> impl IntoView {
    let key = |it: &PlanCommentItem| (it.comment.id, it.comment.hidden, it.comment.can_hide, it.can_resolve);
    view! {
        <For each=move || comments.get() key let(it)>
            <div class="stack tight">
                {(labels && it.comment.depth == 0).then(|| label(remarks, Anchor::of(&it)))}
                {(it.of_draft && it.comment.depth == 0).then(|| readers(remarks))}
                <CommentView comment=it.comment.clone() forms tools=move || settle(remarks, &it)/>
            </div>
        </For>
    }
}

/// What a thread is about, where it is not the whole plan; a link as long as that is there.
fn label(remarks: Remarks, anchor: Anchor) -> impl IntoView {
    let name = move || remarks.content.with(|content| anchor.name(content));
    let is_here = move || {
        let of_it = |content: &shared::plan::Content| content.sections.iter().any(|section| Some(section.id) == anchor.id);
        remarks.content.with(of_it)
    };
    (anchor.kind != PlanAnchor::Plan).then(|| {
        let link = move || {
            let address = anchor.id.filter(|_| is_here()).map(|id| format!("#{id}"));
            match address {
                Some(address) => view! { <a href=address>{name}</a> }.into_any(),
                None => view! { <span>{name}</span> }.into_any(),
            }
        };
        view! { <p class="eyebrow about">{link}</p> }
    })
}

/// Who reads a thread of the draft: of a plan that is one still, nobody else reads anything.
fn readers(remarks: Remarks) -> impl IntoView {
    view! {
        <Show when=move || remarks.is_public.get()>
            <p class="small"><Icon name="users"/>" "{t!("comments.of_draft")}</p>
        </Show>
    }
}

/// The button that settles a thread, or opens it again.
fn settle(remarks: Remarks, comment: &PlanCommentItem) -> impl IntoView + use<> {
    let (id, settled) = (comment.comment.id, comment.resolved_at.is_some());
    let may = comment.can_resolve && comment.comment.depth == 0;
    let press = move |_| remarks.settle(id, !settled);
    view! {
        {may.then(|| view! { <button type="button" class="link" name="settle" on:click=press>{move || t(if settled { "comments.reopen" } else { "comments.settle" })}</button> })}
        {settled.then(|| view! { <span class="muted"><Icon name="check"/>{t!("comments.is_settled")}</span> })}
    }
}
