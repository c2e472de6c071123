//! The screens, one folder or file a noun.

pub mod about;
pub mod account;
pub mod area;
pub mod desk;
pub mod home;
pub mod not_found;
pub mod people;
pub mod plan;
pub mod proposal;
pub mod propose;
pub mod sign_in;
pub mod sign_up;
