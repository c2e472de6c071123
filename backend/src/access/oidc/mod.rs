//! Signing in through the provider that an agency's people have their accounts with (OpenID Connect).

mod entity;
pub mod graphql;
pub mod http;
mod provider;
mod service;
mod store;

pub use provider::{Provider, ProviderSettings};
