//! How a plan came to say what it says: who wrote what, what differs between two moments, going back.

mod change;
mod compare;
mod diff;
mod entries;
mod events;
mod moment;
mod page;
mod people;
mod restore;
mod versions;
mod words;

pub use diff::diff;
pub use page::HistoryPage;
