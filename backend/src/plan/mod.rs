//! Plans: what SQL knows of them, who takes part, how they move on, and their face in GraphQL. Their words are written
//! live, in the document.

mod entity;
pub mod model;
pub mod store;

pub use model::{Guarded, Participant, Plan, Version};
