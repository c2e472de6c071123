//! How many people live where: what was published or imported, and the sums that follow from it.

use super::gazetteer::{PackError, at, read_rows};
use serde::Deserialize;
use shared::area::AreaCode;
use std::collections::{BTreeSet, HashMap};

/// Of a region pack. A regency without one leaves the file out.
pub const FILE: &str = "population.csv";
/// More people than ever lived in a regency: a number that slipped.
const MOST: i64 = 50_000_000;

/// A row of `population.csv`, and of a file that is imported.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PopulationRecord {
    pub code: AreaCode,
    pub people: i64,
    pub year: i32,
    /// Who says so.
    pub source: String,
}

/// How many people live in an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    pub people: i64,
    /// Of the oldest figure, where it is a sum.
    pub year: i32,
    pub source: String,
}

impl From<PopulationRecord> for Population {
    fn from(PopulationRecord { people, year, source, .. }: PopulationRecord) -> Self {
        Self { people, year, source }
    }
}

/// # Errors
/// [`PackError`] with the line of an area that the regency does not have or that appears twice, or of what is no number of
/// people, no year or no source.
pub fn parse(file: &str, text: &str, areas: &BTreeSet<AreaCode>) -> Result<Vec<PopulationRecord>, PackError> {
    let (mut records, mut known) = (Vec::new(), BTreeSet::new());
    for (line, record) in read_rows::<PopulationRecord>(file, text)? {
        let fail = |problem: &str| Err(at(file, line, format!("{}: {problem}", record.code)));
        if !areas.contains(&record.code) {
            return fail("is no area of this regency");
        }
        if !known.insert(record.code.clone()) {
            return fail("appears twice");
        }
        if !(0..=MOST).contains(&record.people) {
            return fail("people is not a number of people");
        }
        if !(1900..=2200).contains(&record.year) {
            return fail("year is not a year");
        }
        if record.source.is_empty() {
            return fail("source must be there");
        }
        records.push(record);
    }
    Ok(records)
}

/// What is known, and for areas of which nothing is said the sum of their parts, where every part is known.
pub fn with_sums<'a>(
    mut known: HashMap<AreaCode, Population>,
    areas: impl DoubleEndedIterator<Item = &'a AreaCode> + Clone,
) -> HashMap<AreaCode, Population> {
    // Codes are in order, so that from the end parts come before what they are part of.
    for whole in areas.clone().rev() {
        let parts = || areas.clone().filter(|part| part.parent().as_ref() == Some(whole));
        if known.contains_key(whole) || parts().next().is_none() {
            continue;
        }
        if let Some(found) = parts().map(|part| known.get(part)).collect::<Option<Vec<_>>>() {
            let sources: BTreeSet<_> = found.iter().map(|part| part.source.as_str()).collect();
            let sum = Population {
                people: found.iter().map(|part| part.people).sum(),
                year: found.iter().map(|part| part.year).min().unwrap_or_default(),
                source: sources.into_iter().collect::<Vec<_>>().join("; "),
            };
            known.insert(whole.clone(), sum);
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(codes: &[&str]) -> BTreeSet<AreaCode> {
        codes.iter().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn a_bad_line_says_which_and_why() {
        let areas = codes(&["33.02", "33.02.17"]);
        let read = |row: &str| parse("penduduk.csv", &format!("code,people,year,source\n33.02,9,2025,BPS\n{row}\n"), &areas);
        assert_eq!(read("33.02.17,5,2025,BPS").unwrap().len(), 2);
        for (row, words) in [
            ("33.03,5,2025,BPS", "33.03: is no area of this regency"),
            ("33.02,5,2025,BPS", "appears twice"),
            ("33.02.17,-5,2025,BPS", "not a number of people"),
            ("33.02.17,banyak,2025,BPS", "column people"),
            ("33.02.17,5,25,BPS", "not a year"),
            ("33.02.17,5,2025,", "source must be there"),
            ("33.02.17,5,2025", "fields"),
            ("Cilongok,5,2025,BPS", "'Cilongok' is not an area code"),
        ] {
            let error = read(row).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("penduduk.csv", Some(3)), "{error}");
            assert!(error.problem.contains(words), "{error}");
        }
    }

    #[test]
    fn a_whole_is_the_sum_of_its_parts_only_when_all_are_known() {
        let areas = codes(&["33.02", "33.02.01", "33.02.01.2001", "33.02.01.2002", "33.02.02", "33.02.02.2001", "33.02.02.2002"]);
        let of = |people, year, source: &str| Population { people, year, source: source.into() };
        let known = [("33.02.01.2001", of(3, 2025, "B")), ("33.02.01.2002", of(4, 2024, "A")), ("33.02.02.2001", of(5, 2025, "B"))];
        let known = known.into_iter().map(|(code, population)| (code.parse().unwrap(), population));
        let summed = with_sums(known.clone().collect(), areas.iter());
        let found = |code: &str| summed.get(&code.parse().unwrap()).cloned();
        assert_eq!(found("33.02.01"), Some(of(7, 2024, "A; B")));
        assert_eq!((found("33.02.02"), found("33.02")), (None, None), "one desa is missing");

        let told = [("33.02".parse().unwrap(), of(100, 2025, "C")), ("33.02.02".parse().unwrap(), of(9, 2025, "C"))];
        let summed = with_sums(known.chain(told).collect(), areas.iter());
        assert_eq!(summed[&"33.02".parse().unwrap()].people, 100, "what was said stands, whatever the parts come to");
    }
}
