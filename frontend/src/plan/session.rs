//! The live session of one plan: edits go into the copy here at once, from there to the server and onto the device.

use super::draft::Draft;
use super::keeper;
use super::presence::{Crowd, Present};
use super::socket::{Heard, Socket};
use super::splice::Splice;
use crate::clock;
use crate::device;
use crate::session::Session;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use shared::ErrorCode;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::replica::{Event, Now, Replica, Status};
use shared::plan::schema::{Table, Value};
use shared::plan::wire::{Frame, Presence};
use shared::plan::{Content, RowId};
use shared::value::{Location, PlanId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A change is on the device after this long, however fast somebody types.
const KEEP_WITHIN: Duration = Duration::from_millis(400);
/// Others hear at most so often where somebody is.
const TELL_WITHIN: Duration = Duration::from_millis(200);

/// What a page knows of the plan, and what it can do with it.
#[derive(Clone, Copy)]
pub struct Live {
    pub content: RwSignal<Content>,
    pub status: RwSignal<Status>,
    /// Everybody else who has it open.
    pub present: RwSignal<Vec<Present>>,
    pub may_edit: RwSignal<bool>,
    pub is_here: RwSignal<bool>,
    pub can_undo: RwSignal<bool>,
    pub can_redo: RwSignal<bool>,
    /// What was written here and not taken.
    pub draft: RwSignal<Option<Draft>>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

struct Inner {
    plan: PlanId,
    replica: RefCell<Replica>,
    crowd: RefCell<Crowd>,
    socket: RefCell<Option<Rc<Socket>>>,
    /// The name of the copy on the device.
    copy: Option<String>,
    /// A change waits to be kept.
    keeping: Cell<bool>,
    place: RefCell<String>,
    pointer: Cell<Option<Location>>,
    telling: Cell<bool>,
    clock: Cell<u32>,
}

/// Names this device to the others: never the same twice.
fn new_replica() -> Replica {
    Replica::new(new_client(), now())
}

fn new_client() -> u64 {
    const BITS: u64 = (1 << 53) - 1;
    (uuid::Uuid::new_v4().as_u128() as u64 & BITS).max(1)
}

fn now() -> Now {
    Arc::new(|| clock::now().timestamp_millis().unsigned_abs())
}

impl Live {
    /// Opens the plan, as long as the screen is there. To be called once it is known who is signed in, or that the server
    /// cannot be asked.
    pub fn open(plan: PlanId) -> Self {
        let inner = Rc::new(Inner {
            plan,
            replica: RefCell::new(new_replica()),
            crowd: RefCell::default(),
            socket: RefCell::new(None),
            copy: keeper::name_of_copy(Session::get(), plan),
            keeping: Cell::new(false),
            place: RefCell::default(),
            pointer: Cell::new(None),
            telling: Cell::new(false),
            clock: Cell::new(0),
        });
        let live = Self {
            content: RwSignal::new(Content::default()),
            status: RwSignal::new(Status::Offline(0)),
            present: RwSignal::new(Vec::new()),
            may_edit: RwSignal::new(false),
            is_here: RwSignal::new(false),
            can_undo: RwSignal::new(false),
            can_redo: RwSignal::new(false),
            draft: RwSignal::new(None),
            inner: StoredValue::new_local(inner.clone()),
        };
        live.watch_device();
        spawn_local(async move {
            live.restore(&inner).await;
            if !live.inner.is_disposed() {
                live.connect(&inner);
            }
        });
        live
    }

    async fn restore(self, inner: &Rc<Inner>) {
        let Some(name) = &inner.copy else { return };
        let (kept, draft) = (keeper::find(name).await, Draft::find(name).await);
        if self.inner.is_disposed() {
            return;
        }
        self.draft.set(draft);
        if let Some(kept) = kept {
            *inner.replica.borrow_mut() = Replica::restore(new_client(), now(), &kept);
            self.show(inner);
        }
    }

    fn connect(self, inner: &Rc<Inner>) {
        let weak = Rc::downgrade(inner);
        let socket = Socket::new(inner.plan, move |heard| {
            if let Some(inner) = weak.upgrade() {
                self.hear(&inner, heard);
            }
        });
        *inner.socket.borrow_mut() = Some(socket.clone());
        socket.connect();
    }

    /// The network comes and goes, and the page may be closed at any moment.
    fn watch_device(self) {
        let wake = move |anew| self.with_socket(|socket| socket.wake(anew));
        let listeners = [
            window_event_listener(ev::online, move |_| wake(true)),
            window_event_listener(ev::focus, move |_| wake(false)),
            window_event_listener(ev::offline, move |_| self.with_socket(|socket| socket.lost())),
            window_event_listener(ev::pagehide, move |_| self.keep_now()),
            window_event_listener(ev::blur, move |_| self.keep_now()),
        ];
        on_cleanup(move || {
            self.keep_now();
            self.with_socket(|socket| socket.close());
            listeners.into_iter().for_each(|listener| listener.remove());
        });
    }

    fn with_socket(self, act: impl FnOnce(&Rc<Socket>)) {
        let socket = self.inner.try_with_value(|inner| inner.socket.borrow().clone()).flatten();
        if let Some(socket) = socket {
            act(&socket);
        }
    }

    fn hear(self, inner: &Rc<Inner>, heard: Heard) {
        if self.inner.is_disposed() {
            return;
        }
        match heard {
            Heard::Open => {
                let greeting = inner.replica.borrow_mut().connect();
                inner.say(&[greeting]);
            }
            Heard::Closed => {
                inner.replica.borrow_mut().disconnect();
                inner.crowd.borrow_mut().clear();
                self.present.set(Vec::new());
            }
            Heard::Frame(frame) => {
                let received = inner.replica.borrow_mut().receive(frame);
                match received {
                    Ok((answers, events)) => {
                        inner.say(&answers);
                        events.into_iter().for_each(|event| self.take(inner, event));
                    }
                    Err(_) => self.with_socket(|socket| socket.lost()),
                }
            }
        }
        self.show(inner);
    }

    fn take(self, inner: &Rc<Inner>, event: Event) {
        match event {
            Event::Synced | Event::Changed(_) => self.keep_soon(inner),
            Event::Welcomed(_) => self.tell_soon(inner),
            Event::Present(said) => {
                let own = inner.replica.borrow().client();
                inner.crowd.borrow_mut().hear(&said, own);
                self.present.set(inner.crowd.borrow().list());
            }
            Event::Rejected(code) => self.rejected(inner, code),
        }
    }

    /// What was written is put aside, and the plan is asked for anew.
    fn rejected(self, inner: &Rc<Inner>, code: ErrorCode) {
        let refused = std::mem::replace(&mut *inner.replica.borrow_mut(), new_replica());
        let draft = Draft::new(code, refused.content());
        self.draft.set(Some(draft.clone()));
        if let Some(name) = inner.copy.clone() {
            spawn_local(async move {
                draft.keep(&name).await;
                device::drop_bytes(&name).await;
            });
        }
        let socket = inner.socket.borrow().clone();
        // Not within the call of the socket that is to be replaced.
        set_timeout(move || socket.iter().for_each(|socket| socket.connect()), Duration::ZERO);
    }

    /// The draft is not needed any more.
    pub fn drop_draft(self) {
        self.draft.set(None);
        if let Some(name) = self.inner.with_value(|inner| inner.copy.clone()) {
            spawn_local(async move { Draft::drop(&name).await });
        }
    }

    fn show(self, inner: &Rc<Inner>) {
        let replica = inner.replica.borrow();
        self.status.set(replica.status());
        self.may_edit.set(replica.may_edit() && replica.is_here());
        self.can_undo.set(replica.can_undo());
        self.can_redo.set(replica.can_redo());
        // While a plan is fetched anew, the screen keeps what it has.
        if replica.is_here() {
            let content = replica.content();
            if self.content.with_untracked(|shown| *shown != content) {
                self.content.set(content);
            }
            self.is_here.set(true);
        }
    }

    fn change(self, change: impl FnOnce(&mut Replica)) {
        let Some(inner) = self.inner.try_get_value() else { return };
        {
            let mut replica = inner.replica.borrow_mut();
            change(&mut replica);
            let frames = replica.to_send();
            drop(replica);
            inner.say(&frames);
        }
        self.keep_soon(&inner);
        self.show(&inner);
    }

    pub fn edit(self, edits: &[Edit]) {
        self.change(|replica| replica.edit(edits));
    }

    pub fn splice(self, text: TextOf, splices: Vec<Splice>) {
        let edit = |Splice { at, delete, insert }: Splice| Edit::Splice { text, at, delete, insert };
        self.edit(&splices.into_iter().map(edit).collect::<Vec<_>>());
    }

    pub fn set(self, table: Table, row: RowId, field: &'static str, value: Value) {
        self.edit(&[Edit::Set { table, row, field, value }]);
    }

    /// A new row behind `after`, or at the end; its id.
    pub fn add(self, table: Table, after: Option<RowId>, fields: Vec<(&'static str, Value)>) -> RowId {
        let row = uuid::Uuid::new_v4();
        // Behind a row that is nowhere is at the end.
        let after = Some(after.unwrap_or(uuid::Uuid::nil()));
        self.end_step();
        self.edit(&[Edit::Add { table, row, after, fields }]);
        row
    }

    pub fn remove(self, table: Table, row: RowId) {
        self.end_step();
        self.edit(&[Edit::Remove { table, row }]);
        self.end_step();
    }

    pub fn undo(self) {
        self.change(|replica| drop(replica.undo()));
    }

    pub fn redo(self) {
        self.change(|replica| drop(replica.redo()));
    }

    /// The next change is undone on its own.
    pub fn end_step(self) {
        self.inner.try_with_value(|inner| inner.replica.borrow_mut().end_step());
    }

    /// A text as it stands in the copy.
    pub fn text_now(self, text: TextOf) -> String {
        self.inner.try_with_value(|inner| inner.replica.borrow().text(text)).unwrap_or_default()
    }

    /// A text as the screen shows it.
    pub fn text(self, text: TextOf) -> Memo<String> {
        Memo::new(move |_| {
            self.content.with(|content| match text {
                TextOf::Title => content.title.clone(),
                TextOf::Summary => content.summary.clone(),
                TextOf::Section(id) => {
                    content.sections.iter().find(|section| section.id == id).map(|section| section.body.clone()).unwrap_or_default()
                }
            })
        })
    }

    /// Tells the others in which part of the plan one is: the id of a section, or the name of another part.
    pub fn stand_at(self, place: &str) {
        let Some(inner) = self.inner.try_get_value() else { return };
        if inner.place.replace(place.to_owned()) != place {
            self.tell_soon(&inner);
        }
    }

    /// Tells the others where one's pointer is on the map, and that it is there no more.
    pub fn point_at(self, pointer: Option<Location>) {
        let Some(inner) = self.inner.try_get_value() else { return };
        if inner.pointer.replace(pointer) != pointer {
            self.tell_soon(&inner);
        }
    }

    fn tell_soon(self, inner: &Rc<Inner>) {
        if inner.telling.replace(true) {
            return;
        }
        let inner = inner.clone();
        set_timeout(move || inner.tell(), TELL_WITHIN);
    }

    fn keep_soon(self, inner: &Rc<Inner>) {
        if inner.copy.is_none() || inner.keeping.replace(true) {
            return;
        }
        let inner = inner.clone();
        set_timeout(move || inner.keep(), KEEP_WITHIN);
    }

    fn keep_now(self) {
        self.inner.try_with_value(|inner| inner.keep());
    }
}

impl Inner {
    fn say(&self, frames: &[Frame]) {
        if let Some(socket) = self.socket.borrow().as_ref() {
            socket.say(frames);
        }
    }

    fn tell(&self) {
        self.telling.set(false);
        self.clock.set(self.clock.get() + 1);
        let place = self.place.borrow().clone();
        let mut at = json!({});
        if !place.is_empty() {
            at["section"] = place.into();
        }
        if let Some(Location { longitude, latitude }) = self.pointer.get() {
            at["pointer"] = json!([longitude, latitude]);
        }
        let client = self.replica.borrow().client();
        let state = json!({ "at": at }).to_string();
        self.say(&[Frame::Awareness(vec![Presence { client, clock: self.clock.get(), state }])]);
    }

    /// Puts the copy onto the device, if something changed since the last time.
    fn keep(&self) {
        if !self.keeping.replace(false) {
            return;
        }
        let kept = self.replica.borrow().keep().filter(|_| self.replica.borrow().is_here());
        if let (Some(name), Some(kept)) = (self.copy.clone(), kept) {
            spawn_local(async move {
                // A device that keeps nothing makes the plan forgetful, never broken.
                keeper::keep(&name, &kept).await;
            });
        }
    }
}
