//! To propose something, or to mend a proposal: five steps, kept on this device until the server has it.

mod answer;
mod conflict;
mod cost;
mod documents;
mod draft;
mod edit;
mod nearby;
mod outbox;
mod page;
mod photos;
mod question;
mod send;
mod state;
mod step;
mod steps;
mod typed;
mod uploads;
mod wizard;

pub use edit::EditPage;
pub use page::ProposePage;
