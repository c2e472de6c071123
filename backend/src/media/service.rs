//! Taking photos and documents in, giving them to a proposal, showing them, and clearing away what nobody used.

use super::shelf::Piece;
use super::{Content, Media, Sort, store};
use crate::access::{Permit, authorize, deed};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use crate::proposal;
use chrono::TimeDelta;
use serde_json::json;
use shared::ErrorCode;
use shared::access::{Actor, Resource};
use shared::proposal::document::{check_file, file_name};
use shared::proposal::{DocumentKind, ProposalFields};
use shared::value::{MediaId, ProposalId, text};
use std::collections::BTreeSet;
use std::time::Duration;

const MAX_CAPTION: usize = 200;
/// A form that is still open after this long loses the uploads it has not saved.
const KEEP_UNUSED: TimeDelta = TimeDelta::hours(24);
const BETWEEN_SWEEPS: Duration = Duration::from_secs(24 * 3600);
const SWEPT_AT_ONCE: u64 = 500;

/// Leave to upload one file now; asked before its bytes are read.
///
/// # Errors
/// `UNAUTHENTICATED`; `RATE_LIMITED`.
pub fn admit(app: &App, actor: &Actor, sort: Sort) -> Result<Permit<deed::UploadMedia>, AppError> {
    let permit = authorize(actor, Resource::Everything)?;
    match sort {
        Sort::Photo => app.throttle.photo(permit.person()?)?,
        Sort::Document => app.throttle.document(permit.person()?)?,
    }
    Ok(permit)
}

/// Takes a photo in. It belongs to no proposal yet.
///
/// # Errors
/// `NOT_AN_IMAGE`, `TOO_MANY_PIXELS`; a bad caption; `INTERNAL`.
pub async fn take_photo(
    app: &App,
    permit: &Permit<deed::UploadMedia>,
    file: Vec<u8>,
    caption: Option<&str>,
) -> Result<Media, AppError> {
    let caption = text::optional_line("caption", caption, MAX_CAPTION)?;
    let picture = app.shelf.develop(file).await?;
    let pixels = |n: u32| i32::try_from(n).map_err(AppError::internal);
    let content = Content::Photo { caption, width: pixels(picture.width)?, height: pixels(picture.height)? };
    keep(app, permit, content, vec![(Piece::Large, picture.large), (Piece::Small, picture.small)]).await
}

/// Takes a document in, as it is. It belongs to no proposal yet.
///
/// # Errors
/// `NOT_A_PDF`, `PDF_LOCKED`, `FILE_TOO_LARGE`; `INTERNAL`.
pub async fn take_document(
    app: &App,
    permit: &Permit<deed::UploadMedia>,
    file: Vec<u8>,
    kind: DocumentKind,
    name: &str,
) -> Result<Media, AppError> {
    check_file(&file)?;
    keep(app, permit, Content::Document { kind, name: file_name(name, kind) }, vec![(Piece::Document, file)]).await
}

async fn keep(
    app: &App,
    permit: &Permit<deed::UploadMedia>,
    content: Content,
    files: Vec<(Piece, Vec<u8>)>,
) -> Result<Media, AppError> {
    let media = Media {
        id: MediaId(app.ids.uuid(app.clock.as_ref())),
        owner: permit.person()?,
        proposal: None,
        bytes: i32::try_from(files.iter().map(|(_, file)| file.len()).sum::<usize>()).map_err(AppError::internal)?,
        created_at: app.clock.now(),
        content,
    };
    // What a file is called is its owner's business until the proposal is read: the journal, which forgets nothing, does without.
    let details = match &media.content {
        Content::Photo { width, height, .. } => json!({ "width": width, "height": height, "bytes": media.bytes }),
        Content::Document { kind, .. } => json!({ "kind": kind, "bytes": media.bytes }),
    };
    // The row comes first: should the disk refuse, the sweep finds it. Files without a row nobody would find.
    let mut tx = app.db.begin().await?;
    store::insert(&tx, permit, &media).await?;
    journal::append(app, &mut tx, Event::new(EventKind::MediaAdded, media.id).actor(permit.account()).details(details)).await?;
    tx.commit().await?;
    app.shelf.put(media.id, files).await?;
    Ok(media)
}

