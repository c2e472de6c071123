//! Plans: the list, one to read, a new one, and writing one together.

mod gantt;
mod money;
mod write;

pub use write::WritePage;
