//! What the use cases stand on and know nothing about: database, clock, identifiers.

pub mod clock;
pub mod database;
pub mod ids;
pub mod lifecycle;
