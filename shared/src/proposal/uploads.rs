//! The uploads that a form names: each list by ids, in the order to show them.

use super::document::MAX_DOCUMENTS;
use crate::error::{ErrorCode, FieldError};
use crate::value::MediaId;

pub const MAX_PHOTOS: usize = 3;

/// One of the form's lists of uploads.
pub(super) struct Uploads {
    field: &'static str,
    limit: usize,
    too_many: ErrorCode,
    unknown: ErrorCode,
}

pub(super) const PHOTOS: Uploads =
    Uploads { field: "photos", limit: MAX_PHOTOS, too_many: ErrorCode::TooManyPhotos, unknown: ErrorCode::UnknownPhoto };
/// Of which kind each is, the server knows.
pub(super) const DOCUMENTS: Uploads = Uploads {
    field: "documents",
    limit: MAX_DOCUMENTS,
    too_many: ErrorCode::TooManyDocuments,
    unknown: ErrorCode::UnknownDocument,
};

pub(super) fn parse_uploads(of: &Uploads, texts: &[String]) -> Result<Vec<MediaId>, FieldError> {
    if texts.len() > of.limit {
        return Err(FieldError::with_limit(of.field, of.too_many, of.limit as i64));
    }
    let mut ids = Vec::with_capacity(texts.len());
    for text in texts {
        let id = text.parse().map_err(|_| FieldError::new(of.field, of.unknown))?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

pub(super) fn to_texts(ids: &[MediaId]) -> Vec<String> {
    ids.iter().map(MediaId::to_string).collect()
}
