//! Proposals in GraphQL.

mod drafts;
mod fields;
mod lists;
mod object;
mod parts;
pub mod review;

pub use drafts::{ProposalMutation, ProposalPayload};
pub use lists::ProposalQuery;
pub use object::Proposal;

pub(super) use drafts::{payload, proposal_id};
