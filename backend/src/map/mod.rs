//! What the map draws.

mod layers;

pub use layers::routes;
