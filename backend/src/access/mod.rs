//! Who is asking, and whether they may.

mod entity;
pub mod graphql;
pub mod password;
pub mod permit;
pub mod service;
pub mod session;
pub mod store;
pub mod throttle;

pub use permit::{Permit, PlanScope, ProposalScope, authorize, deed};
