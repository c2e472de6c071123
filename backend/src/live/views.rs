//! Writing the typed views: those of several plans go into the database in one transaction, so that hundreds of plans that
//! are being written cost little more than one.

use super::store;
use crate::app::App;
use crate::error::AppError;
use shared::ErrorCode;
use shared::plan::Content;
use shared::value::PlanId;
use std::sync::Weak;
use tokio::sync::{mpsc, oneshot};

/// The most views in one transaction: what people write waits for it.
const TOGETHER: usize = 16;

/// What a plan says after an entry of its log.
pub struct View {
    pub plan: PlanId,
    pub head: i64,
    pub content: Content,
    /// The whole document, when it is to be kept.
    pub state: Option<Vec<u8>>,
    pub answer: oneshot::Sender<Result<(), AppError>>,
}

/// Writes until the application is gone.
pub async fn write(app: Weak<App>, mut views: mpsc::Receiver<View>) {
    while let Some(first) = views.recv().await {
        let Some(app) = app.upgrade() else { return };
        let mut ready = vec![first];
        while ready.len() < TOGETHER
            && let Ok(next) = views.try_recv()
        {
            ready.push(next);
        }
        // In the order in which the logs are locked.
        ready.sort_by_key(|view| view.plan);
        let written = write_all(&app, &mut ready).await;
        if let Err(error) = &written {
            tracing::warn!(%error, "cannot write the typed views of {} plans; trying again", ready.len());
        }
        for view in ready {
            let _ = view.answer.send(if written.is_ok() { Ok(()) } else { Err(AppError::Refused(ErrorCode::Internal)) });
        }
    }
}

async fn write_all(app: &App, views: &mut [View]) -> Result<(), AppError> {
    let at = app.clock.now();
    let tx = app.db.begin().await?;
    for view in views {
        crate::plan::store::project(&tx, view.plan, view.head, &view.content, at).await?;
        if let Some(state) = view.state.take() {
            store::insert_snapshot(&tx, view.plan, view.head, state, at).await?;
        }
    }
    tx.commit_unrecorded().await
}
