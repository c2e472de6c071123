//! Who is asking, and whether they may.

pub mod caller;
pub(crate) mod entity;
pub mod graphql;
pub mod oidc;
pub mod password;
pub mod permit;
pub mod service;
pub mod session;
pub mod store;
pub mod throttle;
pub mod token;

pub use caller::{Caller, Credential, Tier, caller};
pub use permit::{Permit, PlanScope, ProposalScope, authorize, deed};
