//! The journal for people: what happened in sentences, and the line of time that they stand on.

mod plan;
mod sentence;
mod timeline;

pub use plan::link_of;
pub use sentence::lines;
pub use timeline::timeline;
