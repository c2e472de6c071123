//! The first screen: what is happening, on the map and in the list, which filter and choose each other.

mod filter;
mod filters;
mod list;
mod page;

pub use filters::{AreaChoice, ChipSelect};
pub use list::{ListView, use_list};
pub use page::HomePage;
