//! Hearing what other servers write into plans, who is there through them, and who may write from now on.

use super::elsewhere::{CHANNEL, Told};
use super::store;
use super::tell::tell_of_edits;
use crate::app::SharedApp;
use crate::error::AppError;
use crate::journal::{self, tail};
use futures_util::TryStreamExt;
use std::time::Duration;

const AGAIN_AFTER: Duration = Duration::from_secs(1);
const BEAT: Duration = Duration::from_secs(2);
/// A server that has given no sign of life for so long was killed: who was there through it is gone.
const SILENT_FOR: Duration = Duration::from_secs(7);
/// How often plans are looked for whose typed view was left behind, as by a server that was killed.
const SWEEP_EVERY: Duration = Duration::from_secs(20);

/// How long the journal may lag behind what people write.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Follows for as long as the application runs.
pub async fn follow(app: SharedApp) {
    let following = async {
        tokio::join!(
            again(|| hear(&app), "cannot hear of other servers' plans"),
            again(|| beat(&app), "cannot compare plans with what other servers have written"),
            again(|| watch_rights(&app), "cannot follow the journal for plans"),
            again(|| sweep(&app), "cannot look for plans left behind"),
            again(|| tell(&app), "cannot tell the journal of what is written"),
        );
    };
    tokio::select! {
        () = following => {}
        () = app.lifecycle.stopping() => {}
    }
}

async fn tell(app: &SharedApp) -> Result<(), AppError> {
    loop {
        tell_of_edits(app).await?;
        tokio::time::sleep(TELL_EVERY).await;
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
    app.rooms.ask_again();
    while let Some(text) = listener.next().await? {
        if let Some(told) = Told::read(&text) {
            app.rooms.hear(app, told);
        }
    }
    Ok(())
}

/// One question for all plans that are open, in case something went unheard; and a sign of life to other servers.
async fn beat(app: &SharedApp) -> Result<(), AppError> {
    if app.db.is_sqlite() {
        // Nobody else writes into the file while a server runs.
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(BEAT).await;
        let plans = app.rooms.plans();
        if !plans.is_empty() {
            store::tell_now(&app.db, &Told::Alive(app.rooms.name(app))).await?;
        }
        for (plan, head) in store::heads(&app.db, &plans).await? {
            app.rooms.hear(app, Told::Head(plan, head));
        }
        app.rooms.lose_silent(app, SILENT_FOR);
    }
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
        for plan in store::behind(&app.db).await? {
            app.rooms.open(app, plan).await;
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
