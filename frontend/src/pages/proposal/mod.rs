//! One proposal: what is asked, how far it is, who decided what and why, and what the reader may do.

mod decide;
mod page;

pub use page::ProposalPage;
