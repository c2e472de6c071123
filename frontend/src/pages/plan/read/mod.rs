//! A plan to read, and what its reader may do with it.

mod content;
mod download;
mod page;
mod people;
mod places;
mod steps;
mod versions;

pub use page::PlanPage;
