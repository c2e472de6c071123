//! The way in: GraphQL over HTTP, and subscriptions over a WebSocket.

pub mod connection;
pub mod context;
pub mod enums;
mod failure;
pub mod http;
pub mod limits;
pub mod loaders;
pub mod node;
pub mod payload;
pub mod scalars;
pub mod schema;
pub mod socket;
