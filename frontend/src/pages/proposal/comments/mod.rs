//! The conversation about a proposal.

mod conversation;
mod hide;
mod item;
mod write;

pub use conversation::Conversation;
