use super::case::Case;
use crate::i18n::{language, name_of};
use crate::routes;
use crate::ui::{Heading, Icon, PersonLine, StatusTag, sector_icon};
use leptos::prelude::*;
use shared::operations::proposal::ProposalLink;
use shared::value::time::format_date;

/// What it is, where, from whom, and where it stands.
#[component]
pub fn Head(case: Case) -> impl IntoView {
    let parts = Memo::new(move |_| {
        case.proposal.with(|p| {
            let place = (p.village.clone(), p.district.clone());
            let links = (p.merged_into.clone(), p.merged_from.clone());
            (p.title.clone(), (p.status, p.status_since), p.sector, place, (p.proposer.clone(), p.fiscal_year), links)
        })
    });
    move || {
        let (title, (status, since), sector, (village, district), (proposer, year), (into, from)) = parts.get();
        view! {
            <header class="proposal-head">
                <div class="cluster">
                    <StatusTag status/>
                    <span class="muted small">{t!("proposal.since", date = format_date(since, language()))}</span>
                </div>
                <Heading text=title/>
                <p class="proposal-place cluster">
                    <span class="figure"><Icon name=sector_icon(sector)/>{move || name_of(sector)}</span>
                    <span>{move || name_of(village.kind)} " " <a href=routes::area(&village.code)>{village.name.clone()}</a></span>
                    <span>{move || name_of(district.kind)} " " <a href=routes::area(&district.code)>{district.name.clone()}</a></span>
                    <span>{t!("proposal.for_year", year = year)}</span>
                </p>
                <p class="cluster small"><span class="muted">{t!("proposal.from")}</span><PersonLine person=proposer/></p>
                {into.map(|into| view! { <p class="notice neutral" role="note"><Icon name="merge"/><strong>{t!("proposal.merged_into")}</strong><span>{link(into)}</span></p> })}
                {(!from.is_empty()).then(|| view! {
                    <p class="small muted">{t!("proposal.merged_from")} " " {from.into_iter().map(|one| view! { {link(one)} " " }).collect_view()}</p>
                })}
            </header>
        }
        .into_any()
    }
}

fn link(other: ProposalLink) -> impl IntoView {
    view! { <a href=routes::proposal(other.id)>{other.title}</a> }
}
