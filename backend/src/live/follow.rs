//! Hearing what other servers write into plans, and who may write into them from now on.

use crate::app::SharedApp;
use crate::error::AppError;
use crate::journal::{self, tail};
use futures_util::TryStreamExt;
use shared::value::PlanId;
use std::time::Duration;

/// The channel on which a server tells others up to where it has written a plan's log.
pub const CHANNEL: &str = "rembug_plans";
const AGAIN_AFTER: Duration = Duration::from_secs(1);
/// How often plans are looked for whose typed view was left behind, as by a server that was killed.
const SWEEP_EVERY: Duration = Duration::from_secs(20);

pub fn message(plan: PlanId, head: i64) -> String {
    format!("{plan} {head}")
}

fn read(message: &str) -> Option<(PlanId, i64)> {
    let (plan, head) = message.split_once(' ')?;
    Some((plan.parse().ok()?, head.parse().ok()?))
}

/// Follows for as long as the application runs.
pub async fn follow(app: SharedApp) {
    let following = async {
        tokio::join!(
            again(|| hear(&app), "cannot hear of other servers' plans"),
            again(|| watch_rights(&app), "cannot follow the journal for plans"),
            again(|| sweep(&app), "cannot look for plans left behind"),
        );
    };
    tokio::select! {
        () = following => {}
        () = app.lifecycle.stopping() => {}
    }
}

async fn again<F: Future<Output = Result<(), AppError>>>(task: impl Fn() -> F, problem: &str) {
    loop {
        if let Err(error) = task().await {
            tracing::warn!(%error, "{problem}");
        }
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

async fn hear(app: &SharedApp) -> Result<(), AppError> {
    let Some(mut listener) = app.db.listen(CHANNEL).await? else { return std::future::pending().await };
    // What was written before it listened, it has not been told.
    app.rooms.look_again();
    while let Some(told) = listener.next().await? {
        if let Some((plan, head)) = read(&told) {
            app.rooms.heard(plan, head);
        }
    }
    Ok(())
}

/// Who takes part, and in which stage a plan is, decides who may write: rooms are told at once.
async fn watch_rights(app: &SharedApp) -> Result<(), AppError> {
    let from = journal::latest_seq(&app.db).await?;
    app.rooms.rights_changed(None);
    let mut entries = Box::pin(tail::follow(SharedApp::clone(app), from));
    while let Some(batch) = entries.try_next().await? {
        for plan in batch.iter().filter_map(|entry| entry.subject.parse().ok()) {
            app.rooms.rights_changed(Some(plan));
        }
    }
    Ok(())
}

async fn sweep(app: &SharedApp) -> Result<(), AppError> {
    loop {
        for plan in super::store::behind(&app.db).await? {
            app.rooms.open(app, plan).await;
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
