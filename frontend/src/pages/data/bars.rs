//! Figures as bars. What they show stands in words above and in a table below, so that they are for the eye alone.

use leptos::prelude::*;

/// The width of the drawing, in its own units.
const WIDTH: f64 = 1000.0;

/// One line of a chart.
pub struct Bar {
    pub name: String,
    /// What is written at its end.
    pub value: String,
    pub parts: Parts,
    /// Where a line across it says what is expected.
    pub mark: Option<f64>,
}

pub enum Parts {
    /// One after the other, each with the class that colours it.
    Row(Vec<(&'static str, f64)>),
    /// One under the other.
    Pair([(&'static str, f64); 2]),
}

impl Bar {
    pub fn of(name: impl Into<String>, value: impl Into<String>, class: &'static str, length: f64) -> Self {
        Self { name: name.into(), value: value.into(), parts: Parts::Row(vec![(class, length)]), mark: None }
    }

    fn length(&self) -> f64 {
        let bar = match &self.parts {
            Parts::Row(parts) => parts.iter().map(|(_, length)| length).sum(),
            Parts::Pair([one, other]) => one.1.max(other.1),
        };
        bar.max(self.mark.unwrap_or_default())
    }

    /// Its rectangles: class, x, y, width, height.
    fn rectangles(&self, unit: f64) -> Vec<(&'static str, f64, f64, f64, f64)> {
        match &self.parts {
            Parts::Row(parts) => {
                let mut x = 0.0;
                let placed = parts.iter().map(|(class, length)| {
                    let width = length * unit;
                    x += width;
                    (*class, x - width, 2.0, width, 16.0)
                });
                placed.filter(|(.., width, _)| *width > 0.0).collect()
            }
            Parts::Pair(pair) => {
                let [one, other] = pair;
                vec![(one.0, 0.0, 1.0, one.1 * unit, 8.0), (other.0, 0.0, 11.0, other.1 * unit, 8.0)]
            }
        }
    }
}

/// The bars, the longest as wide as the chart; under them what the colours mean.
pub fn bars(bars: Vec<Bar>, legend: Vec<(&'static str, String)>) -> AnyView {
    let longest = bars.iter().map(Bar::length).fold(0.0, f64::max);
    let unit = if longest > 0.0 { WIDTH / longest } else { 0.0 };
    let line = |bar: Bar| {
        let rectangle = |(class, x, y, width, height): (&'static str, f64, f64, f64, f64)| view! { <rect class=class x=x y=y width=width height=height></rect> };
        let shapes = bar.rectangles(unit).into_iter().map(rectangle).collect_view();
        let mark = bar.mark.map(|at| view! { <line class="mark-line" x1=at * unit x2=at * unit y1="0" y2="20"></line> });
        view! {
            <li>
                <span class="bar-name">{bar.name}</span>
                <svg viewBox="0 0 1000 20" preserveAspectRatio="none">{shapes}{mark}</svg>
                <span class="bar-value num">{bar.value}</span>
            </li>
        }
    };
    view! {
        <div class="chart" aria-hidden="true">
            <ul class="plain bars">{bars.into_iter().map(line).collect_view()}</ul>
            {key(legend)}
        </div>
    }
    .into_any()
}

/// What the colours mean.
pub fn key(legend: Vec<(&'static str, String)>) -> AnyView {
    let entry = |(class, words): (&'static str, String)| {
        view! { <li><svg class="swatch" viewBox="0 0 20 20"><rect class=class width="20" height="20"></rect></svg>{words}</li> }
    };
    (!legend.is_empty()).then(|| view! { <ul class="legend">{legend.into_iter().map(entry).collect_view()}</ul> }).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_one_after_the_other_and_pairs_one_under_the_other() {
        let row = Bar { parts: Parts::Row(vec![("a", 2.0), ("b", 0.0), ("c", 3.0)]), ..Bar::of("", "", "a", 0.0) };
        assert_eq!(row.length(), 5.0);
        assert_eq!(row.rectangles(10.0), [("a", 0.0, 2.0, 20.0, 16.0), ("c", 20.0, 2.0, 30.0, 16.0)]);
        let pair = Bar { parts: Parts::Pair([("a", 2.0), ("b", 7.0)]), mark: Some(9.0), ..Bar::of("", "", "a", 0.0) };
        assert_eq!(pair.length(), 9.0);
        assert_eq!(pair.rectangles(1.0), [("a", 0.0, 1.0, 2.0, 8.0), ("b", 0.0, 11.0, 7.0, 8.0)]);
    }
}
