//! The open rooms of this server, and the one writer of their logs.

use super::room::{Message, Ordered, Room};
use super::writer::{self, Batch};
use crate::app::SharedApp;
use crate::error::AppError;
use shared::ErrorCode;
use shared::value::PlanId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// The most messages that wait for one room; who sends more has to wait.
const WAITING: usize = 512;

#[derive(Default)]
pub struct Rooms {
    open: Mutex<HashMap<PlanId, (u64, mpsc::Sender<Message>)>>,
    writer: OnceLock<mpsc::Sender<Batch>>,
    next: AtomicU64,
}

impl Rooms {
    fn lock(&self) -> MutexGuard<'_, HashMap<PlanId, (u64, mpsc::Sender<Message>)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that no other connection and no other room of this server has.
    pub fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// The way into the plan's room, which is opened if need be.
    pub async fn open(&self, app: &SharedApp, plan: PlanId) -> mpsc::Sender<Message> {
        let mut open = self.lock();
        if let Some((_, room)) = open.get(&plan).filter(|(_, room)| !room.is_closed()) {
            return room.clone();
        }
        let (room, mailbox) = mpsc::channel(WAITING);
        let number = self.number();
        open.insert(plan, (number, room.clone()));
        drop(open);
        let owned = SharedApp::clone(app);
        tokio::spawn(app.lifecycle.track(async move {
            let life = tokio::spawn(live(SharedApp::clone(&owned), plan, mailbox));
            match life.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) if error.code() == ErrorCode::NotFound => {}
                Ok(Err(error)) => tracing::error!(%plan, %error, "a room had to close"),
                Err(error) => tracing::error!(%plan, %error, "a room broke down"),
            }
            let mut open = owned.rooms.lock();
            if open.get(&plan).is_some_and(|(own, _)| *own == number) {
                open.remove(&plan);
            }
        }));
        room
    }

    /// Writes a batch; it answers itself.
    ///
    /// # Errors
    /// `INTERNAL` when the writer is gone.
    pub(super) async fn write(&self, app: &SharedApp, batch: Batch) -> Result<(), AppError> {
        let writer = self.writer.get_or_init(|| {
            let (batches, waiting) = mpsc::channel(WAITING);
            tokio::spawn(writer::write(std::sync::Arc::downgrade(app), waiting));
            batches
        });
        writer.send(batch).await.map_err(|_| AppError::damaged("the writer of the logs is gone"))
    }

    /// Waits until what is on its way into the log of this plan is there: a room that broke down may have left something.
    ///
    /// # Errors
    /// `INTERNAL` when it cannot be written.
    pub(super) async fn settle(&self, app: &SharedApp, plan: PlanId) -> Result<(), AppError> {
        let (answer, settled) = oneshot::channel();
        self.write(app, Batch { plan, entries: Vec::new(), claims: Vec::new(), editors: Vec::new(), deed: None, answer }).await?;
        settled.await.map_err(AppError::internal)?.map(drop)
    }

    /// Changes a plan in somebody's name, together with whoever is writing it now, and does what has to be true with it: in
    /// one transaction, or not at all. Gives the entry of the log that did it, which says nothing when nothing had to change.
    ///
    /// # Errors
    /// `NOT_FOUND`; what the change or the deed refuses; `PLAN_FULL` or what else would break the plan; `INTERNAL`.
    pub async fn change(&self, app: &SharedApp, plan: PlanId, ordered: Ordered) -> Result<i64, AppError> {
        let (answer, changed) = oneshot::channel();
        let message = Message::Change(ordered, answer);
        self.open(app, plan).await.send(message).await.map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        changed.await.map_err(|_| AppError::Refused(ErrorCode::NotFound))?
    }

    /// Another server has written up to this entry.
    pub fn heard(&self, plan: PlanId, head: i64) {
        if let Some((_, room)) = self.lock().get(&plan) {
            // A room that is that busy looks by itself.
            let _ = room.try_send(Message::Heard(head));
        }
    }

    /// Something may have gone unheard.
    pub fn look_again(&self) {
        for (_, room) in self.lock().values() {
            let _ = room.try_send(Message::Heard(i64::MAX));
        }
    }

    /// Who may do what may have changed in this plan, or in all.
    pub fn rights_changed(&self, plan: Option<PlanId>) {
        for (_, (_, room)) in self.lock().iter().filter(|(own, _)| plan.is_none_or(|plan| plan == **own)) {
            let room = room.clone();
            tokio::spawn(async move { room.send(Message::Rights).await });
        }
    }
}

async fn live(app: SharedApp, plan: PlanId, mailbox: mpsc::Receiver<Message>) -> Result<(), AppError> {
    Room::open(app, plan).await?.live(mailbox).await
}
