//! Proposals, the decisions on them and taking part in them as open data: what the lists show to anybody.

mod decisions;
mod participation;
mod proposals;

pub use decisions::Decisions;
pub use participation::Participation;
pub use proposals::Proposals;

use super::list::ProposalFilter;
use crate::opendata::{Cell, Reading, Words};
use shared::proposal::FundingSource;

const RUPIAH: Words = ["rupiah", "rupiah"];

fn filter(reading: &Reading) -> ProposalFilter {
    ProposalFilter { areas: reading.areas.clone(), ..Default::default() }
}

/// Several of a closed list, between blanks.
fn words(sources: &[FundingSource]) -> Cell {
    let words: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
    (!words.is_empty()).then(|| words.join(" ")).into()
}
