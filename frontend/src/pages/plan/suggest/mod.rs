//! Suggestions for a plan: making one, what became of the others, and deciding about them.

mod compose;
mod decide;
mod item;
mod link;
mod page;
mod shelf;

pub use link::{SuggestLink, SuggestionsLink};
pub use page::SuggestionsPage;
