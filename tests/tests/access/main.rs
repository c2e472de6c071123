//! Tokens of programs, and signing in through an agency's provider: the same on SQLite and on PostgreSQL.

#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;
mod oidc;
mod provider;
mod tokens;
