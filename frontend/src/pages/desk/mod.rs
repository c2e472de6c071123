//! The officials' desk: what waits for my offices, longest first.

use super::home::{ListView, use_list};
use crate::session::Session;
use crate::ui::{Empty, Heading};
use leptos::prelude::*;
use shared::operations::proposal::ProposalFilter;
use shared::proposal::Order;

#[component]
pub fn DeskPage() -> impl IntoView {
    let session = Session::get();
    let queue = use_list(move || {
        let filter = ProposalFilter { awaiting_me: true, ..ProposalFilter::default() };
        session.is_official().then_some((filter, Order::LongestWaiting))
    });
    view! {
        <div class="page desk">
            <header class="page-head">
                <Heading text=t!("nav.desk")/>
                <p class="muted">{t!("desk.lead")}</p>
            </header>
            <Show when=move || session.is_official() fallback=|| view! { <Empty title=t!("desk.officials_title") text=t!("desk.officials_text")/> }>
                <ListView list=queue boxed=true empty=|| view! { <Empty title=t!("desk.empty_title") text=t!("desk.empty_text")/> }/>
            </Show>
        </div>
    }
}
