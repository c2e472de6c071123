//! Rembug's server.

pub mod access;
pub mod api;
pub mod app;
pub mod area;
pub mod cli;
pub mod comment;
pub mod config;
pub mod demo;
pub mod error;
pub mod journal;
pub mod map;
pub mod media;
pub mod migration;
pub mod platform;
pub mod proposal;
pub mod web;
