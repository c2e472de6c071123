//! How long proposals lie with each level.

use super::answer::{Shown, answer, label};
use super::bars::{Bar, bars};
use super::question::Wanted;
use super::sheet::{Cell, Row, Sheet};
use crate::i18n::{fill, language, t};
use leptos::prelude::*;
use shared::operations::stats::{AreaLevelTimes, AreaTimes, LevelDays, LevelTimes};

pub fn times(wanted: Memo<Wanted>) -> AnyView {
    answer::<LevelDays>(wanted, Wanted::to_reviews, |data| show(&data.answer.total.levels, &data.answer.groups))
}

fn show(levels: &[LevelTimes], groups: &[AreaTimes]) -> Option<Shown> {
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
    Some(Shown { sentence, chart, note: None, sheets: vec![by_level(levels), by_area(levels, groups)] })
}

fn by_level(levels: &[LevelTimes]) -> Sheet {
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
        word: "jenjang",
        title: t("data.by_level").to_owned(),
        heads: heads.map(|key| t(key).to_owned()).to_vec(),
        rows: levels.iter().map(row).collect(),
        total: None,
    }
}

/// Where proposals get stuck: who waits in each area, and the median days of each level there.
fn by_area(levels: &[LevelTimes], groups: &[AreaTimes]) -> Sheet {
    let cells = |levels: Vec<(i64, i64, Option<f64>)>| {
        let (waiting, overdue) = levels.iter().fold((0, 0), |sum, level| (sum.0 + level.0, sum.1 + level.1));
        let days = levels.into_iter().map(|(.., median)| Cell::of(median, Cell::Days));
        [Cell::Count(waiting), Cell::Count(overdue)].into_iter().chain(days).collect::<Vec<_>>()
    };
    let row = |group: &AreaTimes| {
        let level = |level: &AreaLevelTimes| (level.waiting, level.overdue, level.decision_days.median);
        Row::new(label(&group.keys), cells(group.levels.iter().map(level).collect()))
    };
    let total = levels.iter().map(|level| (level.waiting, level.overdue, level.decision_days.median)).collect();
    let heads = ["filter.area", "data.waiting", "data.overdue"].map(|key| t(key).to_owned()).into_iter();
    Sheet {
        word: "wilayah",
        title: t("data.times_by_area").to_owned(),
        heads: heads.chain(levels.iter().map(|level| level.level.name.clone())).collect(),
        rows: groups.iter().map(row).collect(),
        total: Some(Row::new(t("data.total"), cells(total))),
    }
}
