//! What an answer's table and its file are made of.

use shared::i18n::Lang;
use shared::value::number::group_thousands;

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    Count(i64),
    Rupiah(i64),
    /// Rupiah for each person.
    PerHead(f64),
    /// From 0 to 1.
    Share(f64),
    Days(f64),
    /// Not known.
    Nothing,
}

impl Cell {
    pub fn of<T>(value: Option<T>, cell: impl Fn(T) -> Self) -> Self {
        value.map_or(Self::Nothing, cell)
    }

    /// As people read it, in full.
    pub fn show(self, lang: Lang) -> String {
        match self {
            Self::Count(number) => group_thousands(number, lang),
            Self::Rupiah(amount) => format!("Rp{}", group_thousands(amount, Lang::Id)),
            Self::PerHead(amount) => format!("Rp{}", group_thousands(amount.round() as i64, Lang::Id)),
            Self::Share(share) => format!("{}%", tenths(share * 100.0, lang)),
            Self::Days(days) => tenths(days, lang),
            Self::Nothing => "–".to_owned(),
        }
    }

    /// As a chart has room for.
    pub fn short(self, lang: Lang) -> String {
        const STEPS: [(f64, [&str; 2]); 3] = [(1e12, ["T", "tn"]), (1e9, ["M", "bn"]), (1e6, ["jt", "m"])];
        match self {
            Self::Rupiah(amount) => {
                let step = STEPS.iter().find(|(step, _)| amount as f64 >= *step);
                let unit = |names: &[&'static str; 2]| if lang == Lang::Id { names[0] } else { names[1] };
                step.map_or_else(
                    || self.show(lang),
                    |(step, names)| format!("Rp{} {}", tenths(amount as f64 / step, lang), unit(names)),
                )
            }
            other => other.show(lang),
        }
    }

    /// As a program reads it.
    pub fn raw(self) -> String {
        match self {
            Self::Count(number) | Self::Rupiah(number) => number.to_string(),
            Self::PerHead(number) => format!("{number:.2}"),
            Self::Share(share) => format!("{share:.4}"),
            Self::Days(days) => format!("{days:.2}"),
            Self::Nothing => String::new(),
        }
    }

    pub fn number(self) -> Option<f64> {
        match self {
            Self::Count(number) | Self::Rupiah(number) => Some(number as f64),
            Self::PerHead(number) | Self::Share(number) | Self::Days(number) => Some(number),
            Self::Nothing => None,
        }
    }
}

/// One decimal, where it says something.
fn tenths(number: f64, lang: Lang) -> String {
    let tenths = (number * 10.0).round() as i64;
    let whole = group_thousands(tenths / 10, lang);
    let comma = if lang == Lang::Id { ',' } else { '.' };
    if tenths % 10 == 0 { whole } else { format!("{whole}{comma}{}", tenths % 10) }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn new(name: impl Into<String>, cells: impl Into<Vec<Cell>>) -> Self {
        Self { name: name.into(), cells: cells.into() }
    }
}

/// A table: what its first column names, what the others count, and the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What its rows are, in the name of its file.
    pub word: &'static str,
    pub title: String,
    /// The first is of the names.
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
    pub total: Option<Row>,
}

impl Sheet {
    /// The rows with the most and the least in this column; none where all that have anything have the same.
    pub fn extremes(&self, column: usize) -> Option<(&Row, &Row)> {
        let known = || self.rows.iter().filter_map(|row| Some((row, row.cells.get(column)?.number()?)));
        let most = known().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        let least = known().reduce(|best, next| if next.1 < best.1 { next } else { best })?;
        (most.1 > least.1).then_some((most.0, least.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_as_the_language_writes_them() {
        for (cell, id, en, short, raw) in [
            (Cell::Count(1234), "1.234", "1,234", "1.234", "1234"),
            (Cell::Rupiah(1_250_000_000), "Rp1.250.000.000", "Rp1.250.000.000", "Rp1,3 M", "1250000000"),
            (Cell::Rupiah(999), "Rp999", "Rp999", "Rp999", "999"),
            (Cell::PerHead(1234.56), "Rp1.235", "Rp1.235", "Rp1.235", "1234.56"),
            (Cell::Share(0.625), "62,5%", "62.5%", "62,5%", "0.6250"),
            (Cell::Share(1.0), "100%", "100%", "100%", "1.0000"),
            (Cell::Days(12.04), "12", "12", "12", "12.04"),
            (Cell::Nothing, "–", "–", "–", ""),
        ] {
            assert_eq!((cell.show(Lang::Id).as_str(), cell.show(Lang::En).as_str()), (id, en));
            assert_eq!((cell.short(Lang::Id).as_str(), cell.raw().as_str()), (short, raw));
        }
    }

    #[test]
    fn the_highest_and_the_lowest_are_among_what_is_known() {
        let rows = [("A", Cell::Nothing), ("B", Cell::Count(3)), ("C", Cell::Count(9)), ("D", Cell::Count(1))];
        let rows = rows.map(|(name, cell)| Row::new(name, [cell]));
        let sheet = Sheet { word: "", title: String::new(), heads: Vec::new(), rows: rows.to_vec(), total: None };
        let (most, least) = sheet.extremes(0).unwrap();
        assert_eq!((most.name.as_str(), least.name.as_str()), ("C", "D"));
        for alike in [&rows[..1], &rows[..2]] {
            assert!(Sheet { rows: alike.to_vec(), ..sheet.clone() }.extremes(0).is_none());
        }
    }
}
