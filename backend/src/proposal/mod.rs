//! Proposals: their use cases, their rows, their face in GraphQL.

pub mod dataset;
pub mod desk;
pub mod draft;
pub(crate) mod entity;
pub mod graphql;
pub mod list;
pub mod model;
pub mod review;
pub mod store;
pub mod support;

pub use model::{Guarded, Proposal, RecordedDecision};
