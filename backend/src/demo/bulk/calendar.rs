//! When a regency proposes and decides: the season of musrenbang, the pace of the levels, the turn of the fiscal year.

use super::super::dice::Dice;
use crate::error::AppError;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};
use shared::proposal::{Action, Status, Step, Workflow};

/// How much is proposed in each month, January first: most of it while the forums meet.
const SEASON: [f64; 12] = [3.0, 2.6, 1.6, 0.35, 0.3, 0.4, 0.9, 0.8, 0.7, 0.7, 0.8, 1.2];
/// Each year, more people take part than the year before.
const GROWTH: f64 = 1.12;
/// The last month in which next year's plan still takes proposals.
const LAST_FORUM: u32 = 3;
/// Back to the cycle of six fiscal years ago.
const YEARS: i32 = 7;
/// About so many proposals are made at a time: what is kept in memory, however many there are.
const AT_A_TIME: usize = 4_000;

/// Some days, and how many proposals begin in them.
pub struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub proposals: usize,
}

/// The days from the July seven years ago to this morning, with `count` proposals spread over them.
pub fn windows(count: usize, now: DateTime<Utc>) -> Vec<Window> {
    let last = now.date_naive();
    let first = begin(now).date_naive();
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day < last).collect();
    let total: f64 = days.iter().map(|day| weight(*day, first)).sum();
    let (mut windows, mut reached, mut given) = (Vec::new(), 0.0, 0);
    let mut open: Option<NaiveDate> = None;
    for day in days {
        reached += weight(day, first);
        let begun = *open.get_or_insert(day);
        let due = (count as f64 * reached / total).round() as usize - given;
        let next = day + Duration::days(1);
        if due >= AT_A_TIME || next.day() == 1 || next == last {
            windows.push(Window { from: midnight(begun), to: midnight(next), proposals: due });
            given += due;
            open = None;
        }
    }
    windows
}

/// Before the first proposal.
pub fn begin(now: DateTime<Utc>) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(now.year() - YEARS, 7, 1).map_or(now, midnight)
}

fn weight(day: NaiveDate, first: NaiveDate) -> f64 {
    let years = (day - first).num_days() as f64 / 365.25;
    SEASON[day.month0() as usize % SEASON.len()] * GROWTH.powf(years)
}

/// The year that is planned for on this day: until the forums it is the next, then the one after it.
pub fn fiscal_year(day: DateTime<Utc>) -> i32 {
    if day.month() <= LAST_FORUM { day.year() + 1 } else { day.year() + 2 }
}

/// When each step is taken, the first some time after `begun`; always in office hours.
///
/// # Errors
/// `INTERNAL` when there is no such day.
pub fn times(
    workflow: &Workflow,
    steps: &[Step],
    begun: DateTime<Utc>,
    year: i32,
    dice: &Dice,
) -> Result<Vec<DateTime<Utc>>, AppError> {
    let mut times = Vec::with_capacity(steps.len());
    // The next day at the earliest: office hours are moved within their day.
    let mut here = begun;
    for (index, step) in steps.iter().enumerate() {
        if index == 0 && step.action == Action::Submit {
            here = begun + Duration::minutes(25) + days(if dice.happens(0.7) { 0.0 } else { dice.between(0.0, 6.0) });
            times.push(here);
            here = midnight(here.date_naive()) + Duration::days(1);
            continue;
        }
        here = here.max(midnight(begun.date_naive()) + Duration::days(1));
        let level = step.level.as_deref().and_then(|code| workflow.level(code));
        let expected = f64::from(level.map_or(14, |level| level.expected_days));
        here = match (step.action, step.to) {
            (Action::BeginReview, _) => here + days(0.3 * expected * spread(dice)),
            (Action::Advance, Status::Budgeted | Status::Deferred) => after(here, year - 1, 12, 5, 24.0, dice)?,
            (Action::Advance, Status::InExecution) => after(here, year, 3, 1, 160.0, dice)?,
            (Action::Advance, _) => here + days(dice.between(45.0, 150.0)),
            (Action::Withdraw | Action::Merge | Action::Submit, _) => here + days(dice.between(3.0, 25.0)),
            _ => here + days(0.8 * expected * spread(dice)),
        };
        times.push(in_office_hours(here));
    }
    Ok(times)
}

/// Some day from this one on, or soon after what came before it.
fn after(before: DateTime<Utc>, year: i32, month: u32, day: u32, within: f64, dice: &Dice) -> Result<DateTime<Utc>, AppError> {
    let first = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| AppError::damaged("a day of the fiscal year"))?;
    Ok(midnight(first).max(before + Duration::days(2)) + days(dice.between(0.0, within)))
}

/// Around 1, seldom much more: log-normal, as waiting times are.
fn spread(dice: &Dice) -> f64 {
    let sum: f64 = (0..6).map(|_| dice.fraction() - 0.5).sum();
    (0.9 * sum).exp()
}

fn days(days: f64) -> Duration {
    Duration::milliseconds((days * 86_400_000.0) as i64)
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The same day, between eight and sixteen o'clock in western Indonesia; keeps the order.
pub fn in_office_hours(at: DateTime<Utc>) -> DateTime<Utc> {
    let midnight = midnight(at.date_naive());
    midnight + Duration::hours(1) + (at - midnight) / 3
}
