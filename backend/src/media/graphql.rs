//! Photos and documents in GraphQL.

use super::{Content, Media};
use crate::api::enums::DocumentKind;
use crate::api::loaders::{Loaders, MediaKey};
use async_graphql::{Context, ID, Result, SimpleObject};
use shared::value::ProposalId;

/// A photo, upright and without metadata (foto).
#[derive(SimpleObject)]
pub struct Photo {
    /// Of the file (nomor berkas).
    id: ID,
    /// The large one (gambar besar): the longest side has at most 1,600 pixels.
    url: String,
    /// The small one, for lists (gambar kecil): the longest side has at most 480 pixels.
    small_url: String,
    /// The width of the large one, in pixels (lebar).
    width: i32,
    /// The height of the large one, in pixels (tinggi).
    height: i32,
    /// What it shows (keterangan foto); null when nobody said.
    caption: Option<String>,
}

/// A supporting document (dokumen pendukung): a PDF for downloading.
#[derive(SimpleObject)]
pub struct Document {
    /// Of the file (nomor berkas); `/media/{id}` downloads it.
    id: ID,
    /// What it is (jenis dokumen).
    kind: DocumentKind,
    /// What its uploader called the file (nama berkas).
    name: String,
    /// Its size (ukuran berkas).
    bytes: i32,
    /// Where it is downloaded, on this server (alamat berkas).
    url: String,
}

/// The photos of a proposal that the viewer may read, in their order.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn photos_of(ctx: &Context<'_>, proposal: ProposalId) -> Result<Vec<Photo>> {
    let photo = |media: Media| match media.content {
        Content::Photo { ref caption, width, height } => Some(Photo {
            id: ID(media.id.to_string()),
            url: media.url(),
            small_url: media.small_url(),
            width,
            height,
            caption: caption.clone(),
        }),
        Content::Document { .. } => None,
    };
    Ok(media_of(ctx, proposal).await?.into_iter().filter_map(photo).collect())
}

/// The documents of a proposal that the viewer may read, in their order.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn documents_of(ctx: &Context<'_>, proposal: ProposalId) -> Result<Vec<Document>> {
    let document = |media: Media| match media.content {
        Content::Document { kind, ref name } => Some(Document {
            id: ID(media.id.to_string()),
            kind: kind.into(),
            name: name.clone(),
            bytes: media.bytes,
            url: media.url(),
        }),
        Content::Photo { .. } => None,
    };
    Ok(media_of(ctx, proposal).await?.into_iter().filter_map(document).collect())
}

async fn media_of(ctx: &Context<'_>, proposal: ProposalId) -> Result<Vec<Media>> {
    Ok(ctx.data::<Loaders>()?.load_one(MediaKey(proposal.0)).await?.unwrap_or_default())
}

/// The ids as the form has them.
pub fn ids(uploads: Option<Vec<ID>>) -> Option<Vec<String>> {
    uploads.map(|uploads| uploads.into_iter().map(|id| id.0).collect())
}
