//! The GraphQL documents of Rembug's own app, each with the type of its answer.
//!
//! They live beside the domain types they speak in, so that the app and the tests share one client;
//! a test runs every document against the real server.
