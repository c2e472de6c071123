//! Writing a plan together.

mod budget;
mod cell;
mod features;
mod lost;
mod outline;
mod page;
mod panel;
mod people;
mod rows;
mod schedule;
mod sections;
mod status;

pub use page::WritePage;
