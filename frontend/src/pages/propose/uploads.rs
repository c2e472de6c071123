//! What comes with the form beside its answers: kept with it, and sent before it.

use super::documents::Document;
use super::draft::{Beside, file_key, find_beside};
use super::photos::Photo;
use super::send::Problem;
use super::state::FormState;
use crate::api::{ApiError, upload_document, upload_photo};
use crate::device;
use crate::i18n::{fill, name_of, t};
use leptos::prelude::*;
use shared::ErrorCode;
use shared::operations::UserError;
use shared::proposal::DocumentKind;
use shared::value::ProposalId;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uploads {
    pub photos: Vec<Photo>,
    pub documents: Vec<Document>,
}

impl Uploads {
    /// What is kept on this device beside a draft.
    pub fn find(id: Option<ProposalId>) -> Self {
        Self {
            photos: find_beside(id, Beside::Photos).unwrap_or_default(),
            documents: find_beside(id, Beside::Documents).unwrap_or_default(),
        }
    }
}

/// Sends what the server does not have yet; each is noted at once, so that none is sent twice.
///
/// # Errors
/// Without a connection or a session; and what the server refuses, or the device has lost.
pub async fn send_uploads(state: FormState) -> Result<(), Problem> {
    for photo in state.photos.get_untracked().into_iter().filter(|photo| photo.id.is_none()) {
        let Some(file) = device::to_blob(&photo.address).await else { return Err(Problem::Failed(ApiError::Offline)) };
        let id = upload_photo(&file).await.map_err(Problem::Failed)?;
        if state.is_gone() {
            return Ok(());
        }
        state.photos.update(|photos| {
            if let Some(sent) = photos.iter_mut().find(|other| **other == photo) {
                sent.id = Some(id);
            }
        });
        untrack(|| state.keep_uploads());
    }
    for document in state.documents.get_untracked().into_iter().filter(|document| document.id.is_none()) {
        let sent = send_document(state, &document).await;
        state.sending.try_set(None);
        let id = sent?;
        if state.is_gone() {
            return Ok(());
        }
        state.documents.update(|documents| {
            if let Some(sent) = documents.iter_mut().find(|other| **other == document) {
                sent.id = Some(id);
            }
        });
        untrack(|| state.keep_uploads());
    }
    Ok(())
}

async fn send_document(state: FormState, document: &Document) -> Result<String, Problem> {
    let kind = document.kind;
    let Some(file) = device::find_file(&file_key(state.place(), kind)).await else {
        // The browser has cleared its database away: only the person has the file.
        state.documents.try_update(|documents| documents.retain(|other| other != document));
        return Err(mend(
            kind,
            ErrorCode::UnknownDocument,
            untrack(|| fill(t("propose.document_lost"), &[("name", document.name.clone())])),
        ));
    };
    let tell = move |part| {
        state.sending.try_set(Some((kind, part)));
    };
    tell(0.0);
    match upload_document(&file, kind, &document.name, tell).await {
        Err(ApiError::Refused { code, message, .. }) if is_about_file(code) => Err(mend(kind, code, message)),
        sent => sent.map_err(Problem::Failed),
    }
}

fn is_about_file(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::NotAPdf | ErrorCode::PdfLocked | ErrorCode::FileTooLarge)
}

fn mend(kind: DocumentKind, code: ErrorCode, message: String) -> Problem {
    let message = format!("{}: {message}", untrack(|| name_of(kind)));
    Problem::Mend(vec![UserError { code: code.to_string(), field: Some("documents".into()), message }])
}
