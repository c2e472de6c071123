//! Who else is here, and where they are.

use serde::Deserialize;
use serde_json::Value;
use shared::plan::wire::Presence;
use shared::value::Location;
use std::collections::HashMap;

/// Somebody who has the plan open.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    pub client: u64,
    pub account: String,
    pub name: String,
    /// 0 to 7.
    pub colour: u8,
    /// The section they are in: the id of a chapter, or the name of another part; empty while they only look.
    pub at: String,
    /// Where their pointer is on the plan's map.
    pub pointer: Option<Location>,
}

impl Present {
    /// At most two letters.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace().filter_map(|word| word.chars().next());
        let (first, last) = (words.next(), words.next_back());
        first.into_iter().chain(last).collect::<String>().to_uppercase()
    }
}

#[derive(Deserialize)]
struct State {
    user: User,
    #[serde(default)]
    at: Value,
}

#[derive(Deserialize)]
struct User {
    id: String,
    name: String,
    #[serde(default)]
    colour: u8,
}

fn read(presence: &Presence) -> Option<Present> {
    let State { user, at } = serde_json::from_str(&presence.state).ok()?;
    let pointer = match at["pointer"].as_array().map(Vec::as_slice) {
        Some([longitude, latitude]) => longitude.as_f64().zip(latitude.as_f64()).and_then(|(x, y)| Location::new(x, y).ok()),
        _ => None,
    };
    let at = at["section"].as_str().unwrap_or_default().to_owned();
    Some(Present { client: presence.client, account: user.id, name: user.name, colour: user.colour % 8, at, pointer })
}

/// What every other device last said of itself.
#[derive(Default)]
pub struct Crowd(HashMap<u64, (u32, Option<Present>)>);

impl Crowd {
    /// Takes what is newer.
    pub fn hear(&mut self, said: &[Presence], own: u64) {
        for presence in said.iter().filter(|presence| presence.client != own) {
            let known = self.0.get(&presence.client).map(|(clock, _)| *clock);
            let now = read(presence);
            // Whoever leaves may say so with the clock that they had.
            if known.is_none_or(|clock| presence.clock > clock || (presence.clock == clock && now.is_none())) {
                self.0.insert(presence.client, (presence.clock, now));
            }
        }
    }

    /// Those who are here, by name.
    pub fn list(&self) -> Vec<Present> {
        let mut here: Vec<_> = self.0.values().filter_map(|(_, present)| present.clone()).collect();
        here.sort_by(|one, other| (&one.name, one.client).cmp(&(&other.name, other.client)));
        here
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(client: u64, clock: u32, state: &str) -> Presence {
        Presence { client, clock, state: state.to_owned() }
    }

    #[test]
    fn people_come_move_and_go() {
        let siti = r#"{"user":{"id":"acc_1","name":"siti nur aminah","colour":9},"at":{"section":"budget"}}"#;
        let mut crowd = Crowd::default();
        crowd.hear(&[said(1, 1, siti), said(2, 1, "rubbish"), said(7, 1, siti)], 7);
        let here = crowd.list();
        assert_eq!(here.len(), 1);
        assert_eq!((here[0].initials().as_str(), here[0].colour, here[0].at.as_str()), ("SA", 1, "budget"));
        crowd.hear(&[said(1, 0, r#"{"user":{"id":"acc_1","name":"Old"}}"#)], 7);
        assert_eq!(crowd.list(), here);
        crowd.hear(&[said(1, 1, "null")], 7);
        assert!(crowd.list().is_empty());
    }

    #[test]
    fn a_pointer_is_a_place_on_the_earth_or_nowhere() {
        let pointer = |text: &str| {
            let state = format!(r#"{{"user":{{"id":"acc_1","name":"Siti"}},"at":{{"section":"map","pointer":{text}}}}}"#);
            read(&said(1, 1, &state)).and_then(|present| present.pointer)
        };
        assert_eq!(pointer("[109.1,-7.4]"), Location::new(109.1, -7.4).ok());
        for text in ["[200,0]", "[109.1]", r#"["109.1","-7.4"]"#, "null", "{}", "[1e999,0]"] {
            assert_eq!(pointer(text), None, "{text}");
        }
    }
}
