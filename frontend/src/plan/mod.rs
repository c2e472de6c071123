//! A plan while it is written: the copy in this browser, its socket, what is kept on the device, and the fields bound to it.

mod draft;
mod keeper;
mod mark;
mod presence;
mod session;
mod socket;
mod splice;
mod text;

pub use draft::{Draft, Lost, lost_texts};
pub use presence::Present;
pub use session::Live;
pub use text::{TextField, undo_by_key};
