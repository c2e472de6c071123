//! Who is here: what each device says of itself, under the name that the server knows it by, whichever server it is connected
//! to.

use super::elsewhere::ServerId;
use axum::body::Bytes;
use serde_json::{Value, json};
use shared::plan::wire::{Frame, MAX_PRESENCE, Presence};
use shared::value::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// Colours of which each is readable on light and on dark; the page knows them by number.
pub const COLOURS: u64 = 8;

/// The most devices of one plan, and of one connection, that anybody is told of.
const DEVICES: usize = 500;
const DEVICES_EACH: usize = 4;

/// The connection that a device speaks through.
pub type ConnectionId = u64;

/// The state of a device that is not there any more.
const GONE: &str = "null";

/// Whom a device is known from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    Connection(ConnectionId),
    Server(ServerId),
}

struct Device {
    through: Through,
    clock: u32,
    state: String,
}

impl Device {
    fn say(&self, client: u64) -> Presence {
        Presence { client, clock: self.clock, state: self.state.clone() }
    }
}

#[derive(Default)]
pub struct Present {
    devices: BTreeMap<u64, Device>,
    changed: BTreeSet<u64>,
    /// What other servers have not been told.
    untold: BTreeMap<u64, Presence>,
}

impl Present {
    /// Takes what a device says of itself; nothing of it is believed but where it is.
    pub fn say(&mut self, connection: ConnectionId, account: AccountId, name: &str, said: &Presence) {
        let through = Through::Connection(connection);
        let takes = match self.devices.get(&said.client) {
            Some(known) => known.clock < said.clock && (known.through == through || matches!(known.through, Through::Server(_))),
            None => self.devices.len() < DEVICES && self.through(through).count() < DEVICES_EACH,
        };
        if !takes || said.state.len() > MAX_PRESENCE {
            return;
        }
        let device = match serde_json::from_str::<Value>(&said.state) {
            Ok(Value::Object(mut state)) => {
                let colour = account.0.as_u128() as u64 % COLOURS;
                state.insert("user".to_owned(), json!({ "id": account, "name": name, "colour": colour }));
                Device { through, clock: said.clock, state: Value::Object(state).to_string() }
            }
            _ => Device { through, clock: said.clock, state: GONE.to_owned() },
        };
        self.change(said.client, device);
    }

    /// Takes what another server says of its devices. Where both know one, it has moved to where it spoke last.
    pub fn hear(&mut self, server: ServerId, said: Vec<Presence>) {
        let through = Through::Server(server);
        for Presence { client, clock, state } in said {
            let takes = match self.devices.get(&client) {
                Some(known) => known.clock < clock && (known.through == through || state != GONE),
                None => self.devices.len() < DEVICES && state != GONE,
            };
            if takes {
                self.change(client, Device { through, clock, state });
            }
        }
    }

    /// Whoever spoke through this connection is gone.
    pub fn leave(&mut self, connection: ConnectionId) {
        self.forget(Through::Connection(connection));
    }

    /// Whoever was there through that server is gone.
    pub fn lose(&mut self, server: ServerId) {
        self.forget(Through::Server(server));
    }

    fn forget(&mut self, through: Through) {
        for client in self.through(through).collect::<Vec<_>>() {
            let clock = self.devices.get(&client).map_or(0, |device| device.clock.saturating_add(1));
            self.change(client, Device { through, clock, state: GONE.to_owned() });
        }
    }

    fn through(&self, through: Through) -> impl Iterator<Item = u64> {
        self.devices.iter().filter(move |(_, device)| device.through == through).map(|(client, _)| *client)
    }

    fn change(&mut self, client: u64, device: Device) {
        if let Through::Connection(_) = device.through {
            self.untold.insert(client, device.say(client));
        }
        self.devices.insert(client, device);
        self.changed.insert(client);
    }

    /// Whether everyone knows everything.
    pub fn is_told(&self) -> bool {
        self.changed.is_empty() && self.untold.is_empty()
    }

    /// What other servers have not been told since the last time.
    pub fn take_untold(&mut self) -> Vec<Presence> {
        std::mem::take(&mut self.untold).into_values().collect()
    }

    /// Another server knows nobody of ours.
    pub fn tell_all(&mut self) {
        let ours = self.devices.iter().filter(|(_, device)| matches!(device.through, Through::Connection(_)));
        self.untold.extend(ours.map(|(client, device)| (*client, device.say(*client))));
    }

    /// What has changed since the last time, as one message; none when nothing has.
    pub fn take_changed(&mut self) -> Option<Bytes> {
        if self.changed.is_empty() {
            return None;
        }
        let changed = std::mem::take(&mut self.changed);
        let message = self.message(|client| changed.contains(client));
        self.devices.retain(|_, device| device.state != GONE);
        Some(message)
    }

    /// Everyone who is here.
    pub fn everyone(&self) -> Bytes {
        self.message(|_| true)
    }

    fn message(&self, wanted: impl Fn(&u64) -> bool) -> Bytes {
        let of = |(client, device): (&u64, &Device)| device.say(*client);
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

    #[test]
    fn one_server_learns_from_another_who_is_there_and_who_is_gone() {
        let (mut here, mut there) = (Present::default(), Present::default());
        let siti = AccountId(Uuid::from_u128(1));
        here.say(1, siti, "Siti", &said(7, 1, "{}"));
        there.hear(10, here.take_untold());
        assert_eq!(read(&there.take_changed().unwrap())[0].1["user"]["name"], "Siti");
        assert!(here.take_untold().is_empty() && there.take_untold().is_empty());
        // A third one comes later, and asks.
        here.tell_all();
        there.hear(10, here.take_untold());
        assert!(there.take_changed().is_none());
        here.leave(1);
        there.hear(10, here.take_untold());
        assert_eq!(read(&there.take_changed().unwrap()), [(7, Value::Null)]);
        assert!(there.devices.is_empty());
    }

    #[test]
    fn a_device_is_there_through_the_server_that_it_spoke_to_last() {
        let mut present = Present::default();
        let siti = AccountId(Uuid::from_u128(1));
        present.hear(10, vec![said(7, 3, "{}"), said(8, 3, "{}")]);
        present.say(1, siti, "Siti", &said(7, 4, "{}"));
        present.take_changed();
        present.lose(10);
        assert_eq!(read(&present.take_changed().unwrap()), [(8, Value::Null)]);
        assert_eq!(present.devices.keys().collect::<Vec<_>>(), [&7]);
        present.hear(10, vec![said(7, 5, "{}")]);
        present.leave(1);
        assert_eq!(present.devices.len(), 1);
    }

    #[test]
    fn nobody_fills_the_list() {
        let mut present = Present::default();
        let siti = AccountId(Uuid::from_u128(1));
        for client in 0..1_000 {
            present.say(1, siti, "Siti", &said(client, 1, "{}"));
        }
        assert_eq!(present.devices.len(), DEVICES_EACH);
        for client in 0..1_000 {
            present.say(client, siti, "Siti", &said(client, 1, "{}"));
        }
        assert_eq!(present.devices.len(), DEVICES);
    }
}
