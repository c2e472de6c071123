//! Who is here: what each device says of itself, under the name that the server knows it by.

use axum::body::Bytes;
use serde_json::{Value, json};
use shared::plan::wire::{Frame, MAX_PRESENCE, Presence};
use shared::value::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// Colours of which each is readable on light and on dark; the page knows them by number.
pub const COLOURS: u64 = 8;

/// The connection that a device speaks through.
pub type ConnectionId = u64;

struct Device {
    connection: ConnectionId,
    clock: u32,
    state: String,
}

#[derive(Default)]
pub struct Present {
    devices: BTreeMap<u64, Device>,
    changed: BTreeSet<u64>,
}

impl Present {
    /// Takes what a device says of itself; nothing of it is believed but where it is.
    pub fn say(&mut self, connection: ConnectionId, account: AccountId, name: &str, said: &Presence) {
        let known = self.devices.get(&said.client);
        if known.is_some_and(|device| device.connection != connection || device.clock >= said.clock)
            || said.state.len() > MAX_PRESENCE
        {
            return;
        }
        let device = match serde_json::from_str::<Value>(&said.state) {
            Ok(Value::Object(mut state)) => {
                let colour = account.0.as_u128() as u64 % COLOURS;
                state.insert("user".to_owned(), json!({ "id": account, "name": name, "colour": colour }));
                Device { connection, clock: said.clock, state: Value::Object(state).to_string() }
            }
            _ => Device { connection, clock: said.clock, state: "null".to_owned() },
        };
        self.devices.insert(said.client, device);
        self.changed.insert(said.client);
    }

    /// Whoever spoke through this connection is gone.
    pub fn leave(&mut self, connection: ConnectionId) {
        for (client, device) in self.devices.iter_mut().filter(|(_, device)| device.connection == connection) {
            device.clock = device.clock.saturating_add(1);
            "null".clone_into(&mut device.state);
            self.changed.insert(*client);
        }
    }

    /// What has changed since the last time, as one message; none when nothing has.
    pub fn take_changed(&mut self) -> Option<Bytes> {
        if self.changed.is_empty() {
            return None;
        }
        let changed = std::mem::take(&mut self.changed);
        let message = self.message(|client| changed.contains(client));
        self.devices.retain(|_, device| device.state != "null");
        Some(message)
    }

    /// Everyone who is here.
    pub fn everyone(&self) -> Bytes {
        self.message(|_| true)
    }

    fn message(&self, wanted: impl Fn(&u64) -> bool) -> Bytes {
        let of = |(client, device): (&u64, &Device)| Presence { client: *client, clock: device.clock, state: device.state.clone() };
        Frame::Awareness(self.devices.iter().filter(|(client, _)| wanted(client)).map(of).collect()).encode().into()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn said(client: u64, clock: u32, state: &str) -> Presence {
        Presence { client, clock, state: state.to_owned() }
    }

    fn read(message: &Bytes) -> Vec<(u64, Value)> {
        let Frame::Awareness(present) = Frame::decode(message).unwrap() else { panic!("no presence") };
        present.into_iter().map(|it| (it.client, serde_json::from_str(&it.state).unwrap())).collect()
    }

    #[test]
    fn nobody_passes_for_somebody_else() {
        let mut present = Present::default();
        let (siti, budi) = (AccountId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(2)));
        present.say(1, siti, "Siti", &said(7, 1, r#"{"at":{"section":"x"},"user":{"name":"Bupati"}}"#));
        present.say(2, budi, "Budi", &said(7, 9, r#"{"at":null}"#));
        let now = read(&present.take_changed().unwrap());
        assert_eq!(now, [(7, json!({ "at": { "section": "x" }, "user": { "id": siti, "name": "Siti", "colour": 1 } }))]);
        assert!(present.take_changed().is_none());
        present.leave(1);
        assert_eq!(read(&present.take_changed().unwrap()), [(7, Value::Null)]);
        assert!(present.devices.is_empty());
    }

    #[test]
    fn what_is_too_long_or_no_state_says_nothing() {
        let mut present = Present::default();
        let siti = AccountId(Uuid::from_u128(1));
        present.say(1, siti, "Siti", &said(7, 1, &format!(r#"{{"a":"{}"}}"#, "x".repeat(MAX_PRESENCE))));
        assert!(present.devices.is_empty());
        present.say(1, siti, "Siti", &said(7, 1, "[1]"));
        assert_eq!(read(&present.take_changed().unwrap()), [(7, Value::Null)]);
    }
}
