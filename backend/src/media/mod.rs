//! Photos and documents: taken in, made fit to be shown, kept beside the database, and shown to whom they concern.

mod entity;
pub mod graphql;
pub mod http;
mod picture;
pub mod service;
mod shelf;
pub mod store;

use chrono::{DateTime, Utc};
use shared::proposal::DocumentKind;
use shared::value::{AccountId, MediaId, ProposalId};

pub use shelf::Shelf;

/// A photo or a document as the database knows it; its files are on the [`Shelf`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    pub id: MediaId,
    /// Who uploaded it.
    pub owner: AccountId,
    /// What it belongs to; nothing until a form that names it is saved.
    pub proposal: Option<ProposalId>,
    /// What its files take on disk.
    pub bytes: i32,
    pub created_at: DateTime<Utc>,
    pub content: Content,
}

/// What was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Photo {
        caption: Option<String>,
        /// In pixels, of the large one.
        width: i32,
        /// In pixels, of the large one.
        height: i32,
    },
    Document {
        kind: DocumentKind,
        /// As the uploader named the file, without what could mislead.
        name: String,
    },
}

/// The two lists of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Photo,
    Document,
}

impl Media {
    pub fn sort(&self) -> Sort {
        match self.content {
            Content::Photo { .. } => Sort::Photo,
            Content::Document { .. } => Sort::Document,
        }
    }

    /// Where it is, from the root of the site; of a photo the large one.
    pub fn url(&self) -> String {
        format!("/media/{}", self.id)
    }

    /// Where the photo for lists is, from the root of the site.
    pub fn small_url(&self) -> String {
        format!("/media/{}?size=small", self.id)
    }
}
