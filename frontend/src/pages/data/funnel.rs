//! How far proposals come, from being handed in to being funded.

use super::answer::{Shown, answer, label};
use super::bars::{Bar, Parts, bars};
use super::question::Wanted;
use super::sheet::{Cell, Row, Sheet};
use crate::i18n::{fill, language, t};
use leptos::prelude::*;
use shared::operations::stats::{Funnel, FunnelGroup, FunnelLevel};

pub fn funnel(wanted: Memo<Wanted>) -> AnyView {
    answer::<Funnel>(wanted, Wanted::to_reviews, |data| show(&data.answer.total, &data.answer.groups))
}

/// What ended at a level without a yes.
fn ended(level: &FunnelLevel) -> i64 {
    level.rejected + level.returned + level.deferred + level.closed
}

fn show(total: &FunnelGroup, groups: &[FunnelGroup]) -> Option<Shown> {
    let most = total.levels.iter().max_by_key(|level| ended(level)).filter(|_| total.count > 0)?;
    let lang = language();
    let count = |number: i64| Cell::Count(number).show(lang);
    let sentence = fill(
        t("data.funnel_says"),
        &[
            ("count", count(total.count)),
            ("accepted", count(total.accepted)),
            ("share", Cell::Share(total.accepted as f64 / total.count as f64).show(lang)),
            ("funded", count(total.funded)),
            ("level", most.level.name.clone()),
            ("ended", count(ended(most))),
        ],
    );
    let step = |level: &FunnelLevel| Bar {
        parts: Parts::Row(vec![
            ("bar-yes", (level.moved_on + level.accepted) as f64),
            ("bar-wait", level.waiting as f64),
            ("bar-no", ended(level) as f64),
        ]),
        ..Bar::of(level.level.name.clone(), count(level.reached), "", 0.0)
    };
    let last = [("data.accepted", total.accepted), ("data.funded", total.funded)];
    let ends = last.iter().map(|(key, number)| Bar::of(t(key), count(*number), "bar-yes", *number as f64));
    let legend = [("bar-yes", "data.went_on"), ("bar-wait", "data.waiting"), ("bar-no", "data.ended")];
    let legend = legend.map(|(class, key)| (class, t(key).to_owned())).to_vec();
    let chart = bars(total.levels.iter().map(step).chain(ends).collect(), legend);
    Some(Shown { sentence, chart, note: None, sheets: vec![by_level(total), by_area(total, groups)] })
}

fn by_level(total: &FunnelGroup) -> Sheet {
    let row = |level: &FunnelLevel| {
        let FunnelLevel { reached, waiting, accepted, rejected, returned, deferred, closed, moved_on, .. } = *level;
        let numbers = [reached, moved_on, accepted, waiting, rejected, returned, deferred, closed];
        Row::new(level.level.name.clone(), numbers.map(Cell::Count))
    };
    let heads = [
        "data.level",
        "data.reached",
        "data.moved_on",
        "data.accepted",
        "data.waiting",
        "data.rejected",
        "data.returned",
        "data.deferred",
        "data.closed",
    ];
    Sheet {
        word: "jenjang",
        title: t("data.by_level").to_owned(),
        heads: heads.map(|key| t(key).to_owned()).to_vec(),
        rows: total.levels.iter().map(row).collect(),
        total: None,
    }
}

fn by_area(total: &FunnelGroup, groups: &[FunnelGroup]) -> Sheet {
    let cells = |group: &FunnelGroup| -> Vec<Cell> {
        // The first level has them all.
        let levels = group.levels.iter().skip(1).map(|level| level.reached);
        [group.count].into_iter().chain(levels).chain([group.accepted, group.funded]).map(Cell::Count).collect()
    };
    let levels = total.levels.iter().skip(1).map(|level| level.level.name.clone());
    let heads = ["filter.area", "data.handed_in"].map(|key| t(key).to_owned()).into_iter().chain(levels);
    Sheet {
        word: "wilayah",
        title: t("data.by_area").to_owned(),
        heads: heads.chain(["data.accepted", "data.funded"].map(|key| t(key).to_owned())).collect(),
        rows: groups.iter().map(|group| Row::new(label(&group.keys), cells(group))).collect(),
        total: Some(Row::new(t("data.total"), cells(total))),
    }
}
