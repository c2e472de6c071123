//! One socket to the plan's server, which comes back by itself.

use leptos::prelude::*;
use shared::plan::wire::Frame;
use shared::value::PlanId;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// Waits before the first try to connect again, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The wait after this many failures in a row: each twice the one before.
fn wait_after(failures: u32) -> Duration {
    FIRST_WAIT.saturating_mul(1 << failures.min(10)).min(LONGEST_WAIT)
}

/// What happens on the line.
pub enum Heard {
    Open,
    Frame(Frame),
    Closed,
}

type Listener = Closure<dyn FnMut(MessageEvent)>;
type Hear = Box<dyn Fn(Heard)>;

/// The line to one plan; closes with its page.
pub struct Socket {
    plan: PlanId,
    open: RefCell<Option<(WebSocket, Vec<Listener>)>>,
    hear: Hear,
    failures: Cell<u32>,
    /// Counts connections: a timer or an event of an earlier one has no say.
    turn: Cell<u32>,
    over: Cell<bool>,
}

impl Socket {
    pub fn new(plan: PlanId, hear: impl Fn(Heard) + 'static) -> Rc<Self> {
        Rc::new(Self {
            plan,
            open: RefCell::new(None),
            hear: Box::new(hear),
            failures: Cell::new(0),
            turn: Cell::new(0),
            over: Cell::new(false),
        })
    }

    /// Connects anew, whatever was there before.
    pub fn connect(self: &Rc<Self>) {
        self.hang_up();
        if self.over.get() {
            return;
        }
        let Some(socket) = address(self.plan).and_then(|address| WebSocket::new(&address).ok()) else { return };
        socket.set_binary_type(BinaryType::Arraybuffer);
        let turn = self.turn.get();
        let on_open = self.listener(turn, |line, _| (line.hear)(Heard::Open));
        let on_message = self.listener(turn, |line, event| line.take(&event));
        let on_close = self.listener(turn, |line, _| line.lost());
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        *self.open.borrow_mut() = Some((socket, vec![on_open, on_message, on_close]));
    }

    /// Connects at once unless there is a line, or one is being opened.
    pub fn wake(self: &Rc<Self>) {
        if self.open.borrow().is_none() {
            self.failures.set(0);
            self.connect();
        }
    }

    /// A closure for one connection; it holds the line only while the line lives.
    fn listener(self: &Rc<Self>, turn: u32, act: fn(&Rc<Self>, MessageEvent)) -> Listener {
        let line = Rc::downgrade(self);
        Closure::new(move |event| {
            if let Some(line) = line.upgrade().filter(|line| line.turn.get() == turn) {
                act(&line, event);
            }
        })
    }

    fn take(self: &Rc<Self>, event: &MessageEvent) {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        // What this version does not know is none of its business.
        if let Ok(frame) = Frame::decode(&bytes) {
            self.failures.set(0);
            (self.hear)(Heard::Frame(frame));
        }
    }

    pub fn say(&self, frames: &[Frame]) {
        if let Some((socket, _)) = self.open.borrow().as_ref().filter(|(socket, _)| socket.ready_state() == WebSocket::OPEN) {
            for frame in frames {
                // A socket that closed meanwhile says so itself.
                let _ = socket.send_with_u8_array(&frame.encode());
            }
        }
    }

    /// The line is gone: it is tried again after a while.
    pub fn lost(self: &Rc<Self>) {
        self.hang_up();
        (self.hear)(Heard::Closed);
        let failures = self.failures.get();
        self.failures.set(failures.saturating_add(1));
        let (line, turn) = (self.clone(), self.turn.get());
        let again = move || {
            if line.turn.get() == turn {
                line.connect();
            }
        };
        set_timeout(again, wait_after(failures));
    }

    fn hang_up(&self) {
        self.turn.set(self.turn.get().wrapping_add(1));
        // The closures may be running this very call: they go with the next turn of the browser.
        if let Some((socket, listeners)) = self.open.borrow_mut().take() {
            socket.set_onopen(None);
            socket.set_onmessage(None);
            socket.set_onclose(None);
            let _ = socket.close();
            set_timeout(move || drop(listeners), Duration::ZERO);
        }
    }

    /// Ends it for good.
    pub fn close(&self) {
        self.over.set(true);
        self.hang_up();
    }
}

fn address(plan: PlanId) -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/live/plans/{plan}", location.host().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_waits_longer_up_to_half_a_minute() {
        assert_eq!(wait_after(0), FIRST_WAIT);
        assert!(wait_after(3) > wait_after(2));
        assert_eq!(wait_after(u32::MAX), LONGEST_WAIT);
    }
}
