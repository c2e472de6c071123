//! How long proposals lie with each level.

use super::answer::{Shown, answer};
use super::bars::{Bar, bars};
use super::question::Wanted;
use super::sheet::{Cell, Row, Sheet};
use crate::i18n::{fill, language, t};
use leptos::prelude::*;
use shared::operations::stats::{LevelDays, LevelTimes, OfProposals};

pub fn times(wanted: Memo<Wanted>) -> AnyView {
    answer::<LevelDays>(wanted, |wanted| OfProposals { filter: wanted.to_filter() }, |data| show(&data.answer.total.levels))
}

fn show(levels: &[LevelTimes]) -> Option<Shown> {
    let lang = language();
    let days = |days: f64| Cell::Days(days).show(lang);
    let count = |number: i64| Cell::Count(number).show(lang);
    let (waiting, overdue) = levels.iter().fold((0, 0), |(all, late), level| (all + level.waiting, late + level.overdue));
    let slowest = levels.iter().filter_map(|level| Some((level, level.decision_days.median?))).max_by(|a, b| a.1.total_cmp(&b.1));
    if slowest.is_none() && waiting == 0 {
        return None;
    }
    let mut sentence = slowest.map_or_else(String::new, |(level, median)| {
        fill(
            t("data.times_say"),
            &[("level", level.level.name.clone()), ("days", days(median)), ("expected", level.level.expected_days.to_string())],
        ) + " "
    });
    sentence += &fill(t("data.waiting_says"), &[("waiting", count(waiting)), ("overdue", count(overdue))]);
    let bar = |level: &LevelTimes| {
        let (expected, median) = (f64::from(level.level.expected_days), level.decision_days.median);
        let class = if median.is_some_and(|median| median > expected) { "bar-no" } else { "bar-yes" };
        let value = median.map_or_else(|| "–".to_owned(), |median| fill(t("data.days"), &[("days", days(median))]));
        Bar { mark: Some(expected), ..Bar::of(level.level.name.clone(), value, class, median.unwrap_or_default()) }
    };
    let legend = [("bar-yes", "data.in_time"), ("bar-no", "data.too_late"), ("mark-swatch", "data.expected")];
    let chart = bars(levels.iter().map(bar).collect(), legend.map(|(class, key)| (class, t(key).to_owned())).to_vec());
    Some(Shown { sentence, chart, note: None, sheets: vec![sheet(levels)] })
}

fn sheet(levels: &[LevelTimes]) -> Sheet {
    let row = |level: &LevelTimes| {
        Row::new(
            level.level.name.clone(),
            [
                Cell::Days(level.level.expected_days.into()),
                Cell::Count(level.decisions),
                Cell::of(level.decision_days.median, Cell::Days),
                Cell::of(level.decision_days.mean, Cell::Days),
                Cell::Count(level.waiting),
                Cell::Count(level.overdue),
                Cell::of(level.waiting_days.median, Cell::Days),
            ],
        )
    };
    let heads = [
        "data.level",
        "data.expected_days",
        "data.decisions",
        "data.median_days",
        "data.mean_days",
        "data.waiting",
        "data.overdue",
        "data.waiting_days",
    ];
    Sheet {
        title: t("data.by_level").to_owned(),
        heads: heads.map(|key| t(key).to_owned()).to_vec(),
        rows: levels.iter().map(row).collect(),
        total: None,
    }
}
