//! What Rembug talks about: pure domain types and rules, the same in the browser and on the server.
//!
//! Nothing here does I/O, reads a clock or draws random numbers. A value that exists is valid:
//! it was parsed once, at the edge.

mod wire;

pub mod access;
pub mod area;
pub mod comment;
pub mod error;
pub mod i18n;
pub mod operations;
pub mod plan;
pub mod proposal;
pub mod stats;
pub mod value;
pub mod webhook;

pub use error::{ErrorCode, FieldError, FieldErrors};
