//! Why proposals are refused, and by which level.

use super::answer::{Shown, answer};
use super::bars::{Bar, bars};
use super::question::Wanted;
use super::sheet::{Cell, Row, Sheet};
use crate::i18n::{fill, language, t};
use leptos::prelude::*;
use shared::operations::proposal::{DecisionCriteria, ProposalFilter};
use shared::operations::stats::{Refusals, Refused, StatsKey, StatsVariables};
use shared::proposal::DecisionKind;
use shared::stats::ProposalDimension;
use std::collections::BTreeMap;

pub fn reasons(wanted: Memo<Wanted>) -> AnyView {
    answer::<Refusals>(wanted, variables, |data| show(&data))
}

fn variables(wanted: &Wanted) -> StatsVariables<ProposalDimension> {
    let refused = DecisionCriteria { kinds: vec![DecisionKind::Rejected] };
    StatsVariables {
        filter: ProposalFilter { decided: Some(refused), ..wanted.to_filter() },
        group_by: vec![ProposalDimension::ReasonCode, ProposalDimension::ReviewLevel],
    }
}

/// The reasons, the most frequent first: all together, and by level.
fn sheet(data: &Refused) -> Sheet {
    let mut reasons: BTreeMap<&StatsKey, BTreeMap<&str, i64>> = BTreeMap::new();
    for group in &data.answer.groups {
        if let [reason, level] = &group.keys[..] {
            *reasons.entry(reason).or_default().entry(level.value.as_deref().unwrap_or_default()).or_default() += group.count;
        }
    }
    let row = |(reason, by_level): (&StatsKey, BTreeMap<&str, i64>)| {
        let levels = data.levels.iter().map(|level| by_level.get(level.code.as_str()).copied().unwrap_or_default());
        let cells = [by_level.values().sum()].into_iter().chain(levels).map(Cell::Count);
        Row::new(reason.label.clone(), cells.collect::<Vec<_>>())
    };
    let mut rows: Vec<_> = reasons.into_iter().map(row).collect();
    rows.sort_by_key(|row| row.cells.first().and_then(|cell| cell.number()).map_or(0, |count| -(count as i64)));
    let heads = ["data.reason", "data.refused"].map(|key| t(key).to_owned()).into_iter();
    Sheet {
        word: "jenjang",
        title: t("data.by_reason").to_owned(),
        heads: heads.chain(data.levels.iter().map(|level| level.name.clone())).collect(),
        rows,
        total: None,
    }
}

fn show(data: &Refused) -> Option<Shown> {
    let sheet = sheet(data);
    let lang = language();
    let first = |row: &Row| row.cells.first().copied().unwrap_or(Cell::Nothing);
    let most = sheet.rows.first()?;
    let count = Cell::Count(data.answer.total.count).show(lang);
    let sentence = fill(t("data.reasons_say"), &[("count", count), ("most", most.name.clone()), ("times", first(most).show(lang))]);
    let bar = |row: &Row| Bar::of(row.name.clone(), first(row).show(lang), "bar-no", first(row).number().unwrap_or_default());
    let chart = bars(sheet.rows.iter().map(bar).collect(), Vec::new());
    Some(Shown { sentence, chart, note: None, sheets: vec![sheet] })
}
