//! What is asked for, and what comes into plans, by sector or area.

use super::answer::{Shown, answer, extremes, label};
use super::bars::{Bar, Parts, bars};
use super::question::{By, Wanted};
use super::sheet::{Cell, Row, Sheet};
use crate::i18n::{Named, fill, language, t};
use leptos::prelude::*;
use shared::area::AreaLevel;
use shared::operations::stats::{MoneyAsked, MoneyGroup, StatsVariables};
use shared::stats::ProposalDimension;

pub fn money(wanted: Memo<Wanted>) -> AnyView {
    answer::<MoneyAsked>(wanted, variables, move |data| {
        show(&data.answer.total, &data.answer.groups, wanted.with(|wanted| wanted.by))
    })
}

fn variables(wanted: &Wanted) -> StatsVariables<ProposalDimension> {
    let by = match (wanted.by, wanted.level()) {
        (By::Sector, _) => ProposalDimension::Sector,
        (By::Area, AreaLevel::Village) => ProposalDimension::Village,
        (By::Area, _) => ProposalDimension::District,
    };
    StatsVariables { filter: wanted.to_filter(), group_by: vec![by] }
}

fn row(group: &MoneyGroup, name: String) -> Row {
    let MoneyGroup { count, accepted, estimated_cost, planned_cost, .. } = group;
    let (asked, planned) = (estimated_cost.sum, planned_cost.sum);
    let share = (asked > 0).then(|| planned as f64 / asked as f64);
    let cells =
        [Cell::Rupiah(asked), Cell::Rupiah(planned), Cell::of(share, Cell::Share), Cell::Count(*count), Cell::Count(*accepted)];
    Row::new(name, cells)
}

fn show(total: &MoneyGroup, groups: &[MoneyGroup], by: By) -> Option<Shown> {
    if total.count == 0 {
        return None;
    }
    let mut rows: Vec<_> = groups.iter().map(|group| row(group, label(&group.keys))).collect();
    let cell = |row: &Row, at: usize| row.cells.get(at).copied().unwrap_or(Cell::Nothing);
    let number = move |row: &Row, at: usize| cell(row, at).number().unwrap_or_default();
    rows.sort_by(|a, b| number(b, 0).total_cmp(&number(a, 0)));
    let all = row(total, t("data.total").to_owned());
    let heads = [t(by.key()), t("data.asked"), t("data.planned"), t("data.planned_share"), t("data.proposals"), t("data.accepted")];
    let sheet = Sheet {
        word: by.wire(),
        title: fill(t("data.money_by"), &[("by", t(by.key()).to_lowercase())]),
        heads: heads.map(str::to_owned).to_vec(),
        rows,
        total: Some(all.clone()),
    };
    let lang = language();
    let [asked, planned] = [0, 1].map(|at| cell(&all, at).short(lang));
    let told = fill(t("data.money_says"), &[("asked", asked), ("planned", planned), ("share", cell(&all, 2).show(lang))]);
    let sentence = told + &extremes(&sheet, 0, lang);
    let bar = |row: &Row| Bar {
        parts: Parts::Pair([("bar-asked", number(row, 0)), ("bar-yes", number(row, 1))]),
        ..Bar::of(row.name.clone(), cell(row, 0).short(lang), "", 0.0)
    };
    let legend = [("bar-asked", "data.asked"), ("bar-yes", "data.planned")];
    let legend = legend.map(|(class, key)| (class, t(key).to_owned())).to_vec();
    let chart = bars(sheet.rows.iter().map(bar).collect(), legend);
    Some(Shown { sentence, chart, note: None, sheets: vec![sheet] })
}
