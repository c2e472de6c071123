//! What an official or the proposer does with the proposal: one form at a time.

mod conflict;
mod draft;
mod fields;
mod form;
mod needs;
mod panel;
mod send;
mod target;

pub use draft::Draft;
pub use panel::ActionPanel;
