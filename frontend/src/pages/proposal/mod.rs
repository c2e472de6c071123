//! One proposal: what is asked, how far it is, who decided what and why, and what the reader may do.

mod actions;
pub mod age;
mod case;
mod changes;
mod conversation;
mod decisions;
mod documents;
#[cfg(test)]
mod example;
mod facts;
mod head;
mod history;
mod page;
mod photos;
mod place;
mod progress;
mod support;
mod way;

pub use page::ProposalPage;
