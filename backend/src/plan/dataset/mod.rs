//! Plans as open data, and what is said, suggested, named, drawn and reckoned in them: as far as everybody reads it.

mod budget;
mod comments;
mod features;
mod parts;
mod plans;
mod suggestions;
mod versions;

pub use budget::PlanBudget;
pub use comments::PlanComments;
pub use features::PlanFeatures;
pub use plans::Plans;
pub use suggestions::PlanSuggestions;
pub use versions::PlanVersions;

use super::list::PlanFilter;
use crate::access::PlanScope;
use crate::opendata::{Reading, Words};
use crate::platform::database::Seen;

/// What [`Column`](crate::opendata::Column)s that name the plan say.
const PLAN_ID: Words = ["ID rencana", "Plan id"];
const OF_PLANS: Words = ["Rencana yang memuatnya; lihat dataset plans.", "The plan it belongs to; see the dataset plans."];

fn plans(reading: &Reading) -> PlanFilter {
    PlanFilter { areas: reading.areas.clone(), ..Default::default() }
}

fn public<F>(filter: F) -> Seen<PlanScope, F> {
    Seen { scope: PlanScope::PUBLIC, filter }
}
