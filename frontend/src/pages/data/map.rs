//! Areas coloured by a figure. For the eye alone: the table says the same.

use super::bars::key;
use super::outline::{Drawing, Outline};
use super::sheet::Cell;
use crate::i18n::{language, t};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What is known of each area, by its code: its name and the figure.
pub type Figures = BTreeMap<String, (String, Cell)>;

/// From light to dark; the number of the class stands in the area too, for colours are not seen alike by everybody.
const CLASSES: [&str; 5] = ["class-1", "class-2", "class-3", "class-4", "class-5"];
const UNKNOWN: &str = "class-none";

/// Classes with as many areas in each: the figure with which each begins.
fn quantiles(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut begins: Vec<f64> =
        (0..CLASSES.len()).filter_map(|class| values.get(values.len() * class / CLASSES.len()).copied()).collect();
    begins.dedup();
    begins
}

/// In which class a figure is, from 0.
fn class_of(begins: &[f64], value: f64) -> usize {
    begins.partition_point(|begin| *begin <= value).saturating_sub(1)
}

pub fn choropleth(drawing: &Drawing, figures: &Figures) -> AnyView {
    let lang = language();
    let known = || figures.values().filter_map(|(_, cell)| Some((*cell, cell.number()?)));
    let begins = quantiles(known().map(|(_, value)| value).collect());
    let figure = |outline: &Outline| {
        let found = figures.get(&outline.code);
        let class = found.and_then(|(_, cell)| cell.number()).map(|value| class_of(&begins, value));
        let words = found.map_or_else(|| outline.name.clone(), |(name, cell)| format!("{name}: {}", cell.show(lang)));
        (class, words)
    };
    let area = |outline: &Outline| {
        let (class, words) = figure(outline);
        view! { <path class=class.map_or(UNKNOWN, |class| CLASSES[class]) d=outline.path.clone()><title>{words}</title></path> }
    };
    let number = |outline: &Outline| {
        let class = figure(outline).0;
        let (x, y) = outline.middle;
        let tone = class.map_or(UNKNOWN, |class| CLASSES[class]);
        view! { <text class=tone x=x y=y>{class.map_or_else(|| "–".to_owned(), |class| (class + 1).to_string())}</text> }
    };
    let range = |class: usize| {
        let mut inside: Vec<_> = known().filter(|(_, value)| class_of(&begins, *value) == class).collect();
        inside.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (least, most) = (inside.first()?.0.show(lang), inside.last()?.0.show(lang));
        let words = if least == most { least } else { format!("{least} – {most}") };
        Some((CLASSES[class], format!("{}: {words}", class + 1)))
    };
    let unknown = drawing.outlines.iter().any(|outline| figure(outline).0.is_none());
    let legend = (0..begins.len()).filter_map(range).chain(unknown.then(|| (UNKNOWN, t("data.unknown").to_owned()))).collect();
    let view_box = format!("0 0 {} {}", drawing.width, drawing.height);
    view! {
        <div class="chart" aria-hidden="true">
            <svg class="choropleth" viewBox=view_box>
                {drawing.outlines.iter().map(area).collect_view()}
                {drawing.outlines.iter().map(number).collect_view()}
            </svg>
            {key(legend)}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_as_many_areas_each() {
        let values: Vec<f64> = (0..25).map(f64::from).collect();
        let begins = quantiles(values.clone());
        assert_eq!(begins, [0.0, 5.0, 10.0, 15.0, 20.0]);
        for class in 0..5 {
            assert_eq!(values.iter().filter(|value| class_of(&begins, **value) == class).count(), 5);
        }
    }

    #[test]
    fn alike_figures_are_in_one_class() {
        let begins = quantiles(vec![0.5, 0.5, 0.5, 0.5, 0.9, 0.9]);
        assert_eq!(begins, [0.5, 0.9]);
        assert_eq!((class_of(&begins, 0.5), class_of(&begins, 0.9)), (0, 1));
        assert_eq!(quantiles(Vec::new()), Vec::<f64>::new());
        assert_eq!(quantiles(vec![3.0]), [3.0]);
    }
}
