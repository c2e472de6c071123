//! The officials' desk: what waits for my offices, longest first.

use crate::api::load;
use crate::session::Session;
use crate::ui::{Empty, Failure, Heading, ProposalRow, SkeletonRows, loaded};
use leptos::prelude::*;
use shared::operations::Nothing;
use shared::operations::desk::DeskOverview;
use shared::operations::proposal::{ProposalFilter, Proposals, ProposalsVariables};
use shared::proposal::Order;

#[component]
pub fn DeskPage() -> impl IntoView {
    let session = Session::get();
    let overview = load::<DeskOverview>(move || session.is_official().then_some(Nothing {}));
    let queue = load::<Proposals>(move || {
        let filter = ProposalFilter { awaiting_me: true, ..ProposalFilter::default() };
        session.is_official().then_some(ProposalsVariables { filter, order_by: Order::LongestWaiting, first: 50, after: None })
    });
    view! {
        <div class="page-wide whole desk">
            <Heading text=t!("nav.desk")/>
            <Failure error=overview.error/>
            {move || overview.data.get().map(|data| view! {
                <div class="stats">
                    <div class="stat"><span class="stat-label">{t!("desk.awaiting")}</span><span class="stat-value">{data.desk.awaiting}</span></div>
                    <div class="stat"><span class="stat-label">{t!("desk.overdue")}</span><span class="stat-value">{data.desk.overdue}</span></div>
                    <div class="stat"><span class="stat-label">{t!("desk.oldest")}</span><span class="stat-value">{data.desk.oldest_days.unwrap_or(0)}</span></div>
                </div>
            })}
            <Show when=move || session.is_official() fallback=|| view! { <Empty title=t!("desk.officials_title") text=t!("desk.officials_text")/> }>
                {loaded(queue, || view! { <SkeletonRows/> }.into_any(), |data| if data.answer.nodes.is_empty() {
                    view! { <Empty title=t!("desk.empty_title") text=t!("desk.empty_text")/> }.into_any()
                } else {
                    view! { <ul class="list boxed">{data.answer.nodes.into_iter().map(|proposal| view! { <li><ProposalRow proposal/></li> }).collect_view()}</ul> }.into_any()
                })}
            </Show>
        </div>
    }
}
