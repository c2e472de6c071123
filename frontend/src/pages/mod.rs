//! The screens, one folder or file a noun.

pub mod about;
pub mod account;
pub mod area;
mod comment;
pub mod data;
pub mod desk;
pub mod home;
mod journal;
pub mod not_found;
pub mod people;
pub mod plan;
pub mod proposal;
pub mod propose;
pub mod sign_in;
pub mod sign_up;
