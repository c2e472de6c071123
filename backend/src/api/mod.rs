//! The way in: GraphQL over HTTP, and subscriptions over a WebSocket.

pub mod answer;
mod body;
pub mod budget;
pub mod connection;
pub mod context;
mod descriptions;
mod documents;
pub mod enums;
mod failure;
pub mod filter;
pub(crate) mod headers;
pub mod http;
pub mod limits;
pub mod loaders;
pub mod node;
pub mod payload;
pub(crate) mod places;
pub mod refusal;
pub mod scalars;
pub mod schema;
pub mod socket;
pub mod trace;
pub mod turns;
