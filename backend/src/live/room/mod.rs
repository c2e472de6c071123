//! The room of one plan: one actor that owns the document, takes what people in it say, and never tells anybody anything
//! that is not safe in the log.

mod guests;
mod offers;
mod writing;

use super::document::Document;
use super::elsewhere::ServerId;
use super::log::{NewEntry, Owner};
use super::presence::{ConnectionId, Present};
use super::project::Progress;
use super::recent::Recent;
use super::store;
use super::writer::Deed;
use crate::app::SharedApp;
use crate::error::AppError;
use guests::Guest;
pub use guests::Newcomer;
use shared::ErrorCode;
use shared::access::PlanFacts;
use shared::plan::document::Roots;
use shared::plan::wire::{Frame, Presence, is_state_vector};
use shared::value::{AccountId, PlanId, TokenId};
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval};
use yrs::TransactionMut;

/// How often the room looks at what is due: presence, slow connections, the typed view.
const TICK: Duration = Duration::from_millis(50);
/// How often it looks when nothing is: hundreds of plans are open and nobody types.
const REST: Duration = Duration::from_secs(1);
/// The most messages that are dealt with before what they bring is written.
const TOGETHER: usize = 256;
/// How long a room stays open with nobody in it.
const EMPTY_FOR: Duration = Duration::from_secs(30);
/// How often other servers are told at most who is here.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// What is said to a room.
pub enum Message {
    Join(Newcomer),
    /// The place is given back once the frame has been dealt with.
    Said(ConnectionId, Frame, OwnedSemaphorePermit),
    Leave(ConnectionId),
    /// Somebody has written up to this entry.
    Heard(i64),
    /// Of other servers something may have gone unheard.
    Ask,
    /// Another server says who is there through it.
    There(ServerId, Vec<Presence>),
    /// Nobody is there through another server any more; whether it asks who is here.
    Lost(ServerId, bool),
    /// Who may do what may have changed.
    Rights,
    Change(Ordered, oneshot::Sender<Result<i64, AppError>>),
}

/// A change of the document made by a use case; it may find that it must not be made after all.
pub type Change = Box<dyn FnOnce(&Roots, &mut TransactionMut) -> Result<(), AppError> + Send>;

/// A change that a use case wants made.
pub struct Ordered {
    pub author: Author,
    pub change: Change,
    pub deed: Deed,
}

/// In whose name a use case changes a plan.
#[derive(Clone, Debug)]
pub struct Author {
    pub account: AccountId,
    pub office: Option<String>,
    /// With which token, when a program does.
    pub token: Option<TokenId>,
}

/// A change on its way into the log.
struct Pending {
    entry: NewEntry,
    /// Devices that write for the first time.
    claims: Vec<Owner>,
    from: Option<ConnectionId>,
    number: u64,
    /// Of what a use case ordered.
    order: Option<(Deed, oneshot::Sender<Result<i64, AppError>>)>,
    _place: Option<OwnedSemaphorePermit>,
}

pub struct Room {
    app: SharedApp,
    plan: PlanId,
    document: Document,
    client: u64,
    epoch: i64,
    head: i64,
    /// Whose devices those are that were heard of here.
    owners: HashMap<u64, AccountId>,
    facts: PlanFacts,
    guests: BTreeMap<ConnectionId, Guest>,
    present: Present,
    progress: Progress,
    recent: Recent,
    batch: Vec<Pending>,
    /// Answered once the batch is written.
    newcomers: Vec<Newcomer>,
    questions: Vec<(ConnectionId, Vec<u8>)>,
    heard: i64,
    /// When other servers were last told who is here.
    told: Instant,
    empty_since: Option<Instant>,
}

impl Room {
    /// Opens the room of a plan.
    ///
    /// # Errors
    /// `NOT_FOUND`; `INTERNAL` when the database refuses or the log is damaged.
    pub async fn open(app: SharedApp, plan: PlanId) -> Result<Self, AppError> {
        app.rooms.settle(&app, plan).await?;
        let stored = store::load(&app.db, plan).await?.ok_or(ErrorCode::NotFound)?;
        let facts = crate::plan::store::facts(app.db.reader(), plan).await?.ok_or(ErrorCode::NotFound)?;
        let client = app.ids.device();
        let document = Document::rebuild(&stored, client)?;
        let now = app.clock.monotonic();
        let mut progress = Progress::new(stored.projected, stored.snapshot.as_ref().map_or(0, |(seq, _)| *seq));
        progress.note(stored.head(), now);
        Ok(Self {
            plan,
            document,
            client,
            epoch: stored.epoch,
            head: stored.head(),
            owners: HashMap::new(),
            facts,
            guests: BTreeMap::new(),
            present: Present::default(),
            progress,
            recent: Recent::default(),
            batch: Vec::new(),
            newcomers: Vec::new(),
            questions: Vec::new(),
            heard: 0,
            told: now,
            empty_since: Some(now),
            app,
        })
    }

