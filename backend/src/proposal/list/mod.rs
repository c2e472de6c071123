//! Lists of proposals: filtered, ordered, a page at a time.

pub mod store;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use shared::access::Actor;
use shared::area::AreaCode;
use shared::proposal::{Kind, ProposerType, Sector, Status, StepBy, Workflow};
use shared::value::{AccountId, BoundingBox};
use std::fmt::Display;
use uuid::Uuid;

/// What a list may be narrowed to. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct ProposalFilter {
    /// Areas of any level, with what lies in them.
    pub areas: Vec<AreaCode>,
    pub sectors: Vec<Sector>,
    pub statuses: Vec<Status>,
    pub fiscal_years: Vec<i32>,
    pub kinds: Vec<Kind>,
    pub proposer_types: Vec<ProposerType>,
    pub agency: Option<String>,
    /// Every word must occur.
    pub text: Option<String>,
    pub bounding_box: Option<BoundingBox>,
    /// Rupiah, inclusive.
    pub cost_min: Option<i64>,
    /// Rupiah, inclusive.
    pub cost_max: Option<i64>,
    /// First handed in at this instant or later.
    pub submitted_from: Option<DateTime<Utc>>,
    /// First handed in before this instant.
    pub submitted_to: Option<DateTime<Utc>>,
    pub owner: Option<AccountId>,
    pub supporter: Option<AccountId>,
    /// On the desks of these offices; an empty list of desks matches nothing.
    pub awaiting: Option<Vec<DeskScope>>,
}

/// What lies on one office's desk.
#[derive(Clone, Debug)]
pub struct DeskScope {
    pub office: String,
    /// In which the office may take a step by its role.
    pub statuses: Vec<Status>,
    /// In which it may as the one who carries the proposal out.
    pub carried_out: Vec<Status>,
    pub area: Option<AreaCode>,
    pub agency: Option<String>,
    /// Whose desk it is: what they proposed as a person waits for a colleague.
    pub person: Option<AccountId>,
}

/// The desks of the person's offices: the statuses in which the office may take a step.
pub fn desks(workflow: &Workflow, actor: &Actor) -> Vec<DeskScope> {
    // What was put off lies on no desk before its cycle comes.
    let taken_by = |by: StepBy| {
        let waits =
            |status: &Status| *status != Status::Deferred && workflow.steps(*status).iter().any(|step| step.by.contains(&by));
        Status::ALL.iter().copied().filter(waits).collect::<Vec<_>>()
    };
    let offices = actor.offices.iter().filter(|office| office.role.is_official());
    offices
        .map(|office| DeskScope {
            office: office.name.clone(),
            statuses: taken_by(StepBy::Office(office.role)),
            carried_out: if office.role.carries_out() { taken_by(StepBy::Executor) } else { Vec::new() },
            area: office.area.clone(),
            agency: office.agency.clone(),
            person: actor.account,
        })
        .filter(|desk| !desk.statuses.is_empty() || !desk.carried_out.is_empty())
        .collect()
}

/// Where a page ends: the value that the order looks at, and the id that settles ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub key: i64,
    pub id: Uuid,
}

impl Cursor {
    /// The opaque text; it names its order, so that a cursor of another order is refused.
    pub fn encode(self, order: impl Display) -> String {
        URL_SAFE_NO_PAD.encode(format!("{order} {} {}", self.key, self.id.simple()))
    }

    /// `None` when it is none, or one of another order.
    pub fn decode(text: &str, order: impl Display) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = text.split(' ');
        let cursor = (parts.next()? == order.to_string()).then_some((parts.next()?, parts.next()?))?;
        Some(Self { key: cursor.0.parse().ok()?, id: Uuid::try_parse(cursor.1).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proposal::Order;

    #[test]
    fn a_cursor_is_good_for_its_own_order_only() {
        let cursor = Cursor { key: 42, id: Uuid::from_u128(7) };
        let text = cursor.encode(Order::Newest);
        assert_eq!(Cursor::decode(&text, Order::Newest), Some(cursor));
        assert_eq!(Cursor::decode(&text, Order::Oldest), None);
        assert_eq!(Cursor::decode("nonsense", Order::Newest), None);
    }
}
