//! The officials' desk: what waits for my offices, how long, and what is late.

mod counts;
mod filter;
mod page;
mod queue;

pub use page::DeskPage;
pub use queue::address_left;
