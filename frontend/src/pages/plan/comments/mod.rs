//! What is said about a plan: about the whole of it, a section, a place on its map.

mod anchor;
mod button;
mod discussion;
mod panel;
mod remarks;
mod threads;

pub use anchor::Anchor;
pub use button::CommentButton;
pub use discussion::Discussion;
pub use panel::CommentPanel;
pub use remarks::Remarks;
