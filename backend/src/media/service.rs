//! Taking photos in, giving them to a proposal, showing them, and clearing away what nobody used.

use super::shelf::Size;
use super::{Photo, store};
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
use shared::proposal::Status;
use shared::value::{MediaId, ProposalId, text};
use std::time::Duration;

const MAX_CAPTION: usize = 200;
/// A form that is still open after this long loses the photos it has not saved.
const KEEP_UNUSED: TimeDelta = TimeDelta::hours(24);
const BETWEEN_SWEEPS: Duration = Duration::from_secs(24 * 3600);
const SWEPT_AT_ONCE: u64 = 500;

/// Leave to upload one photo now; asked before its bytes are read.
///
/// # Errors
/// `UNAUTHENTICATED`; `RATE_LIMITED`.
pub fn admit(app: &App, actor: &Actor) -> Result<Permit<deed::UploadMedia>, AppError> {
    let permit = authorize(actor, Resource::Everything)?;
    app.throttle.upload(permit.person()?)?;
    Ok(permit)
}

/// Takes a photo in. It belongs to no proposal yet.
///
/// # Errors
/// `NOT_AN_IMAGE`, `TOO_MANY_PIXELS`; a bad caption; `INTERNAL`.
pub async fn upload(
    app: &App,
    permit: &Permit<deed::UploadMedia>,
    file: Vec<u8>,
    caption: Option<&str>,
) -> Result<Photo, AppError> {
    let caption = text::optional_line("caption", caption, MAX_CAPTION)?;
    let picture = app.shelf.develop(file).await?;
    let number = |n: usize| i32::try_from(n).map_err(AppError::internal);
    let photo = Photo {
        id: MediaId(app.ids.uuid(app.clock.as_ref())),
        owner: permit.person()?,
        proposal: None,
        caption,
        width: number(picture.width as usize)?,
        height: number(picture.height as usize)?,
        bytes: number(picture.large.len() + picture.small.len())?,
        created_at: app.clock.now(),
    };
    // The row comes first: should the disk refuse, the sweep finds it. Files without a row nobody would find.
    let mut tx = app.db.begin().await?;
    store::insert(&tx, permit, &photo).await?;
    let event = Event::new(EventKind::MediaAdded, photo.id)
        .actor(permit.account())
        .details(json!({ "width": photo.width, "height": photo.height, "bytes": photo.bytes }));
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    app.shelf.put(photo.id, picture).await?;
    Ok(photo)
}

/// Gives the proposal exactly these photos, in this order. `permit` is the one to write the proposal.
///
/// # Errors
/// `UNKNOWN_PHOTO` on `photos` when one is somebody else's, on another proposal, or gone; `INTERNAL`.
pub async fn attach<D>(tx: &Transaction, permit: &Permit<D>, proposal: ProposalId, photos: &[MediaId]) -> Result<(), AppError> {
    let owner = permit.person()?;
    store::detach_others(tx, proposal, photos).await?;
    for (position, photo) in (0..).zip(photos) {
        if !store::attach(tx, owner, proposal, *photo, position).await? {
            return Err(AppError::field("photos", ErrorCode::UnknownPhoto));
        }
    }
    Ok(())
}

/// A photo's JPEG file, and whether everybody may keep a copy of it.
///
/// # Errors
/// `NOT_FOUND` also where it is somebody else's business; `INTERNAL`.
pub async fn view(app: &App, actor: &Actor, id: MediaId, size: Size) -> Result<(Vec<u8>, bool), AppError> {
    let hidden = || AppError::Refused(ErrorCode::NotFound);
    let photo = store::find(&app.db, id).await?.ok_or_else(hidden)?;
    let public = match photo.proposal {
        Some(proposal) => {
            let shown = proposal::store::find(&app.db, proposal).await?.ok_or_else(hidden)?;
            shown.read_as(actor)?.status != Status::Draft
        }
        None => {
            authorize::<deed::ReadOwnAccount>(actor, Resource::Account(photo.owner)).map_err(|_| hidden())?;
            false
        }
    };
    Ok((app.shelf.read(id, size).await?, public))
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
            Ok(swept) => tracing::info!(swept, "unused photos swept"),
            Err(error) => tracing::error!(%error, "cannot sweep unused photos"),
        }
        tokio::time::sleep(BETWEEN_SWEEPS).await;
    }
}
