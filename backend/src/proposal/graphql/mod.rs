//! Proposals in GraphQL.

mod catalog;
mod changes;
mod decisions;
mod desk;
mod drafts;
mod fields;
mod lists;
mod object;
mod parts;
mod read;
pub mod review;

pub use catalog::CatalogQuery;
pub use changes::ProposalSubscription;
pub use decisions::{Decision, DecisionQuery};
pub use desk::DeskQuery;
pub use drafts::{ProposalMutation, ProposalPayload};
pub use lists::{BoundingBoxInput, ProposalFilter, ProposalList, ProposalQuery, parse_filter, parse_outline};
pub use object::Proposal;
pub use read::read;

pub(super) use drafts::{payload, proposal_id};
