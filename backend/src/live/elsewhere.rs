//! What servers on one database tell each other of plans: how far a log goes, and who is there. It travels by the database's
//! own notifications, which carry little text and keep none of it.

use shared::plan::wire::Presence;
use shared::value::PlanId;

/// The channel of all of it.
pub const CHANNEL: &str = "rembug_plans";
/// PostgreSQL carries less than 8000 bytes at once.
const MAX_BYTES: usize = 7_500;

/// A name that a server takes at random when it starts.
pub type ServerId = u64;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A plan's log goes up to this entry now.
    Head(PlanId, i64),
    /// Of the devices that are connected to this server, these say something new.
    Here(PlanId, ServerId, Vec<Presence>),
    /// This server has just opened the plan: it knows nobody, and nobody who was there through it before is there any more.
    Who(PlanId, ServerId),
    /// This server still lives.
    Alive(ServerId),
}

impl Told {
    /// As texts that fit; several when they say too much.
    pub fn write(&self) -> Vec<String> {
        match self {
            Self::Head(plan, head) => vec![format!("head {plan} {head}")],
            Self::Who(plan, server) => vec![format!("who {plan} {server}")],
            Self::Alive(server) => vec![format!("alive {server}")],
            Self::Here(plan, server, devices) => {
                let begin = || format!("here {plan} {server}");
                let mut texts = vec![begin()];
                for Presence { client, clock, state } in devices {
                    let line = format!("\n{client} {clock} {state}");
                    match texts.last_mut() {
                        Some(text) if text.len() + line.len() <= MAX_BYTES => text.push_str(&line),
                        _ => texts.push(begin() + &line),
                    }
                }
                texts
            }
        }
    }

    /// None when it is nothing that we say.
    pub fn read(text: &str) -> Option<Self> {
        let (first, devices) = text.split_once('\n').unwrap_or((text, ""));
        match first.split(' ').collect::<Vec<_>>()[..] {
            ["head", plan, head] => Some(Self::Head(plan.parse().ok()?, head.parse().ok()?)),
            ["who", plan, server] => Some(Self::Who(plan.parse().ok()?, server.parse().ok()?)),
            ["alive", server] => Some(Self::Alive(server.parse().ok()?)),
            ["here", plan, server] => {
                let devices = devices.lines().map(device).collect::<Option<_>>()?;
                Some(Self::Here(plan.parse().ok()?, server.parse().ok()?, devices))
            }
            _ => None,
        }
    }
}

fn device(line: &str) -> Option<Presence> {
    let mut parts = line.splitn(3, ' ');
    Some(Presence { client: parts.next()?.parse().ok()?, clock: parts.next()?.parse().ok()?, state: parts.next()?.to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_told_is_understood_and_fits() {
        let plan = PlanId(Uuid::from_u128(7));
        let said = |client| Presence { client, clock: 3, state: format!(r#"{{"at":"{}"}}"#, "Ā ".repeat(900)) };
        let devices: Vec<Presence> = (1..=9).map(said).collect();
        for told in [Told::Head(plan, 70), Told::Who(plan, 1), Told::Alive(2), Told::Here(plan, 3, vec![said(1)])] {
            assert_eq!(told.write().iter().map(|text| Told::read(text).unwrap()).collect::<Vec<_>>(), [told]);
        }
        let texts = Told::Here(plan, 3, devices.clone()).write();
        assert!(texts.len() > 2 && texts.iter().all(|text| text.len() < 8_000));
        let read = texts.iter().filter_map(|text| match Told::read(text)? {
            Told::Here(_, 3, devices) => Some(devices),
            _ => None,
        });
        assert_eq!(read.flatten().collect::<Vec<_>>(), devices);
        assert_eq!(Told::read("here pln_x 3"), None);
        assert_eq!(Told::read(""), None);
    }
}
