//! Telling the journal that public plans are being written, so that whoever keeps a copy reads them again.
//!
//! Not with every key: once in a while for all plans together, and never in the way of those who write.

use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::plan::store;
use serde_json::json;

/// The most plans at once: each is a transaction of its own, which waits for nobody's lock while it holds the journal's.
const AT_ONCE: u64 = 100;

/// Tells of every public plan that says more than the journal has told; how many there were.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn tell_of_edits(app: &App) -> Result<usize, AppError> {
    let untold = store::untold(&app.db, AT_ONCE).await?;
    let found = untold.len();
    for (plan, area, seq) in untold {
        let mut tx = app.db.begin().await?;
        if store::tell(&tx, plan, seq).await? {
            let event = Event::new(EventKind::PlanEdited, plan).area(&area).details(json!({ "seq": seq }));
            journal::append(app, &mut tx, event).await?;
            tx.commit().await?;
        }
    }
    Ok(found)
}
