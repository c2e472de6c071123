//! Places as open data, and the lists whose codes other datasets name: all of it from the catalogue in memory.

mod agencies;
mod areas;
mod proposal_catalog;
mod review_levels;

pub use agencies::Agencies;
pub use areas::Areas;
pub use proposal_catalog::ProposalCatalog;
pub use review_levels::ReviewLevels;
