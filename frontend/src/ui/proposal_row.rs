use super::{Icon, StatusTag, sector_icon, status_class};
use crate::i18n::{language, name_of};
use crate::routes;
use leptos::prelude::*;
use shared::operations::proposal::ProposalCard;
use shared::value::number::group_thousands;

/// A proposal in a list: what kind, what, where, how far, how much, how many. The whole row is its link.
#[component]
pub fn ProposalRow(proposal: ProposalCard, #[prop(optional, into)] chosen: Signal<bool>) -> impl IntoView {
    let ProposalCard { id, title, status, sector, village, district, support_count, fiscal_year, .. } = proposal;
    let cost = proposal.accepted_cost.unwrap_or(proposal.estimated_cost);
    view! {
        <article class="list-row" class:chosen=move || chosen.get()>
            <span class=format!("mark {}", status_class(status)) aria-hidden="true"><Icon name=sector_icon(sector)/></span>
            <h3 class="list-row-title"><a href=routes::proposal(id)>{title}</a></h3>
            <p class="list-row-meta">{format!("{} · {} · ", village.name, district.name)} {move || name_of(sector)} {format!(" · {fiscal_year}")}</p>
            <div class="list-row-foot">
                <StatusTag status/>
                <span class="num" title=cost.format()>{move || cost.format_short(language())}</span>
                <span class="figure"><Icon name="heart"/>{move || group_thousands(support_count, language())}<span class="visually-hidden">" "{t!("proposal.supports")}</span></span>
            </div>
        </article>
    }
}
