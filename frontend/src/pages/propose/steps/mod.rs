//! What each step asks.

mod catalog;
mod check;
mod for_whom;
mod how_much;
mod place;
mod what;

pub use check::CheckStep;
pub use for_whom::ForWhomStep;
pub use how_much::HowMuchStep;
pub use place::PlaceStep;
pub use what::WhatStep;
