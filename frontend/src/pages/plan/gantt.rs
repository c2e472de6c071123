//! The schedule as bars over time. What it shows stands in words beside it.

use crate::i18n::{fill, language, t};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use shared::plan::{Activity, words};
use shared::value::time::format_day;

/// The width of the drawing, in its own units.
const WIDTH: i64 = 1000;
/// Fewer than this many months have a line each.
const MOST_LINES: usize = 36;

/// The first and the last day of anything.
fn span(activities: &[Activity]) -> Option<(NaiveDate, NaiveDate)> {
    let days = || activities.iter().flat_map(|it| [it.start, it.end]).flatten();
    Some((days().min()?, days().max()?))
}

/// Where the bar of an activity begins, and how wide it is; a day alone is one day wide. None without a day.
fn bar(activity: &Activity, (first, last): (NaiveDate, NaiveDate)) -> Option<(i64, i64)> {
    let (start, end) = (activity.start.or(activity.end)?, activity.end.or(activity.start)?);
    let (start, end) = (start.min(end), start.max(end));
    let all = (last - first).num_days() + 1;
    let x = (start - first).num_days() * WIDTH / all;
    let width = ((end - start).num_days() + 1) * WIDTH / all;
    Some((x, width.max(6)))
}

/// Where months begin.
fn months((first, last): (NaiveDate, NaiveDate)) -> Vec<i64> {
    let all = (last - first).num_days() + 1;
    let begins = first.iter_days().take_while(|day| *day <= last).filter(|day| day.day() == 1);
    let lines: Vec<_> = begins.map(|day| (day - first).num_days() * WIDTH / all).filter(|x| *x > 0).collect();
    if lines.len() > MOST_LINES { Vec::new() } else { lines }
}

/// An activity that begins before one that it waits for has ended.
pub fn is_too_early(activity: &Activity, all: &[Activity]) -> bool {
    let ends = activity.after.iter().filter_map(|id| all.iter().find(|it| it.id == *id)?.end);
    activity.start.is_some_and(|start| ends.max().is_some_and(|end| start <= end))
}

/// From when to when, in words.
pub fn days(activity: &Activity) -> String {
    words::days(activity, language())
}

/// One line an activity; nothing before any has a day.
pub fn gantt(activities: &[Activity]) -> impl IntoView + use<> {
    span(activities).map(|whole| {
        let lines = months(whole);
        let row = |activity: &Activity| {
            let rule = |x: &i64| view! { <line x1=*x x2=*x y1="0" y2="20"></line> };
            let class = if is_too_early(activity, activities) { "gantt-bar no" } else { "gantt-bar" };
            let shape = bar(activity, whole).map(|(x, width)| view! { <rect class=class x=x y="3" width=width height="14" rx="4"></rect> });
            view! {
                <li>
                    <span class="gantt-name">{activity.name.clone()}</span>
                    <svg viewBox="0 0 1000 20" preserveAspectRatio="none">{lines.iter().map(rule).collect_view()}{shape}</svg>
                </li>
            }
        };
        let (first, last) = whole;
        view! {
            <figure class="gantt" aria-hidden="true">
                <figcaption class="split tiny muted"><span>{move || format_day(first, language())}</span><span>{move || format_day(last, language())}</span></figcaption>
                <ul class="plain">{activities.iter().map(row).collect_view()}</ul>
            </figure>
        }
    })
}

/// What it waits for, in words.
pub fn after(activity: &Activity, all: &[Activity]) -> Option<String> {
    let names: Vec<_> =
        activity.after.iter().filter_map(|id| all.iter().find(|it| it.id == *id)).map(|it| it.name.clone()).collect();
    (!names.is_empty()).then(|| fill(t("plan.after_these"), &[("names", names.join(", "))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(id: u128, start: &str, end: &str, after: &[u128]) -> Activity {
        let after = after.iter().copied().map(uuid::Uuid::from_u128).collect();
        Activity { id: uuid::Uuid::from_u128(id), start: start.parse().ok(), end: end.parse().ok(), after, ..Activity::default() }
    }

    #[test]
    fn bars_lie_where_their_days_are() {
        let all =
            [activity(1, "2028-03-01", "2028-03-05", &[]), activity(2, "2028-03-06", "2028-03-10", &[]), activity(3, "", "", &[])];
        let whole = span(&all).unwrap();
        assert_eq!(all.each_ref().map(|it| bar(it, whole)), [Some((0, 500)), Some((500, 500)), None]);
        assert_eq!(span(&all[2..]), None);
        // The end before the beginning is a slip, no reason to draw nothing.
        assert_eq!(bar(&activity(4, "2028-03-10", "2028-03-06", &[]), whole), Some((500, 500)));
    }

    #[test]
    fn months_begin_at_their_lines() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(months((day("2028-01-17"), day("2028-02-15"))), [500]);
        assert!(months((day("2028-01-01"), day("2048-01-01"))).is_empty());
    }

    #[test]
    fn what_begins_before_its_turn_is_noticed() {
        let all = [
            activity(1, "2028-03-01", "2028-03-05", &[]),
            activity(2, "2028-03-05", "2028-03-10", &[1]),
            activity(3, "2028-03-06", "", &[1, 9]),
        ];
        assert_eq!(all.each_ref().map(|it| is_too_early(it, &all)), [false, true, false]);
    }
}
