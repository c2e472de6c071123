//! Live editing: each plan that somebody has open is kept by one actor, its room, which checks every change, writes it to
//! the plan's log, and only then tells the others.

mod document;
mod elsewhere;
mod entity;
mod follow;
pub mod http;
pub mod log;
mod outbox;
mod past;
mod presence;
mod project;
mod recent;
mod room;
mod rooms;
pub mod store;
mod tell;
mod views;
mod writer;

#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod simulation_tests;
#[cfg(test)]
mod world_tests;

pub use follow::follow;
pub use past::{content_at, document_at};
pub use room::{Author, Change, Ordered};
pub use rooms::Rooms;
pub use tell::tell_of_edits;
pub use writer::Deed;
