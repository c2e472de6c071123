//! Proposals in GraphQL.

mod catalog;
mod changes;
mod desk;
mod drafts;
mod fields;
mod lists;
mod object;
mod parts;
pub mod review;

pub use catalog::CatalogQuery;
pub use changes::ProposalSubscription;
pub use desk::DeskQuery;
pub use drafts::{ProposalMutation, ProposalPayload};
pub use lists::{BoundingBoxInput, ProposalQuery, few, known_areas};
pub use object::{Proposal, read};

pub(super) use drafts::{payload, proposal_id};
