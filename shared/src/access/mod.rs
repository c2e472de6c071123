//! Who may do what. The rules are pure; the server turns a yes into a permit.

pub mod actor;
pub mod plan;
pub mod policy;
pub mod role;
pub mod scope;

pub use actor::{Actor, Office};
pub use plan::PlanFacts;
pub use policy::{Deed, ProposalFacts, Resource, Verdict, can, knows_the_few};
pub use role::{Role, RoleScope};
pub use scope::{Reach, TokenScope};
