//! Figures side by side, as Markdown.

use serde_json::Value;

/// Which way a figure is better.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Less,
    More,
    /// It only says under which circumstances another one was measured.
    Neither,
}

/// One figure of each contestant.
pub struct Row {
    name: &'static str,
    /// Where it is found.
    path: &'static str,
    better: Better,
}

impl Row {
    pub const fn of(name: &'static str, path: &'static str, better: Better) -> Self {
        Self { name, path, better }
    }

    fn cells(&self, found: &[Value]) -> Vec<String> {
        let figures: Vec<Option<f64>> = found.iter().map(|one| one.pointer(self.path).and_then(Value::as_f64)).collect();
        let ours = figures.first().copied().flatten();
        let cell = |(n, figure): (usize, &Option<f64>)| match figure {
            None => "–".to_owned(),
            Some(figure) if n == 0 => short(*figure),
            Some(figure) => format!("{}{}", short(*figure), ours.map_or_else(String::new, |ours| self.ratio(ours, *figure))),
        };
        figures.iter().enumerate().map(cell).collect()
    }

    /// How many times better we are.
    fn ratio(&self, ours: f64, theirs: f64) -> String {
        match self.better {
            Better::Less if ours > 0.0 => format!(" ({} ×)", short(theirs / ours)),
            Better::More if theirs > 0.0 => format!(" ({} ×)", short(ours / theirs)),
            _ => String::new(),
        }
    }
}

/// Prints a row a figure and a column a contestant; behind those of the others, how many times better the first one is.
pub fn print(names: &[&str], rows: &[Row], found: &[Value]) {
    println!("| | {} |", names.join(" | "));
    println!("| --- |{}", " ---: |".repeat(names.len()));
    for row in rows {
        println!("| {} | {} |", row.name, row.cells(found).join(" | "));
    }
}

/// Three figures that count.
fn short(figure: f64) -> String {
    match figure.abs() {
        size if size >= 100.0 => format!("{figure:.0}"),
        size if size >= 10.0 => format!("{figure:.1}"),
        _ => format!("{figure:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn behind_the_figures_of_others_stands_how_many_times_better_the_first_is() {
        let found = [json!({ "a": { "p95": 2.0 }, "b": 3_000 }), json!({ "a": { "p95": 5.0 }, "b": 1_500 }), json!({ "a": null })];
        assert_eq!(Row::of("", "/a/p95", Better::Less).cells(&found), ["2.00", "5.00 (2.50 ×)", "–"]);
        assert_eq!(Row::of("", "/b", Better::More).cells(&found), ["3000", "1500 (2.00 ×)", "–"]);
        assert_eq!(Row::of("", "/b", Better::Neither).cells(&found)[1], "1500");
    }
}
