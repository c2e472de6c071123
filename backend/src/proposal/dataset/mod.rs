//! Proposals, the decisions on them and taking part in them as open data: what the lists show to anybody.

mod decisions;
mod participation;
mod proposals;

pub use decisions::Decisions;
pub use participation::Participation;
pub use proposals::Proposals;

use super::list::ProposalFilter;
use crate::opendata::Reading;

fn filter(reading: &Reading) -> ProposalFilter {
    ProposalFilter { areas: reading.areas.clone(), ..Default::default() }
}
