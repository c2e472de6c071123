//! Hears from the server that something changed, over one socket for the whole app (`graphql-transport-ws`).
//! Without the socket, coming back to the page or to the network asks anew.

use crate::clock;
use leptos::ev;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::value::{PlanId, ProposalId};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WebSocket};

const PROPOSAL: &str =
    "subscription ProposalChanged($filter: ProposalChangedFilter) { proposalChanged(filter: $filter) { kind seq } }";
const PLAN: &str = "subscription PlanChanged($filter: PlanChangedFilter) { planChanged(filter: $filter) { kind seq } }";
/// Waits before the first try to connect again, and at most.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// Several changes at once are one reason to look.
const GATHER: Duration = Duration::from_millis(250);
/// Coming back sooner than this is no reason to ask.
const FRESH_SECONDS: i64 = 20;

/// A message of the protocol.
#[derive(Deserialize)]
struct Frame {
    #[serde(rename = "type")]
    kind: String,
}

/// What the next message means for the connection.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    /// The server is ready for the question.
    Ready,
    Changed,
    Ping,
    /// The server will not answer this question; asking again is no use.
    Refused,
    Nothing,
}

fn hear(text: &str) -> Heard {
    match serde_json::from_str::<Frame>(text).map(|frame| frame.kind) {
        Ok(kind) => match kind.as_str() {
            "connection_ack" => Heard::Ready,
            "next" => Heard::Changed,
            "ping" => Heard::Ping,
            "error" => Heard::Refused,
            _ => Heard::Nothing,
        },
        Err(_) => Heard::Nothing,
    }
}

/// The wait after this many failures in a row: each twice the one before.
fn wait_after(failures: u32) -> Duration {
    FIRST_WAIT.saturating_mul(1 << failures.min(10)).min(LONGEST_WAIT)
}

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// One question kept open; closes with the screen that asked it.
struct Line {
    socket: RefCell<Option<(WebSocket, Vec<Listener>)>>,
    document: &'static str,
    variables: Value,
    on_change: Callback<()>,
    failures: RefCell<u32>,
    over: RefCell<bool>,
    gathering: RefCell<bool>,
    asked_at: RefCell<i64>,
}

impl Line {
    fn connect(self: &Rc<Self>) {
        if *self.over.borrow() {
            return;
        }
        let Some(socket) = address().and_then(|address| WebSocket::new_with_str(&address, "graphql-transport-ws").ok()) else {
            return;
        };
        let on_open = self.listener(|line, _| line.say(&json!({ "type": "connection_init" })));
        let on_message = self.listener(|line, event| line.take(&event));
        let on_close = self.listener(|line, _| line.try_again());
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        *self.socket.borrow_mut() = Some((socket, vec![on_open, on_message, on_close]));
    }

    /// A closure for the socket; it holds the line only while the line lives.
    fn listener(self: &Rc<Self>, act: fn(&Rc<Self>, MessageEvent)) -> Listener {
        let line = Rc::downgrade(self);
        Closure::new(move |event| {
            if let Some(line) = line.upgrade() {
                act(&line, event);
            }
        })
    }

    fn say(&self, message: &Value) {
        if let Some((socket, _)) = self.socket.borrow().as_ref() {
            // A socket that closed meanwhile says so itself.
            let _ = socket.send_with_str(&message.to_string());
        }
    }

    fn take(self: &Rc<Self>, event: &MessageEvent) {
        match hear(&event.data().as_string().unwrap_or_default()) {
            Heard::Ready => {
                // What changed while nobody listened is asked for now.
                if self.failures.replace(0) > 0 {
                    self.changed();
                }
                self.say(
                    &json!({ "id": "1", "type": "subscribe", "payload": { "query": self.document, "variables": self.variables } }),
                );
            }
            Heard::Changed => self.changed(),
            Heard::Ping => self.say(&json!({ "type": "pong" })),
            Heard::Refused => self.close(),
            Heard::Nothing => {}
        }
    }

    fn changed(self: &Rc<Self>) {
        if self.gathering.replace(true) {
            return;
        }
        let line = self.clone();
        set_timeout(
            move || {
                line.gathering.replace(false);
                line.ask();
            },
            GATHER,
        );
    }

    fn ask(&self) {
        if !*self.over.borrow() {
            self.asked_at.replace(clock::now().timestamp());
            self.on_change.try_run(());
        }
    }

    fn came_back(&self) {
        if clock::now().timestamp() - *self.asked_at.borrow() > FRESH_SECONDS {
            self.ask();
        }
    }

    fn try_again(self: &Rc<Self>) {
        let failures = *self.failures.borrow();
        self.failures.replace(failures.saturating_add(1));
        let line = self.clone();
        set_timeout(move || line.connect(), wait_after(failures));
    }

    fn close(&self) {
        self.over.replace(true);
        if let Some((socket, _)) = self.socket.borrow_mut().take() {
            socket.set_onclose(None);
            socket.set_onmessage(None);
            let _ = socket.close();
        }
    }
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/graphql/ws", location.host().ok()?))
}

/// Calls back whenever the proposal may have changed, as long as the screen is there.
pub fn watch_proposal(id: ProposalId, on_change: Callback<()>) {
    watch(PROPOSAL, json!({ "filter": { "id": id } }), on_change);
}

/// Calls back whenever the plan may have moved on, as long as the screen is there.
pub fn watch_plan(id: PlanId, on_change: Callback<()>) {
    watch(PLAN, json!({ "filter": { "id": id } }), on_change);
}

fn watch(document: &'static str, variables: Value, on_change: Callback<()>) {
    let line = Rc::new(Line {
        socket: RefCell::new(None),
        document,
        variables,
        on_change,
        failures: RefCell::new(0),
        over: RefCell::new(false),
        gathering: RefCell::new(false),
        asked_at: RefCell::new(clock::now().timestamp()),
    });
    line.connect();
    let line = StoredValue::new_local(line);
    let come_back = move || line.try_with_value(|line| line.came_back()).unwrap_or_default();
    let listeners =
        [window_event_listener(ev::focus, move |_| come_back()), window_event_listener(ev::online, move |_| come_back())];
    on_cleanup(move || {
        line.with_value(|line| line.close());
        listeners.into_iter().for_each(|listener| listener.remove());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_protocol_is_read() {
        for (text, heard) in [
            (r#"{"type":"connection_ack"}"#, Heard::Ready),
            (r#"{"id":"1","type":"next","payload":{"data":{}}}"#, Heard::Changed),
            (r#"{"type":"ping"}"#, Heard::Ping),
            (r#"{"id":"1","type":"error","payload":[]}"#, Heard::Refused),
            (r#"{"id":"1","type":"complete"}"#, Heard::Nothing),
            ("not json", Heard::Nothing),
        ] {
            assert_eq!(hear(text), heard, "{text}");
        }
    }

    #[test]
    fn each_failure_waits_longer_up_to_two_minutes() {
        assert_eq!(wait_after(0), FIRST_WAIT);
        assert!(wait_after(3) > wait_after(2));
        assert_eq!(wait_after(u32::MAX), LONGEST_WAIT);
    }
}
