use super::age::Age;
use super::case::Case;
use super::way::{Place, Stop, StopName, stops};
use crate::clock;
use crate::i18n::{language, name_of, t};
use crate::ui::{Icon, status_class};
use leptos::prelude::*;
use shared::proposal::Status;
use shared::value::time::format_date;

/// Where the proposal stands on its way, and whether it has waited too long.
#[component]
pub fn Progress(case: Case) -> impl IntoView {
    let stops = Memo::new(move |_| case.levels.with(|levels| case.proposal.with(|proposal| stops(proposal, levels))));
    let status = Memo::new(move |_| case.proposal.with(|proposal| (proposal.status, proposal.status_since)));
    let age = move || case.levels.with(|levels| Age::of(status.get().0, status.get().1, clock::now(), levels));
    view! {
        <div class="stack tight track-block">
            <ol class="track compact" aria-label=t!("progress.label")>{move || stops.get().into_iter().map(|stop| stop_view(stop, status_class(status.get().0))).collect_view()}</ol>
            {move || (age().late > 0).then(|| view! { <p class="late small"><Icon name="clock"/>{t!("progress.late", days = age().days, late = age().late)}</p> })}
        </div>
    }
    .into_any()
}

fn stop_view(stop: Stop, tone: &'static str) -> impl IntoView {
    let Stop { name, place, at } = stop;
    let class = match place {
        Place::Passed => "done",
        Place::Here => tone,
        Place::Ahead => "",
    };
    let name = move || match &name {
        StopName::Level(name, status) => short(*status).map_or_else(|| name.clone(), |key| t(key).to_owned()),
        StopName::Status(status) => name_of(*status).to_owned(),
    };
    let note = move || match (place, at) {
        (Place::Ahead, _) => String::new(),
        (Place::Here, None) => t("progress.here").to_owned(),
        (_, Some(at)) => format_date(at, language()),
        (Place::Passed, None) => String::new(),
    };
    let said = match place {
        Place::Passed => "progress.passed",
        Place::Here => "progress.here",
        Place::Ahead => "progress.ahead",
    };
    view! {
        <li class=class aria-current=(place == Place::Here).then_some("step")>
            <strong>{name}<span class="visually-hidden">" ("{move || t(said)}")"</span></strong>
            <small>{note}</small>
        </li>
    }
}

/// A level's place on the way in a word or two: its full name does not fit under a dot.
fn short(status: Status) -> Option<&'static str> {
    match status {
        Status::DesaReview => Some("way.village"),
        Status::KecReview => Some("way.district"),
        Status::MitraReview => Some("way.planner"),
        Status::OpdReview => Some("way.agency"),
        Status::KabReview => Some("way.regency"),
        _ => None,
    }
}
