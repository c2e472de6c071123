use crate::api::{Load, load};
use crate::i18n::language;
use crate::pages::not_found::NotFoundPage;
use crate::session::Session;
use crate::ui::{Failure, SkeletonPage};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::operations::plan::{PlanDetail, PlanPage};
use shared::operations::{Answer, ById};
use shared::value::PlanId;
use std::time::Duration;

/// The plan of a page, which may be asked for again.
pub type Loaded = Load<Answer<Option<PlanDetail>>>;

/// A page about the plan that the address names, built once for each.
pub fn of_one_plan(whole: fn(PlanDetail, Loaded) -> AnyView) -> impl IntoView {
    let (params, session) = (use_params_map(), Session::get());
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<PlanId>().ok()));
    let page = load::<PlanPage>(move || {
        language();
        // What one may do, and whether a draft is there at all, comes and goes with the session.
        session.viewer.track();
        id.get().map(|id| ById { id })
    });
    let here = Memo::new(move |_| match id.get() {
        None => Some(None),
        Some(id) => page.data.with(|data| match data.as_ref().map(|data| &data.answer) {
            Some(Some(plan)) if plan.id == id => Some(Some(id)),
            Some(None) => Some(None),
            _ => None,
        }),
    });
    let body = move || match here.get() {
        None if page.error.with(Option::is_some) => ().into_any(),
        None => view! { <div class="page"><SkeletonPage/></div> }.into_any(),
        Some(None) => view! { <NotFoundPage/> }.into_any(),
        Some(Some(_)) => {
            let plan = page.data.get_untracked().and_then(|data| data.answer);
            plan.map_or_else(|| ().into_any(), |plan| whole(plan, page))
        }
    };
    view! {
        <Failure error=page.error retry=Callback::new(move |()| page.reload())/>
        {body}
    }
}

/// What was just written is in what a page reads after this long.
const SETTLED: Duration = Duration::from_millis(2_500);

/// The plan as the page shows it: what it was built with, and whatever is loaded later; for one, what was being written when
/// the page came.
pub fn newest(plan: PlanDetail, page: Loaded) -> RwSignal<PlanDetail> {
    let id = plan.id;
    if plan.stage.is_editable() {
        let again = move || {
            if !page.data.is_disposed() {
                page.reload();
            }
        };
        set_timeout(again, SETTLED);
    }
    let shown = RwSignal::new(plan);
    Effect::new(move |_| {
        if let Some(newest) = page.data.get().and_then(|data| data.answer).filter(|newest| newest.id == id) {
            shown.set(newest);
        }
    });
    shown
}
