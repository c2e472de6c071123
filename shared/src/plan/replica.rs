//! One editor's copy of a plan, and its side of the conversation with the server. It does no input or output: it is told
//! what arrives, and says what to send.

use super::content::Content;
use super::document::{self, Roots};
use super::edit::{self, Edit, TextOf};
use super::touch::{Touch, Watch};
use super::wire::{Frame, Presence, Welcome};
use crate::ErrorCode;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use yrs::types::GetString;
use yrs::undo::{Options, UndoManager};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, Origin, ReadTxn, StateVector, Transact, TransactionMut, Update};

const LOCAL: &str = "local";
const REMOTE: &str = "remote";
const BEGUN: &str = "begun";
/// What is typed without a longer pause is undone at once, in milliseconds.
const UNDO_TOGETHER: u64 = 700;

/// The time in milliseconds; only its differences matter.
pub type Now = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What the page always shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The server has everything.
    Saved,
    /// The server has been told.
    Saving,
    /// There is no connection; so many changes wait here.
    Offline(u64),
    /// The server would not take a change.
    Rejected(ErrorCode),
}

/// What is kept on the device, so that a reload loses nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub state: Vec<u8>,
    pub epoch: i64,
    /// Changes that the server has not acknowledged.
    pub waiting: u64,
}

/// What the screen has to know of an incoming frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The first answer of the server has come: now everything that it had is here.
    Synced,
    /// Others changed these.
    Changed(BTreeSet<Touch>),
    Present(Vec<Presence>),
    Welcomed(Welcome),
    /// The changes that wait were not taken, and will not be: show them as a draft, and begin anew.
    Rejected(ErrorCode),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Down,
    /// Connected, but what the server has is not known yet.
    Greeting,
    Up,
}

/// A copy of the document that can be edited whether or not there is a connection.
pub struct Replica {
    doc: Doc,
    roots: Roots,
    undo: UndoManager<()>,
    watch: Watch,
    outbox: Arc<Mutex<Outbox>>,
    link: Link,
    synced: bool,
    here: bool,
    welcome: Option<Welcome>,
    rejected: Option<ErrorCode>,
    /// Updates sent over this connection.
    sent: u64,
    /// For each of them that is on its way: its number, and how many of the changes were made by then.
    on_the_way: VecDeque<(u64, u64)>,
    safe: u64,
}

/// What was changed here, by an edit or by undoing one.
#[derive(Default)]
struct Outbox {
    unsent: Vec<Vec<u8>>,
    /// All changes ever, sent or not.
    made: u64,
}

impl Replica {
    /// An empty copy. `client` names this device, at random, from 1 to 2^53 − 1.
    pub fn new(client: u64, now: Now) -> Self {
        let doc = document::new(client);
        let roots = Roots::of(&doc);
        let watch = Watch::over(&roots);
        let outbox = Arc::new(Mutex::new(Outbox::default()));
        let noted = Arc::clone(&outbox);
        let note = move |txn: &TransactionMut, event: &yrs::UpdateEvent| {
            if txn.origin() != Some(&Origin::from(REMOTE)) {
                let mut outbox = noted.lock().unwrap_or_else(PoisonError::into_inner);
                outbox.unsent.push(event.update.clone());
                outbox.made += 1;
            }
        };
        // Refused only within a transaction, and there is none.
        let _ = doc.observe_update_v1("unsent", note);
        let undo = undo_of(&doc, &roots, now);
        Self {
            doc,
            roots,
            undo,
            watch,
            outbox,
            link: Link::Down,
            synced: false,
            here: false,
            welcome: None,
            rejected: None,
            sent: 0,
            on_the_way: VecDeque::new(),
            safe: 0,
        }
    }

    /// The copy that was kept on the device; an empty one when it cannot be read any more.
    pub fn restore(client: u64, now: Now, kept: &Kept) -> Self {
        let mut replica = Self::new(client, now);
        if replica.take(&kept.state).is_ok() {
            replica.here = true;
            replica.outbox().made = kept.waiting;
            replica.welcome = Some(Welcome { may_edit: true, epoch: kept.epoch, seq: 0 });
        }
        replica.watch.take();
        replica
    }

