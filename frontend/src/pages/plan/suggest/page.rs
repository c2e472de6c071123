use super::compose::Compose;
use super::item::SuggestionView;
use super::shelf::Shelf;
use crate::api::watch_plan;
use crate::i18n::t;
use crate::pages::plan::comments::{CommentPanel, Remarks};
use crate::pages::plan::one::{newest, of_one_plan};
use crate::routes;
use crate::session::Session;
use crate::ui::{Failure, Heading, Icon, More, Notice, SkeletonRows, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::operations::plan::PlanDetail;
use shared::plan::{PlanAction, Stage};

/// The suggestions for one plan; `?bagian=` names the section for which one is to be made.
#[component]
pub fn SuggestionsPage() -> impl IntoView {
    of_one_plan(|plan, page| {
        let shelf = Shelf::of(plan.id, newest(plan, page));
        watch_plan(shelf.id, Callback::new(move |()| page.reload()));
        view! { <Whole shelf/> }.into_any()
    })
}

#[component]
fn Whole(shelf: Shelf) -> impl IntoView {
    let session = Session::get();
    let section = RwSignal::new(use_query_map().with_untracked(|query| query.get("bagian")).unwrap_or_default());
    let content = Memo::new(move |_| shelf.plan.with(PlanDetail::content));
    let may = move |action: PlanAction| shelf.plan.with(|plan| plan.may(action));
    let may_comment = Signal::derive(move || may(PlanAction::Comment));
    let is_public = Signal::derive(move || shelf.plan.with(|plan| plan.stage.is_public()));
    let remarks = Remarks::provide(shelf.id, content.into(), may_comment, is_public);
    // What one may do about a suggestion comes and goes with the session; what there is, with the plan.
    Effect::new(move |_| {
        session.viewer.track();
        shelf.plan.track();
        shelf.all.track();
        shelf.fetch(None);
        remarks.fetch();
    });
    let title = move || {
        let title = shelf.plan.with(|plan| plan.title.clone());
        if title.is_empty() { t("plan.untitled").to_owned() } else { title }
    };
    let may_suggest = Memo::new(move |_| may(PlanAction::Suggest));
    let is_open = move || shelf.plan.with(|plan| plan.stage == Stage::Open);
    let nothing = move || shelf.known.get() && shelf.items.with(Vec::is_empty);
    let waiting = move || !shelf.known.get() && shelf.error.with(Option::is_none);
    view! {
        <div class="page stack loose plan-suggestions">
            <header class="stack tight">
                <nav class="breadcrumb-back" aria-label=t!("plan.to_reading")><a href=routes::plan(shelf.id)><Icon name="arrow-left"/>{title}</a></nav>
                <Heading text=t!("suggest.heading")/>
            </header>
            <Show when=move || may_suggest.get()><Compose shelf section/></Show>
            <Show when=move || is_open() && session.known.get() && !session.is_signed_in()>
                <p><a class="btn" href=routes::sign_in_and_return>{t!("suggest.sign_in")}</a></p>
            </Show>
            <Show when=move || !is_open()><Notice tone=Tone::Info title=t!("suggest.closed")/></Show>
            <section class="stack" aria-labelledby="suggestions">
                <div class="split">
                    <h2 id="suggestions">{move || t(if shelf.all.get() { "suggest.all" } else { "suggest.open" })}</h2>
                    <button type="button" class="chip" aria-pressed=move || shelf.all.get().to_string() on:click=move |_| shelf.all.update(|all| *all = !*all)>{t!("suggest.with_decided")}</button>
                </div>
                <Failure error=shelf.error retry=Callback::new(move |()| shelf.fetch(None))/>
                <Show when=waiting><SkeletonRows count=2/></Show>
                <Show when=nothing><p class="muted">{t!("suggest.none")}</p></Show>
                <For each=move || shelf.items.get() key=|item| (item.id, item.status, item.outdated, item.can_decide, item.can_withdraw, item.can_hide) let(item)><SuggestionView item shelf/></For>
                <Show when=move || shelf.cursor.with(Option::is_some)>
                    <More shown=Signal::derive(move || shelf.items.with(Vec::len)) total=shelf.total has_more=true busy=shelf.busy on_more=Callback::new(move |()| shelf.fetch(shelf.cursor.get_untracked()))/>
                </Show>
            </section>
            <CommentPanel/>
        </div>
    }
}
