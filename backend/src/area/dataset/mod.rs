//! Places as open data, and the lists whose codes other datasets name: all of it from the catalogue in memory.

mod agencies;
mod areas;
mod proposal_catalog;
mod review_levels;

pub use agencies::Agencies;
pub use areas::Areas;
pub use proposal_catalog::ProposalCatalog;
pub use review_levels::ReviewLevels;

use crate::opendata::{PORTION, Portion};

/// The next portion of what is in memory: the place is how many came before.
fn portion<'a, R: Clone + 'a>(rows: impl Iterator<Item = &'a R>, from: Option<usize>) -> Portion<R, usize> {
    let (from, most) = (from.unwrap_or_default(), PORTION as usize);
    let rows: Vec<R> = rows.skip(from).take(most).cloned().collect();
    let next = (rows.len() == most).then_some(from + most);
    Portion { rows, next }
}