    /// What to keep on the device; nothing before the whole document was here.
    pub fn keep(&self) -> Option<Kept> {
        let epoch = self.welcome.as_ref().filter(|_| self.here)?.epoch;
        Some(Kept { state: self.state(), epoch, waiting: self.waiting() })
    }

    fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(&StateVector::default())
    }

    /// A connection has opened: what to say first.
    pub fn connect(&mut self) -> Frame {
        self.link = Link::Greeting;
        self.sent = 0;
        self.on_the_way.clear();
        Frame::Step1(self.doc.transact().state_vector().encode_v1())
    }

    pub fn disconnect(&mut self) {
        self.link = Link::Down;
        self.on_the_way.clear();
    }

    /// Takes what the server says; gives what to answer and what to show.
    ///
    /// # Errors
    /// `UPDATE_MALFORMED` when it is not understood: connect again.
    pub fn receive(&mut self, frame: Frame) -> Result<(Vec<Frame>, Vec<Event>), ErrorCode> {
        let (mut answers, mut events) = (Vec::new(), Vec::new());
        match frame {
            Frame::Step1(state) => answers.extend(self.answer(&state)?),
            Frame::Step2(update) => {
                self.take(&update)?;
                events.push(Event::Changed(self.watch.take()));
                if !std::mem::replace(&mut self.synced, true) {
                    self.here = true;
                    events.push(Event::Synced);
                }
            }
            Frame::Update(update) => {
                self.take(&update)?;
                events.push(Event::Changed(self.watch.take()));
            }
            Frame::Awareness(present) => events.push(Event::Present(present)),
            Frame::AwarenessQuery => {}
            Frame::Welcome(welcome) => events.extend(self.welcomed(welcome)),
            Frame::Ack { count, .. } => self.acknowledged(count),
            Frame::Refused { code, .. } => events.push(self.reject(code)),
        }
        Ok((answers, events))
    }

    fn take(&mut self, update: &[u8]) -> Result<(), ErrorCode> {
        let update = Update::decode_v1(update).map_err(|_| ErrorCode::UpdateMalformed)?;
        let mut txn = self.doc.transact_mut_with(REMOTE);
        txn.apply_update(update).map_err(|_| ErrorCode::UpdateMalformed)
    }

    /// The server says what it has; it gets what it lacks, and from now on each change as it is made.
    fn answer(&mut self, state: &[u8]) -> Result<Option<Frame>, ErrorCode> {
        let state = StateVector::decode_v1(state).map_err(|_| ErrorCode::UpdateMalformed)?;
        self.link = Link::Up;
        self.outbox().unsent.clear();
        if self.waiting() == 0 {
            return Ok(None);
        }
        // Not with what waits here for its beginning: others made that, and the server has it.
        let missing = self.doc.transact().encode_diff_v1(&state);
        let made = self.outbox().made;
        self.send(made);
        Ok(Some(Frame::Step2(missing)))
    }

    fn welcomed(&mut self, welcome: Welcome) -> Option<Event> {
        let other = self.welcome.as_ref().is_some_and(|known| known.epoch != welcome.epoch);
        self.welcome = Some(welcome.clone());
        // Another document has taken the name of this one: nothing of this one must go into it.
        if other { Some(self.reject(ErrorCode::Conflict)) } else { Some(Event::Welcomed(welcome)) }
    }

    fn acknowledged(&mut self, count: u64) {
        while let Some((_, made)) = self.on_the_way.pop_front_if(|(number, _)| *number <= count) {
            self.safe = made;
        }
    }

    fn reject(&mut self, code: ErrorCode) -> Event {
        self.rejected = Some(code);
        self.link = Link::Down;
        Event::Rejected(code)
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that one more update is on its way, with which so many of the changes will be safe.
    fn send(&mut self, made: u64) {
        self.sent += 1;
        self.on_the_way.push_back((self.sent, made));
    }

    /// What was changed here and can be sent now. Without a connection nothing need be kept for it: the whole difference
    /// goes once the server is heard again.
    pub fn to_send(&mut self) -> Vec<Frame> {
        let (updates, made) = {
            let mut outbox = self.outbox();
            (std::mem::take(&mut outbox.unsent), outbox.made)
        };
        if self.link != Link::Up {
            return Vec::new();
        }
        let before = made - updates.len() as u64;
        (1..=updates.len() as u64).for_each(|n| self.send(before + n));
        updates.into_iter().map(Frame::Update).collect()
    }

    /// Makes a change here.
    pub fn edit(&mut self, edits: &[Edit]) {
        self.begin_rows(edits);
        self.change(|roots, txn| edits.iter().for_each(|edit| edit::apply(roots, txn, edit)));
    }

    /// New rows are begun outside of what can be undone: undoing hides them again, and redoing finds them whole.
    fn begin_rows(&mut self, edits: &[Edit]) {
        let new: Vec<_> = edits
            .iter()
            .filter_map(|edit| if let Edit::Add { table, row, .. } = edit { Some((*table, *row)) } else { None })
            .collect();
        if !new.is_empty() {
            let mut txn = self.doc.transact_mut_with(BEGUN);
            for (table, row) in new {
                edit::begin_row(&self.roots, &mut txn, table, row);
            }
        }
    }

    /// Makes any change here, in one step.
    pub fn change(&mut self, change: impl FnOnce(&Roots, &mut TransactionMut)) {
        change(&self.roots, &mut self.doc.transact_mut_with(LOCAL));
        self.watch.take();
    }

    /// Takes back what was done last on this device; what was touched.
    pub fn undo(&mut self) -> BTreeSet<Touch> {
        self.undo.undo_blocking();
        self.watch.take()
    }

    /// Does again what was taken back last; what was touched.
    pub fn redo(&mut self) -> BTreeSet<Touch> {
        self.undo.redo_blocking();
        self.watch.take()
    }

    /// The next change is undone on its own.
    pub fn end_step(&mut self) {
        self.undo.reset();
    }

    pub fn can_undo(&self) -> bool {
        self.undo.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.undo.can_redo()
    }

    /// Changes that the server has not acknowledged.
    pub fn waiting(&self) -> u64 {
        self.outbox().made - self.safe
    }

    pub fn status(&self) -> Status {
        match (self.rejected, self.link, self.waiting()) {
            (Some(code), _, _) => Status::Rejected(code),
            (None, Link::Down, waiting) => Status::Offline(waiting),
            (None, _, 0) => Status::Saved,
            (None, _, _) => Status::Saving,
        }
    }

    /// Whether the document is here: from the server, or from the device.
    pub fn is_here(&self) -> bool {
        self.here
    }

    pub fn may_edit(&self) -> bool {
        self.welcome.as_ref().is_some_and(|welcome| welcome.may_edit) && self.rejected.is_none()
    }

    pub fn client(&self) -> u64 {
        self.doc.client_id().get()
    }

    pub fn content(&self) -> Content {
        document::read(&self.roots, &self.doc.transact())
    }

    /// A text as it stands; empty when its section is gone.
    pub fn text(&self, text: TextOf) -> String {
        let txn = self.doc.transact();
        edit::find_text(&self.roots, &txn, text).map(|text| text.get_string(&txn)).unwrap_or_default()
    }

    /// Looks at the document itself.
    pub fn look<T>(&self, look: impl FnOnce(&Roots, &yrs::Transaction<'_>) -> T) -> T {
        look(&self.roots, &self.doc.transact())
    }
}

fn undo_of(doc: &Doc, roots: &Roots, now: Now) -> UndoManager<()> {
    let mut undo = UndoManager::with_options(Options {
        capture_timeout_millis: UNDO_TOGETHER,
        tracked_origins: [Origin::from(LOCAL)].into(),
        capture_transaction: None,
        timestamp: Arc::new(move || now()),
        init_undo_stack: Vec::new(),
        init_redo_stack: Vec::new(),
    });
    undo.expand_scope(doc, &roots.title);
    undo.expand_scope(doc, &roots.summary);
    super::schema::Table::ALL.iter().for_each(|table| undo.expand_scope(doc, roots.table(*table)));
    undo
}