    /// Lives until nobody is in it any more, or until something goes wrong: then everyone comes in again, into a new one.
    ///
    /// # Errors
    /// `INTERNAL`: what went wrong.
    pub async fn live(mut self, mut mailbox: mpsc::Receiver<Message>) -> Result<(), AppError> {
        self.ask_who_is_there().await;
        let (mut tick, mut rest) = (interval(TICK), interval(REST));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        rest.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let app = SharedApp::clone(&self.app);
        loop {
            tokio::select! {
                message = mailbox.recv() => {
                    let Some(message) = message else { return Ok(()) };
                    self.take(message).await?;
                    for _ in 1..TOGETHER {
                        let Ok(message) = mailbox.try_recv() else { break };
                        self.take(message).await?;
                    }
                    self.write().await?;
                    self.answer().await?;
                }
                _ = tick.tick(), if !self.is_at_rest() => self.look_around().await?,
                _ = rest.tick() => {
                    self.look_around().await?;
                    if self.is_over() {
                        mailbox.close();
                    }
                }
                () = app.lifecycle.stopping() => return Ok(()),
            }
        }
    }

    async fn take(&mut self, message: Message) -> Result<(), AppError> {
        match message {
            Message::Join(newcomer) => self.newcomers.push(newcomer),
            Message::Said(from, Frame::Update(update) | Frame::Step2(update), place) => self.offer(from, update, place).await?,
            Message::Said(from, Frame::Step1(state), _) if is_state_vector(&state) => self.questions.push((from, state)),
            Message::Said(from, Frame::Awareness(said), _) => self.say(from, &said).await?,
            Message::Said(from, Frame::AwarenessQuery, _) => {
                let everyone = self.present.everyone();
                self.guests.get_mut(&from).into_iter().for_each(|guest| guest.outbox.send_presence(&everyone));
            }
            Message::Said(from, _, _) => drop(self.guests.remove(&from)),
            Message::Leave(from) => self.leave(from),
            Message::Heard(head) => self.heard = self.heard.max(head),
            Message::Ask => self.ask_who_is_there().await,
            Message::There(server, devices) => self.present.hear(server, devices),
            Message::Lost(server, asks) => {
                self.present.lose(server);
                if asks {
                    self.present.tell_all();
                }
            }
            Message::Rights => self.look_at_rights().await?,
            Message::Change(ordered, answer) => self.change(ordered, answer).await?,
        }
        Ok(())
    }

    async fn look_around(&mut self) -> Result<(), AppError> {
        let now = self.app.clock.monotonic();
        if self.heard > self.head {
            self.look_for_news().await?;
        }
        if let Some(changed) = self.present.take_changed() {
            self.guests.values_mut().for_each(|guest| guest.outbox.send_presence(&changed));
        }
        let (recent, document, present) = (&self.recent, &self.document, &self.present);
        for guest in self.guests.values_mut() {
            let whole = || Frame::Update(document.state()).encode().into();
            guest.outbox.catch_up(|told| recent.after(told).unwrap_or_else(whole), || present.everyone());
        }
        self.tell_who_is_here(now).await;
        self.progress.look(now);
        if self.progress.is_due(now) {
            self.progress.project(&self.app, self.plan, self.head, &self.document).await?;
        }
        Ok(())
    }

    fn is_at_rest(&self) -> bool {
        self.progress.is_done()
            && self.present.is_told()
            && self.heard <= self.head
            && self.guests.values().all(|guest| guest.outbox.is_even())
    }

    fn is_over(&mut self) -> bool {
        if !self.guests.is_empty() || !self.progress.is_done() {
            self.empty_since = None;
            return false;
        }
        let now = self.app.clock.monotonic();
        now - *self.empty_since.get_or_insert(now) > EMPTY_FOR
    }
}
