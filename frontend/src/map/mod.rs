//! The map island (frontend/js/map.ts), imported when a map is first wanted. Without it, lists do the whole job.

mod canvas;
pub mod island;
mod overview;
mod picker;
mod preview;

pub use overview::{Overview, OverviewMap};
pub use picker::PickerMap;
pub use preview::PreviewMap;
