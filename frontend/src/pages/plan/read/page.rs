use super::content::{Body, Facts};
use super::download::{Download, Imprint};
use super::people::People;
use super::steps::Steps;
use super::versions::Versions;
use crate::api::{share, watch_plan};
use crate::i18n::{fill, name_of, t};
use crate::pages::plan::comments::{CommentPanel, Discussion, Remarks};
use crate::pages::plan::one::{Loaded, newest, of_one_plan};
use crate::pages::plan::stage::StageTag;
use crate::pages::plan::suggest::SuggestionsLink;
use crate::routes;
use crate::ui::{Button, Day, Heading, Icon, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::plan::PlanDetail;
use shared::plan::PlanAction;
use shared::value::PlanId;

/// One plan as it is shown.
#[derive(Clone, Copy)]
pub struct Shown {
    pub id: PlanId,
    pub plan: RwSignal<PlanDetail>,
}

#[component]
pub fn PlanPage() -> impl IntoView {
    of_one_plan(|plan, page| {
        let shown = Shown { id: plan.id, plan: newest(plan, page) };
        view! { <Whole shown page/> }.into_any()
    })
}

#[component]
fn Whole(shown: Shown, page: Loaded) -> impl IntoView {
    let content = Memo::new(move |_| shown.plan.with(PlanDetail::content));
    let may_comment = Signal::derive(move || shown.plan.with(|plan| plan.may(PlanAction::Comment)));
    let is_public = Signal::derive(move || shown.plan.with(|plan| plan.stage.is_public()));
    let remarks = Remarks::provide(shown.id, content.into(), may_comment, is_public);
    let stir = move |()| {
        page.reload();
        remarks.fetch();
    };
    watch_plan(shown.id, Callback::new(stir));
    view! {
        <article class="page-wide plan-read">
            <div>
                <Head shown/>
                <Body shown/>
                <Discussion remarks/>
                <Versions shown/>
            </div>
            <aside class="page-aside stack">
                <Steps shown/>
                <People shown/>
                <Facts shown/>
                <Imprint shown/>
            </aside>
        </article>
        <CommentPanel/>
    }
}

#[component]
fn Head(shown: Shown) -> impl IntoView {
    let parts = Memo::new(move |_| {
        shown.plan.with(|plan| {
            (plan.title.clone(), plan.stage, plan.area.clone(), plan.summary.clone(), plan.changed_at, plan.superseded_by.clone())
        })
    });
    let may_suggest = Memo::new(move |_| shown.plan.with(|plan| plan.may(PlanAction::Suggest)));
    let waiting = Memo::new(move |_| shown.plan.with(|plan| plan.suggestion_count));
    let may_write = Memo::new(move |_| shown.plan.with(|plan| plan.may(PlanAction::Edit)));
    move || {
        let (title, stage, area, summary, changed, successor) = parts.get();
        let heading = move || if title.is_empty() { t("plan.untitled").to_owned() } else { title.clone() };
        view! {
            <header class="stack">
                <nav class="breadcrumb-back no-print" aria-label=t!("plan.plans")><a href=routes::PLANS><Icon name="arrow-left"/>{t!("plan.plans")}</a></nav>
                <div class="cluster"><StageTag stage/><span class="muted small">{t!("plan.changed")} " " <Day at=changed/></span></div>
                <Heading text=heading/>
                <p class="cluster"><span>{move || name_of(area.kind)} " " <a href=routes::area(&area.code)>{area.name.clone()}</a></span></p>
                {successor.map(|next| view! { <p class="notice neutral" role="note"><Icon name="info"/><strong>{t!("plan.superseded_by")}</strong><a href=routes::plan(next.id)>{next.title}</a></p> })}
                <div class="btn-row">
                    <Show when=move || may_write.get()><a class="btn primary" href=routes::write_plan(shown.id)><Icon name="edit"/>{t!("plan.write")}</a></Show>
                    <SuggestionsLink plan=shown.id count=waiting may=may_suggest/>
                    <ShareButton shown/>
                    <Download id=shown.id/>
                </div>
                {(!summary.is_empty()).then(|| view! { <p class="prose lead">{summary}</p> })}
            </header>
        }
        .into_any()
    }
}

#[component]
fn ShareButton(shown: Shown) -> impl IntoView {
    let toasts = Toasts::get();
    let press = Callback::new(move |_| {
        let title = shown.plan.with_untracked(|plan| plan.title.clone());
        spawn_local(async move {
            match share::share(&title, &routes::plan(shown.id)).await {
                share::Shared::Copied => toasts.say(t("share.copied")),
                share::Shared::Failed(address) => toasts.say(fill(t("share.failed"), &[("address", address)])),
                share::Shared::Done => {}
            }
        });
    });
    view! { <Button icon="share" label=t!("share.label") on_press=press/> }
}
