//! The way in: GraphQL over HTTP.

pub mod context;
pub mod enums;
pub mod http;
pub mod limits;
pub mod loaders;
pub mod node;
pub mod payload;
pub mod scalars;
pub mod schema;
