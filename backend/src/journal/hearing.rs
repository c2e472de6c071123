//! Waking the followers with what other servers commit, where the database tells of it.

use super::store::latest_seq;
use crate::error::AppError;
use crate::platform::database::{COMMITS, Database};
use crate::platform::lifecycle::Lifecycle;
use std::time::Duration;

/// Until it hears again, the followers look for themselves.
const LISTEN_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Listens for as long as the application runs.
pub async fn hear(db: Database, lifecycle: Lifecycle) {
    let listening = async {
        while !db.is_sqlite() {
            match listen(&db).await {
                Ok(()) => tracing::warn!("the database does not answer any more: looking at the journal instead of listening"),
                Err(error) => tracing::warn!(%error, "cannot listen to the database: looking at the journal instead"),
            }
            tokio::time::sleep(LISTEN_AGAIN_AFTER).await;
        }
    };
    tokio::select! {
        () = listening => {}
        () = lifecycle.stopping() => {}
    }
}

/// Ends when the connection does.
async fn listen(db: &Database) -> Result<(), AppError> {
    let Some(mut listener) = db.listen(COMMITS).await? else { return Ok(()) };
    // What was committed before it listened, it has not been told.
    db.announcer().announce(latest_seq(db).await?);
    let _hearing = db.announcer().hearing();
    while let Some(seq) = listener.next().await? {
        db.announcer().announce(seq.parse().map_err(AppError::internal)?);
    }
    Ok(())
}
