//! Where: the areas of the regency, their outlines, who serves them and who reviews in which order.
//!
//! All of it is held in memory ([`catalogue::Areas`]) and swapped as a whole when boundaries are
//! imported, so that looking an area up never costs a query.

pub mod boundary;
pub mod catalogue;
mod cells;
pub mod dataset;
mod drawing;
pub mod entity;
mod gazetteer;
pub mod graphql;
pub mod index;
pub mod layers;
mod outline;
mod plane;
pub mod population;
mod proposal_catalog;
pub mod service;
mod store;
mod topology;

#[cfg(test)]
mod real_boundaries_tests;
#[cfg(test)]
mod service_tests;
