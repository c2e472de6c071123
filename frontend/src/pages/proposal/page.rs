use super::actions::ActionPanel;
use super::case::Case;
use super::conversation::Conversation;
use super::decisions::Decisions;
use super::documents::Documents;
use super::facts::{Facts, Figures, Story};
use super::head::Head;
use super::history::History;
use super::photos::Photos;
use super::place::Place;
use super::progress::Progress;
use super::support::SupportBar;
use crate::api::{Load, load, watch_proposal};
use crate::i18n::{language, t};
use crate::pages::not_found::NotFoundPage;
use crate::pages::plan::PlansOfProposal;
use crate::ui::{Button, Failure, Icon, SkeletonPage};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::operations::desk::ReviewLevels;
use shared::operations::proposal::{ProposalDetail, ProposalPage as Page};
use shared::operations::{Answer, ById, Nothing};
use shared::value::ProposalId;

type Loaded = Load<Answer<Option<ProposalDetail>>>;

/// What is known of the proposal asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    NotYet,
    Missing,
    Here(ProposalId),
}

/// The page of one proposal. It is built once for each; newer versions flow into it, and forms stay.
#[component]
pub fn ProposalPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ProposalId>().ok()));
    let page = load::<Page>(move || {
        language();
        id.get().map(|id| ById { id })
    });
    let known = Memo::new(move |_| match id.get() {
        None => Known::Missing,
        Some(id) => page.data.with(|data| match data.as_ref().map(|data| &data.answer) {
            Some(Some(proposal)) if proposal.id == id => Known::Here(id),
            Some(None) => Known::Missing,
            _ => Known::NotYet,
        }),
    });
    let body = move || match known.get() {
        Known::NotYet if page.error.with(Option::is_some) => ().into_any(),
        Known::NotYet => view! { <div class="page"><SkeletonPage/></div> }.into_any(),
        Known::Missing => view! { <NotFoundPage/> }.into_any(),
        Known::Here(_) => page
            .data
            .get_untracked()
            .and_then(|data| data.answer)
            .map_or_else(|| ().into_any(), |proposal| view! { <Whole proposal page/> }.into_any()),
    };
    view! {
        <Failure error=page.error retry=Callback::new(move |()| page.reload())/>
        {body}
    }
}

#[component]
fn Whole(proposal: ProposalDetail, page: Loaded) -> impl IntoView {
    let levels = load::<ReviewLevels>(|| {
        language();
        Some(Nothing {})
    });
    let levels = Signal::derive(move || levels.data.get().map(|data| data.answer).unwrap_or_default());
    let case = Case::new(proposal, levels);
    Effect::new(move |_| {
        if let Some(newest) = page.data.get().and_then(|data| data.answer).filter(|newest| newest.id == case.id) {
            case.offer(newest);
        }
    });
    watch_proposal(
        case.id,
        Callback::new(move |()| {
            page.reload();
            case.stir.notify();
        }),
    );
    view! {
        <article class="page-wide case">
            <div class="proposal-main">
                <FromDesk/>
                <Newer case/>
                <Head case/>
                <Progress case/>
                <Story case/>
                <Figures case/>
                <Photos case/>
                <Documents case/>
                <ActionPanel case/>
                <Decisions case/>
                <PlansOfProposal id=case.id/>
                <History case/>
                <Conversation case/>
            </div>
            <aside class="page-aside stack">
                <SupportBar case/>
                <Place case/>
                <Facts case/>
            </aside>
        </article>
    }
}

/// A change that waits until the reader wants to see it.
#[component]
fn Newer(case: Case) -> impl IntoView {
    let show = Callback::new(move |_| {
        if let Some(newest) = case.newer.get_untracked() {
            case.show(newest);
        }
    });
    view! {
        <div role="status">
            <Show when=move || case.newer.with(Option::is_some)>
                <div class="notice info"><Icon name="info"/><strong>{t!("live.newer")}</strong><Button class="small" label=t!("live.show") on_press=show/></div>
            </Show>
        </div>
    }
}

/// The way back to one's place in the queue, for whoever came from there.
#[component]
fn FromDesk() -> impl IntoView {
    let query = use_query_map();
    let came = move || query.with(|query| query.get("dari").as_deref() == Some("meja"));
    view! {
        <Show when=came>
            <nav class="breadcrumb-back" aria-label=t!("desk.back")><a href=crate::pages::desk::address_left><Icon name="arrow-left"/>{move || t("desk.back")}</a></nav>
        </Show>
    }
}
