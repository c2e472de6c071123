//! To propose something, or to mend a draft: one form, kept on this device until the server has it.

mod draft;
mod form;
mod page;
mod place;

pub use page::{EditPage, ProposePage};
