//! Open data: everything public as files to take away, with a catalogue that says what they are.
//!
//! A noun declares its [`Dataset`] beside its store: what it is, its columns, and where its rows come from. Formats, limits,
//! pages and catalogue are made of that, the same way for all. To add a dataset, declare it and name it in [`tables`].

mod catalog;
mod counts;
mod csv;
mod dataset;
mod file;
mod gate;
pub mod http;
mod json;
mod page;
mod sheet;
mod source;
pub mod unit;
mod words;

use dataset::Table;
pub(crate) use dataset::codes;
pub use dataset::{About, Cell, Column, Dataset, Shape, Type, Words};
pub use source::{InMemory, Listing, Portion, Reading, Source};

use crate::{area, comment, journal, plan, proposal};

/// Rows that are read, written and sent at once: what an export holds in memory, however long it is.
pub const PORTION: u64 = 500;

/// The datasets, in the order of the page.
fn tables() -> Vec<Table> {
    vec![
        Table::of::<proposal::dataset::Proposals>(),
        Table::of::<proposal::dataset::Decisions>(),
        Table::of::<comment::dataset::Comments>(),
        Table::of::<plan::dataset::Plans>(),
        Table::of::<plan::dataset::PlanComments>(),
        Table::of::<plan::dataset::PlanSuggestions>(),
        Table::of::<plan::dataset::PlanVersions>(),
        Table::of::<plan::dataset::PlanFeatures>(),
        Table::of::<plan::dataset::PlanBudget>(),
        Table::of::<proposal::dataset::Participation>(),
        Table::of::<area::dataset::Areas>(),
        Table::of::<area::dataset::Agencies>(),
        Table::of::<area::dataset::ReviewLevels>(),
        Table::of::<area::dataset::ProposalCatalog>(),
        Table::of::<journal::dataset::Journal>(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn whatever_is_declared_is_documented_in_both_languages() {
        let mut names = BTreeSet::new();
        for table in tables() {
            let about = table.about;
            assert!(names.insert(about.name), "{} twice", about.name);
            for words in [about.title, about.definition, about.row, about.source, about.method] {
                assert!(words.iter().all(|text| !text.is_empty()) && words[0] != words[1], "{}: {words:?}", about.name);
            }
            let mut columns = BTreeSet::new();
            for field in &table.fields {
                assert!(columns.insert(field.name), "{}.{} twice", about.name, field.name);
                assert!(field.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", field.name);
                assert!([field.title, field.definition].as_flattened().iter().all(|text| !text.is_empty()), "{}", field.name);
                assert!(field.definition[0] != field.definition[1], "{}.{}", about.name, field.name);
                assert_eq!(field.kind == Type::Code, field.codes.is_some(), "{}.{}: codes are told", about.name, field.name);
            }
        }
    }
}
