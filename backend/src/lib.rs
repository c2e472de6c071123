//! Rembug's server.

// The schema is put together of many parts, one within the other.
#![recursion_limit = "256"]

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
pub mod live;
pub mod map;
pub mod media;
pub mod migration;
pub mod opendata;
pub mod plan;
pub mod platform;
pub mod proposal;
pub mod stats;
pub mod web;
pub mod webhook;
