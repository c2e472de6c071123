//! The journal: an append-only, hash-chained record of what happened, written with what happened.

mod announcer;
mod chain;
pub mod dataset;
pub(crate) mod entity;
mod event;
pub mod graphql;
mod hearing;
mod store;

pub mod tail;
pub mod verify;

pub use announcer::Announcer;
pub use event::{Entry, Event, EventKind, JournalFilter};
pub(crate) use store::End;
pub use store::{
    append, count_of_each, ends_of_public, entries_after, entries_of, first_of, first_of_each, has_happened, known_cursor,
    latest_seq, names, page, private_texts,
};
