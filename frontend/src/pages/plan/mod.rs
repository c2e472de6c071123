//! Plans: the list, one to read, a new one, and writing one together.

mod comments;
mod create;
mod gantt;
mod history;
mod kinds;
mod list;
mod money;
mod of_proposal;
mod one;
mod read;
mod row;
mod shape;
mod stage;
mod suggest;
mod text;
mod write;

pub use create::NewPlanPage;
pub use history::HistoryPage;
pub use list::PlansPage;
pub use of_proposal::PlansOfProposal;
pub use read::PlanPage;
pub use suggest::SuggestionsPage;
pub use write::WritePage;
