//! Photos: taken in, made fit to be shown, kept beside the database, and shown to whom they concern.

mod entity;
pub mod graphql;
pub mod http;
mod picture;
pub mod service;
mod shelf;
pub mod store;

use chrono::{DateTime, Utc};
use shared::value::{AccountId, MediaId, ProposalId};

pub use shelf::Shelf;

/// A photo as the database knows it; its pixels are on the [`Shelf`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub id: MediaId,
    /// Who uploaded it.
    pub owner: AccountId,
    /// What it shows; nothing until a form that names it is saved.
    pub proposal: Option<ProposalId>,
    pub caption: Option<String>,
    /// In pixels, of the large one.
    pub width: i32,
    /// In pixels, of the large one.
    pub height: i32,
    /// What both files take on disk.
    pub bytes: i32,
    pub created_at: DateTime<Utc>,
}

impl Photo {
    /// Where the large one is, from the root of the site.
    pub fn url(&self) -> String {
        format!("/media/{}", self.id)
    }

    /// Where the one for lists is, from the root of the site.
    pub fn small_url(&self) -> String {
        format!("/media/{}?size=small", self.id)
    }
}
