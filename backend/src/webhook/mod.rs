//! Webhooks: the public journal, told to other systems in order, signed, and again until it arrives.
//!
//! `service` is what people do with them, `sender` what the servers do; between the two stands the row of each webhook.

pub mod address;
mod entity;
pub mod form;
pub mod graphql;
pub mod message;
pub mod post;
mod schedule;
pub mod sender;
pub mod service;
pub mod store;

use crate::journal::{EventKind, JournalFilter};
use chrono::{DateTime, Duration, Utc};
use shared::area::AreaCode;
use shared::value::{AccountId, WebhookDeliveryId, WebhookId};
use shared::webhook::{WebhookDeliveryState, WebhookProblem, WebhookState};

pub type Secret = [u8; 32];

/// For so long the secret before the present one signs as well.
const OLD_SECRET_SIGNS_FOR: Duration = Duration::hours(24);

/// Where a system is told of what happens, and how far it has been told.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    pub id: WebhookId,
    pub account: AccountId,
    pub name: String,
    pub url: String,
    /// As people chose them, `proposal.*` for all that begin so; empty for every kind.
    pub kinds: Vec<String>,
    pub areas: Vec<AreaCode>,
    pub secret: Secret,
    /// The secret before, and until when it signs too.
    pub old_secret: Option<(Secret, DateTime<Utc>)>,
    pub state: WebhookState,
    /// The last event that it is done with.
    pub cursor: i64,
    /// How often the next one has failed.
    pub attempts: u32,
    pub due_at: DateTime<Utc>,
    pub failing_since: Option<DateTime<Utc>>,
    /// When something was last sent, and what became of it.
    pub last_at: Option<DateTime<Utc>>,
    pub last_failure: Option<Failure>,
    pub created_at: DateTime<Utc>,
}

/// Why something did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub problem: WebhookProblem,
    /// What the receiver answered, if it did.
    pub status: Option<u16>,
}

/// An event that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub id: WebhookDeliveryId,
    pub webhook: WebhookId,
    /// Of the journal, which still has it: nothing is kept twice.
    pub seq: i64,
    pub state: WebhookDeliveryState,
    pub failure: Failure,
    pub at: DateTime<Utc>,
}

impl Webhook {
    /// Which events it is told of.
    pub fn filter(&self) -> JournalFilter {
        let kinds = self.kinds.iter().flat_map(|word| kinds_of(word)).collect();
        JournalFilter { kinds, areas: self.areas.clone(), ..Default::default() }
    }

    /// With what is signed now.
    pub fn secrets(&self, now: DateTime<Utc>) -> Vec<Secret> {
        let old = self.old_secret.filter(|(_, until)| *until > now).map(|(secret, _)| secret);
        std::iter::once(self.secret).chain(old).collect()
    }

    /// The address without what may be secret in it.
    pub fn host(&self) -> String {
        reqwest_tls::Url::parse(&self.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    pub fn rotate(&mut self, secret: Secret, now: DateTime<Utc>) {
        self.old_secret = Some((std::mem::replace(&mut self.secret, secret), now + OLD_SECRET_SIGNS_FOR));
    }

    /// Begins anew after this event.
    pub fn go_on_after(&mut self, cursor: i64, now: DateTime<Utc>) {
        self.cursor = cursor;
        self.try_now(now);
    }

    /// As if nothing had failed yet.
    pub fn try_now(&mut self, now: DateTime<Utc>) {
        (self.attempts, self.due_at, self.failing_since) = (0, now, None);
    }
}

/// The public kinds of event that the word names: one, or with `.*` all that begin so.
pub fn kinds_of(word: &str) -> Vec<EventKind> {
    let fits = |kind: &EventKind| match word.strip_suffix('*').filter(|start| start.ends_with('.')) {
        Some(start) => kind.as_str().starts_with(start),
        None => kind.as_str() == word,
    };
    EventKind::ALL.iter().copied().filter(|kind| kind.is_public() && fits(kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::webhook::TOPICS;

    #[test]
    fn a_word_names_public_kinds_alone() {
        assert_eq!(kinds_of("proposal.decided"), [EventKind::ProposalDecided]);
        assert!(kinds_of("plan.*").contains(&EventKind::PlanOpened) && !kinds_of("plan.*").contains(&EventKind::PlanCreated));
        for word in ["", "*", ".*", "plan", "plan*", "proposal.drafted", "token.*", "proposal.*x"] {
            assert!(kinds_of(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn whoever_chooses_every_topic_misses_nothing_but_the_sample_data() {
        let chosen: Vec<_> = TOPICS.into_iter().flat_map(kinds_of).collect();
        assert!(TOPICS.iter().all(|topic| !kinds_of(topic).is_empty()));
        let missed = EventKind::ALL.iter().filter(|kind| kind.is_public() && !chosen.contains(kind));
        assert_eq!(missed.collect::<Vec<_>>(), [&EventKind::SampleDataLoaded]);
    }
}