/// Gives the proposal exactly the photos and documents that its form names, in this order; a list left out stays as it is.
/// `permit` is the one to write the proposal.
///
/// # Errors
/// `UNKNOWN_PHOTO` on `photos` when one is somebody else's, on another proposal, or gone, and `UNKNOWN_DOCUMENT` on
/// `documents` likewise; `DOCUMENT_TWICE`; `INTERNAL`.
pub async fn attach<D>(
    tx: &Transaction,
    permit: &Permit<D>,
    proposal: ProposalId,
    fields: &ProposalFields,
) -> Result<(), AppError> {
    let owner = permit.person()?;
    let lists = [
        (Sort::Photo, &fields.photos, "photos", ErrorCode::UnknownPhoto),
        (Sort::Document, &fields.documents, "documents", ErrorCode::UnknownDocument),
    ];
    for (sort, named, field, unknown) in lists {
        let Some(named) = named else { continue };
        store::detach_others(tx, proposal, sort, named).await?;
        for (position, media) in (0..).zip(named) {
            if !store::attach(tx, owner, proposal, sort, *media, position).await? {
                return Err(AppError::field(field, unknown));
            }
        }
    }
    if fields.documents.as_ref().is_some_and(|named| named.len() > 1) {
        let mut seen = BTreeSet::new();
        for media in store::attached(tx, proposal).await? {
            if let Content::Document { kind, .. } = media.content
                && !seen.insert(kind)
            {
                return Err(AppError::field("documents", ErrorCode::DocumentTwice));
            }
        }
    }
    Ok(())
}

/// Notes in the fields of a proposal that is being changed which photos and documents it has.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn recall(tx: &Transaction, proposal: ProposalId, fields: &mut ProposalFields) -> Result<(), AppError> {
    let attached = store::attached(tx, proposal).await?;
    let of = |sort| Some(attached.iter().filter(|media| media.sort() == sort).map(|media| media.id).collect());
    (fields.photos, fields.documents) = (of(Sort::Photo), of(Sort::Document));
    Ok(())
}

/// An upload, its file, and whether everybody may keep a copy. `small` asks for the photo for lists.
///
/// # Errors
/// `NOT_FOUND` also where it is somebody else's business; `INTERNAL`.
pub async fn view(app: &App, actor: &Actor, id: MediaId, small: bool) -> Result<(Media, Vec<u8>, bool), AppError> {
    let hidden = || AppError::Refused(ErrorCode::NotFound);
    let media = store::find(&app.db, id).await?.ok_or_else(hidden)?;
    let public = match media.proposal {
        Some(proposal) => {
            let shown = proposal::store::find(&app.db, proposal).await?.ok_or_else(hidden)?;
            shown.read_as(actor)?.submitted_at.is_some()
        }
        None => {
            authorize::<deed::ReadOwnAccount>(actor, Resource::Account(media.owner)).map_err(|_| hidden())?;
            false
        }
    };
    let piece = match media.content {
        Content::Document { .. } => Piece::Document,
        Content::Photo { .. } if small => Piece::Small,
        Content::Photo { .. } => Piece::Large,
    };
    let file = app.shelf.read(id, piece).await?;
    Ok((media, file, public))
}

/// Clears away what was uploaded more than a day ago and belongs to no proposal.
///
/// # Errors
/// `INTERNAL` when the database or the disk refuses.
pub async fn sweep(app: &App) -> Result<usize, AppError> {
    let unused = store::orphans(&app.db, app.clock.now() - KEEP_UNUSED, SWEPT_AT_ONCE).await?;
    let mut swept = 0;
    for id in unused {
        let mut tx = app.db.begin().await?;
        if !store::delete_orphan(&tx, id).await? {
            continue;
        }
        journal::append(app, &mut tx, Event::new(EventKind::MediaRemoved, id)).await?;
        // The files first: a row without files is swept again, files without a row stay for ever.
        app.shelf.remove(id).await?;
        tx.commit().await?;
        swept += 1;
    }
    Ok(swept)
}

/// Sweeps now and once a day, for as long as the server runs.
pub async fn sweep_daily(app: &App) {
    loop {
        match sweep(app).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "unused uploads swept"),
            Err(error) => tracing::error!(%error, "cannot sweep unused uploads"),
        }
        tokio::time::sleep(BETWEEN_SWEEPS).await;
    }
}
