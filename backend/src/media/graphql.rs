//! Photos in GraphQL.

use super::Photo as Model;
use crate::api::loaders::{Loaders, PhotosKey};
use async_graphql::{Context, ID, Result, SimpleObject};
use shared::value::ProposalId;

/// A photo, upright and without metadata.
#[derive(SimpleObject)]
pub struct Photo {
    id: ID,
    /// The longest side has at most 1,600 pixels.
    url: String,
    /// The longest side has at most 480 pixels.
    small_url: String,
    /// Of the large one, in pixels.
    width: i32,
    /// Of the large one, in pixels.
    height: i32,
    caption: Option<String>,
}

impl From<Model> for Photo {
    fn from(photo: Model) -> Self {
        Self {
            id: ID(photo.id.to_string()),
            url: photo.url(),
            small_url: photo.small_url(),
            width: photo.width,
            height: photo.height,
            caption: photo.caption,
        }
    }
}

/// The photos of a proposal that the viewer may read, in their order.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn photos_of(ctx: &Context<'_>, proposal: ProposalId) -> Result<Vec<Photo>> {
    let photos = ctx.data::<Loaders>()?.load_one(PhotosKey(proposal.0)).await?;
    Ok(photos.unwrap_or_default().into_iter().map(Into::into).collect())
}

/// The ids as the form has them.
pub fn ids(photos: Option<Vec<ID>>) -> Option<Vec<String>> {
    photos.map(|photos| photos.into_iter().map(|id| id.0).collect())
}
