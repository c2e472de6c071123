//! The open rooms of this server, and the one writer of their logs.

use super::elsewhere::{ServerId, Told};
use super::room::{Message, Ordered, Room};
use super::views::{self, View};
use super::writer::{self, Batch};
use crate::app::{App, SharedApp};
use crate::error::AppError;
use shared::ErrorCode;
use shared::value::PlanId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

/// The most messages that wait for one room; who sends more has to wait.
const WAITING: usize = 512;

#[derive(Default)]
pub struct Rooms {
    open: Mutex<HashMap<PlanId, (u64, mpsc::Sender<Message>)>>,
    writer: OnceLock<mpsc::Sender<Batch>>,
    views: OnceLock<mpsc::Sender<View>>,
    next: AtomicU64,
    name: OnceLock<ServerId>,
    /// When other servers last said anything.
    others: Mutex<HashMap<ServerId, Instant>>,
}

impl Rooms {
    /// The name by which other servers know this one.
    pub fn name(&self, app: &App) -> ServerId {
        *self.name.get_or_init(|| app.ids.device())
    }

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

    /// Writes a typed view; it answers itself.
    ///
    /// # Errors
    /// `INTERNAL` when the writer is gone.
    pub(super) async fn show(&self, app: &SharedApp, view: View) -> Result<(), AppError> {
        let writer = self.views.get_or_init(|| {
            let (views, waiting) = mpsc::channel(WAITING);
            tokio::spawn(views::write(std::sync::Arc::downgrade(app), waiting));
            views
        });
        writer.send(view).await.map_err(|_| AppError::damaged("the writer of the typed views is gone"))
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

    /// The plans that are open here.
    pub fn plans(&self) -> Vec<PlanId> {
        self.lock().keys().copied().collect()
    }

    /// Takes what a server said: another one, or this one to all.
    pub fn hear(&self, app: &App, told: Told) {
        let (server, plan, message) = match told {
            Told::Head(plan, head) => return self.pass(plan, Message::Heard(head)),
            Told::Alive(server) => (server, None, None),
            Told::Here(plan, server, devices) => (server, Some(plan), Some(Message::There(server, devices))),
            Told::Who(plan, server) => (server, Some(plan), Some(Message::Lost(server, true))),
        };
        if server == self.name(app) {
            return;
        }
        self.others().insert(server, app.clock.monotonic());
        if let (Some(plan), Some(message)) = (plan, message) {
            self.pass(plan, message);
        }
    }

    /// Who was there through servers that have said nothing for so long is gone.
    pub fn lose_silent(&self, app: &App, silent_for: Duration) {
        let now = app.clock.monotonic();
        let mut others = self.others();
        let silent: Vec<ServerId> = others
            .iter()
            .filter(|(_, heard)| now.saturating_duration_since(**heard) > silent_for)
            .map(|(server, _)| *server)
            .collect();
        for server in silent {
            others.remove(&server);
            for plan in self.plans() {
                self.pass(plan, Message::Lost(server, false));
            }
        }
    }

    fn others(&self) -> MutexGuard<'_, HashMap<ServerId, Instant>> {
        self.others.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something may have gone unheard.
    pub fn ask_again(&self) {
        for plan in self.plans() {
            self.pass(plan, Message::Ask);
        }
    }

    /// To the plan's room, if it is open; when that is busy, once it has time.
    fn pass(&self, plan: PlanId, message: Message) {
        let Some(room) = self.lock().get(&plan).map(|(_, room)| room.clone()) else { return };
        match room.try_send(message) {
            // What matters of it is said again.
            Err(TrySendError::Full(Message::Heard(_)) | TrySendError::Closed(_)) | Ok(()) => {}
            Err(TrySendError::Full(message)) => drop(tokio::spawn(async move { room.send(message).await })),
        }
    }

    /// Who may do what may have changed in this plan, or in all.
    pub fn rights_changed(&self, plan: Option<PlanId>) {
        for plan in plan.map_or_else(|| self.plans(), |plan| vec![plan]) {
            self.pass(plan, Message::Rights);
        }
    }
}

async fn live(app: SharedApp, plan: PlanId, mailbox: mpsc::Receiver<Message>) -> Result<(), AppError> {
    Room::open(app, plan).await?.live(mailbox).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::live::log::NewEntry;
    use crate::live::store;
    use crate::live::world_tests::{Kind, World, beginning};
    use std::collections::BTreeSet;
    use yrs::{Text, Transact};

    /// A room that comes after one that broke down must not miss what that one had sent on its way.
    #[tokio::test]
    async fn what_is_on_its_way_into_the_log_is_there_once_it_has_settled() {
        let world = World::start(Kind::Sqlite, 1).await;
        let plan = world.plan(&beginning()).await;
        let before = store::head(&world.app.db, plan).await.unwrap();
        let doc = shared::plan::document::new(7);
        let text = doc.get_or_insert_text("title");
        for at in 0..20 {
            let mut txn = doc.transact_mut();
            text.insert(&mut txn, at, "a");
            let entry =
                NewEntry { account: None, office: None, token: None, touched: BTreeSet::new(), bytes: txn.encode_update_v1() };
            // Nobody waits for the answer.
            let answer = oneshot::channel().0;
            let batch = Batch { plan, entries: vec![entry], claims: Vec::new(), editors: Vec::new(), deed: None, answer };
            world.app.rooms.write(&world.app, batch).await.unwrap();
        }
        world.app.rooms.settle(&world.app, plan).await.unwrap();
        assert_eq!(store::head(&world.app.db, plan).await.unwrap(), before + 20);
    }
}
