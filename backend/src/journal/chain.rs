//! How events are chained: `hash = SHA-256(domain ‖ previous ‖ canonical bytes)`.

use super::event::Entry;
use sha2::{Digest, Sha256};

const DOMAIN: &[u8] = b"rembug journal v1";

/// What the first event's predecessor would hash to.
pub const GENESIS: [u8; 32] = [0; 32];

/// The hash of an entry. Every field is preceded by its length, so that no two entries share their bytes.
pub fn hash(entry: &Entry) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    hasher.update(entry.previous);
    let mut field = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(&entry.seq.to_be_bytes());
    field(&entry.at.timestamp_millis().to_be_bytes());
    field(entry.kind.as_str().as_bytes());
    field(entry.subject.as_bytes());
    field(entry.area.as_ref().map_or("", |area| area.as_str()).as_bytes());
    field(entry.actor.as_ref().map_or(&[][..], |actor| actor.as_bytes()));
    field(entry.office.as_deref().unwrap_or("").as_bytes());
    field(entry.details.as_bytes());
    field(entry.commitment.as_ref().map_or(&[][..], |commitment| commitment));
    hasher.finalize().into()
}

/// Binds the chain to a private text without containing it: once the salt is erased, nothing can be guessed.
pub fn commit(salt: &[u8], text: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"rembug commitment v1");
    hasher.update((salt.len() as u64).to_be_bytes());
    hasher.update(salt);
    hasher.update(text.as_bytes());
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::EventKind;

    fn entry() -> Entry {
        Entry {
            seq: 1,
            at: "2026-11-24T02:00:00Z".parse().unwrap(),
            kind: EventKind::ProposalSubmitted,
            subject: "prp_1".into(),
            area: None,
            actor: None,
            office: Some("ab".into()),
            details: r#"{"title":"Jalan"}"#.into(),
            commitment: None,
            previous: GENESIS,
            hash: GENESIS,
        }
    }

    #[test]
    fn every_field_changes_the_hash() {
        let base = hash(&entry());
        let changes: [fn(&mut Entry); 9] = [
            |e| e.seq = 2,
            |e| e.at += chrono::Duration::milliseconds(1),
            |e| e.kind = EventKind::ProposalWithdrawn,
            |e| e.subject = "prp_2".into(),
            |e| e.area = "33.02".parse().ok(),
            |e| e.office = Some("a".into()),
            |e| e.details = r#"{"title":"jalan"}"#.into(),
            |e| e.commitment = Some([1; 32]),
            |e| e.previous = [1; 32],
        ];
        for change in changes {
            let mut changed = entry();
            change(&mut changed);
            assert_ne!(hash(&changed), base);
        }
    }

    #[test]
    fn moving_text_from_one_field_to_the_next_changes_the_hash() {
        let (mut a, mut b) = (entry(), entry());
        (a.subject, a.office) = ("prp_1a".into(), Some("b".into()));
        (b.subject, b.office) = ("prp_1".into(), Some("ab".into()));
        assert_ne!(hash(&a), hash(&b));
    }
}
