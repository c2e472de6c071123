//! What a plan said earlier.

use super::document::Document;
use super::store;
use crate::app::App;
use crate::error::AppError;
use shared::plan::Content;
use shared::value::PlanId;

/// What the plan said after this entry of its log, from 1 on; none when there is no such entry.
///
/// # Errors
/// `INTERNAL` when the database refuses or the log is damaged.
pub async fn content_at(app: &App, plan: PlanId, seq: i64) -> Result<Option<Content>, AppError> {
    Ok(document_at(app, plan, seq).await?.map(|document| document.content()))
}

/// The plan as it was after this entry of its log, from 1 on, to try something on; none when there is no such entry.
///
/// # Errors
/// `INTERNAL` when the database refuses or the log is damaged.
pub async fn document_at(app: &App, plan: PlanId, seq: i64) -> Result<Option<Document>, AppError> {
    if seq < 1 || seq > store::head(&app.db, plan).await? {
        return Ok(None);
    }
    let snapshot = store::snapshot_until(&app.db, plan, seq).await?;
    let after = snapshot.as_ref().map_or(0, |(seq, _)| *seq);
    let entries = store::between(&app.db, plan, after, seq).await?;
    Document::replay(snapshot.as_ref().map(|(_, bytes)| &bytes[..]), &entries, app.ids.device()).map(Some)
}
