use super::budget::BudgetTable;
use super::features::Features;
use super::lost::LostDraft;
use super::outline::Outline;
use super::people::PeopleHere;
use super::rows::{Indicators, Objectives, Proposals};
use super::schedule::Schedule;
use super::sections::{Opening, Sections};
use super::status::StatusLine;
use crate::api::{load, watch_plan};
use crate::i18n::{language, t};
use crate::pages::not_found::NotFoundPage;
use crate::pages::plan::comments::{CommentPanel, Remarks};
use crate::pages::plan::suggest::SuggestionsLink;
use crate::plan::{Live, undo_by_key};
use crate::routes;
use crate::session::Session;
use crate::ui::{Heading, Icon, Notice, SkeletonPage, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::operations::ById;
use shared::operations::plan::PlanPage;
use shared::plan::PlanAction;
use shared::value::PlanId;

/// The editor of one plan, built once for each.
#[component]
pub fn WritePage() -> impl IntoView {
    let params = use_params_map();
    let session = Session::get();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<PlanId>().ok()));
    // The copy on the device belongs to somebody: whose it is must be known, unless the server cannot be asked.
    let is_known = Memo::new(move |_| session.known.get() || session.failure.with(Option::is_some));
    let body = move || match (id.get(), is_known.get()) {
        (None, _) => view! { <NotFoundPage/> }.into_any(),
        (Some(_), false) => view! { <div class="page"><SkeletonPage/></div> }.into_any(),
        (Some(id), true) => view! { <Editor id/> }.into_any(),
    };
    view! { {body} }
}

#[component]
fn Editor(id: PlanId) -> impl IntoView {
    let live = Live::open(id);
    let page = load::<PlanPage>(move || {
        language();
        Some(ById { id })
    });
    let missing = move || !live.is_here.get() && page.data.with(|data| data.as_ref().is_some_and(|data| data.answer.is_none()));
    let title = Memo::new(move |_| live.content.with(|content| content.title.clone()));
    let heading = move || title.with(|title| if title.is_empty() { t("plan.untitled").to_owned() } else { title.clone() });
    let detail = Signal::derive(move || page.data.with(|data| data.as_ref().and_then(|data| data.answer.clone())));
    let may_comment =
        Signal::derive(move || detail.with(|detail| detail.as_ref().is_some_and(|plan| plan.may(PlanAction::Comment))));
    let is_public = Signal::derive(move || detail.with(|detail| detail.as_ref().is_some_and(|plan| plan.stage.is_public())));
    let remarks = Remarks::provide(id, live.content.into(), may_comment, is_public);
    let stir = move |()| {
        page.reload();
        remarks.fetch();
    };
    watch_plan(id, Callback::new(stir));
    let waiting = Signal::derive(move || detail.with(|detail| detail.as_ref().map_or(0, |plan| plan.suggestion_count)));
    let why_not = move || {
        let stage = detail.with(|detail| detail.as_ref().map(|detail| detail.stage));
        t(match stage {
            Some(stage) if !stage.is_editable() => "plan.read_only_stage",
            _ => "plan.read_only_part",
        })
    };
    let body = move || {
        view! {
            <div class="page-wide plan-write" on:keydown=move |event| undo_by_key(live, &event)>
                <div class="stack loose">
                    <header class="stack tight">
                        <nav class="breadcrumb-back" aria-label=t!("plan.to_reading")><a href=routes::plan(id)><Icon name="arrow-left"/>{t!("plan.to_reading")}</a></nav>
                        <Heading text=heading/>
                        <div><SuggestionsLink plan=id count=waiting may=false/></div>
                    </header>
                    <div class="plan-bar">
                        <StatusLine live/>
                        <PeopleHere live/>
                        <UndoButtons live/>
                    </div>
                    <LostDraft live/>
                    <Show when=move || !live.may_edit.get()><Notice tone=Tone::Info title=why_not>""</Notice></Show>
                    <Opening live/>
                    <Sections live/>
                    <Objectives live/>
                    <Indicators live/>
                    <BudgetTable live/>
                    <Schedule live/>
                    <Features live detail/>
                    <Proposals live detail/>
                </div>
                <aside class="page-aside"><Outline live/></aside>
            </div>
        }
    };
    view! {
        <Show when=move || !missing() fallback=|| view! { <NotFoundPage/> }>
            <Show when=move || live.is_here.get() fallback=move || view! { <Waiting live/> }>{body()}</Show>
        </Show>
        <CommentPanel/>
    }
}

/// The plan is neither on the device nor heard from the server yet.
#[component]
fn Waiting(live: Live) -> impl IntoView {
    view! { <div class="page"><StatusLine live/><SkeletonPage/></div> }
}

#[component]
fn UndoButtons(live: Live) -> impl IntoView {
    view! {
        <Show when=move || live.may_edit.get()>
            <div class="btn-row">
                <button type="button" class="btn quiet small" aria-label=t!("action.undo") aria-disabled=move || (!live.can_undo.get()).then_some("true") on:click=move |_| live.undo()><Icon name="undo"/><span class="on-wide">{t!("action.undo")}</span></button>
                <button type="button" class="btn quiet small" aria-label=t!("plan.redo") aria-disabled=move || (!live.can_redo.get()).then_some("true") on:click=move |_| live.redo()><Icon name="forward"/><span class="on-wide">{t!("plan.redo")}</span></button>
            </div>
        </Show>
    }
}
