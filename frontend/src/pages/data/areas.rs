//! How areas fare: who is accepted how often, and what comes to each head.

use super::answer::{Shown, answer, extremes, label};
use super::map::{Figures, choropleth};
use super::outline::Outlines;
use super::question::{Measure, Wanted};
use super::sheet::{Cell, Row, Sheet};
use crate::i18n::{Named, fill, language, t};
use crate::ui::{Button, Notice, Tone};
use leptos::prelude::*;
use shared::area::AreaLevel;
use shared::operations::area::AreaFilter;
use shared::operations::stats::{AreaFigures, AreaGroup, AreaVariables, Fairness, Told};
use shared::stats::ProposalDimension;
use std::collections::BTreeSet;

pub fn areas(wanted: Memo<Wanted>) -> AnyView {
    let outlines = Outlines::of(Signal::derive(move || wanted.with(|wanted| (wanted.level(), wanted.district()))));
    answer::<Fairness>(wanted, variables, move |data| {
        let draw = move |figures: Figures| {
            view! {
                {move || outlines.drawing().map(|drawing| choropleth(&drawing, &figures))}
                {move || outlines.are_missing().then(|| missing(outlines))}
            }
            .into_any()
        };
        show(&data, wanted.with(|wanted| wanted.measure), draw)
    })
}

/// What stands in the place of the map; the table says the same.
fn missing(outlines: Outlines) -> AnyView {
    view! {
        <Notice tone=Tone::Warning title=t!("data.no_outlines")>
            <Button class="small" label=t!("action.retry") on_press=Callback::new(move |_| outlines.reload())/>
        </Notice>
    }
    .into_any()
}

fn variables(wanted: &Wanted) -> AreaVariables {
    let by = if wanted.level() == AreaLevel::Village { ProposalDimension::Village } else { ProposalDimension::District };
    let areas = AreaFilter { level: Some(wanted.level()), parent: wanted.district(), text: None };
    AreaVariables { filter: wanted.to_filter(), group_by: vec![by], areas }
}

fn measured(group: &AreaGroup, measure: Measure) -> Cell {
    match measure {
        Measure::Acceptance => Cell::of(group.acceptance_rate, Cell::Share),
        Measure::Planned => Cell::of(group.planned_cost_per_head, Cell::PerHead),
        Measure::Asked => Cell::of(group.estimated_cost_per_head, Cell::PerHead),
    }
}

fn show(data: &AreaFigures, measure: Measure, draw: impl Fn(Figures) -> AnyView) -> Option<Shown> {
    let AreaFigures { answer, areas } = data;
    if answer.total.count == 0 {
        return None;
    }
    let lang = language();
    let row = |group: &AreaGroup, name: String| {
        let AreaGroup { count, accepted, rejected, people, .. } = *group;
        let counts = [Cell::Count(count), Cell::Count(accepted), Cell::Count(rejected)];
        let rest = [measured(group, Measure::Acceptance), Cell::of(people, Cell::Count)];
        let per_head = [measured(group, Measure::Asked), measured(group, Measure::Planned)];
        Row::new(name, [&counts[..], &rest, &per_head].concat())
    };
    let heads = [
        "filter.area",
        "data.proposals",
        "data.accepted",
        "data.rejected",
        "data.acceptance",
        "data.people",
        "data.asked_per_head",
        "data.planned_per_head",
    ];
    let sheet = Sheet {
        word: "wilayah",
        title: t("data.by_area").to_owned(),
        heads: heads.map(|key| t(key).to_owned()).to_vec(),
        rows: answer.groups.iter().map(|group| row(group, label(&group.keys))).collect(),
        total: Some(row(&answer.total, t("data.total").to_owned())),
    };
    let column = match measure {
        Measure::Acceptance => 3,
        Measure::Asked => 5,
        Measure::Planned => 6,
    };
    let whole = measured(&answer.total, measure);
    let measure_name = ("measure", t(measure.key()).to_owned());
    let sentence = if whole == Cell::Nothing {
        fill(t("data.areas_say_nothing"), &[measure_name])
    } else {
        fill(t("data.areas_say"), &[measure_name, ("total", whole.show(lang))]) + &extremes(&sheet, column, lang)
    };
    let of = |group: &AreaGroup| Some((group.keys.first()?.value.clone()?, (label(&group.keys), measured(group, measure))));
    let chart = draw(answer.groups.iter().filter_map(of).collect());
    let sources: BTreeSet<&Told> = areas.nodes.iter().filter_map(|area| area.population.as_ref()).collect();
    let source = |told: &&Told| format!("{} ({})", told.source, told.year);
    let note = if sources.is_empty() {
        t("data.people_unknown").to_owned()
    } else {
        fill(t("data.people_source"), &[("source", sources.iter().map(source).collect::<Vec<_>>().join("; "))])
    };
    Some(Shown { sentence, chart, note: Some(note), sheets: vec![sheet] })
}
