//! The map island (frontend/js/map.ts), imported when a map is first wanted. Without it, lists do the whole job.

mod canvas;
mod diff;
pub mod island;
mod overview;
mod picker;
mod plan;
mod preview;

pub use diff::DiffMap;
pub use overview::{Overview, OverviewMap};
pub use picker::PickerMap;
pub use plan::{Pen, PlanMap, Progress, Tool};
pub use preview::PreviewMap;
