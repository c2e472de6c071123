use super::filter::Filter;
use crate::api::load;
use crate::i18n::{fill, language, name_of, t};
use crate::session::Session;
use crate::ui::{Failure, Icon};
use leptos::prelude::*;
use shared::operations::Nothing;
use shared::operations::desk::{Desk, DeskCounts, DeskLevel};
use shared::value::number::group_thousands;

/// How much waits for each office, how much of it too long; each figure leads to its rows.
#[component]
pub fn Counts(filter: Memo<Filter>) -> impl IntoView {
    let session = Session::get();
    let counts = load::<DeskCounts>(move || session.is_official().then_some(Nothing {}));
    view! {
        <Failure error=counts.error retry=Callback::new(move |()| counts.reload())/>
        <div class="stats desk-counts">{move || counts.data.get().map(|data| figures(data.answer, filter))}</div>
    }
    .into_any()
}

fn figures(desk: Desk, filter: Memo<Filter>) -> impl IntoView {
    let Desk { levels, awaiting, overdue, oldest_days } = desk;
    let all = Filter::default().to_address();
    let late = Filter { late_only: true, ..Filter::default() }.to_address();
    let number = |n: i64| group_thousands(n, language());
    let oldest = move || oldest_days.map_or_else(String::new, |days| fill(t("desk.oldest"), &[("days", number(days))]));
    view! {
        <a class="stat" href=all aria-current=move || filter.with(Filter::is_empty).then_some("true")>
            <span class="stat-label">{t!("desk.awaiting")}</span><span class="stat-value">{move || number(awaiting)}</span><span class="stat-note">{oldest}</span>
        </a>
        <a class="stat" class:late={overdue > 0} href=late aria-current=move || filter.with(|filter| filter.late_only).then_some("true")>
            <span class="stat-label">{t!("desk.overdue")}</span>
            <span class="stat-value">{(overdue > 0).then(|| view! { <Icon name="warning"/> })}{move || number(overdue)}</span>
            <span class="stat-note">{t!("desk.overdue_note")}</span>
        </a>
        {levels.into_iter().filter(|level| level.count > 0).map(|level| level_figure(level, filter)).collect_view()}
    }
}

fn level_figure(level: DeskLevel, filter: Memo<Filter>) -> impl IntoView {
    let DeskLevel { office, status, count, .. } = level;
    let own = Filter { status: Some(status), ..Filter::default() };
    view! {
        <a class="stat" href=own.to_address() aria-current=move || filter.with(|filter| filter.status == Some(status)).then_some("true")>
            <span class="stat-label">{move || name_of(status)}</span><span class="stat-value">{move || group_thousands(count, language())}</span><span class="stat-note">{office}</span>
        </a>
    }
}
