//! People and their roles, for the admin.

mod grant;
mod page;
mod person;

pub use page::PeoplePage;
