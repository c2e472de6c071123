//! What is typed stays on this device until the server has it: no signal, a reload or a lost session costs nothing.

use super::typed::Typed;
use crate::device;
use crate::storage;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::proposal::DocumentKind;
use shared::value::ProposalId;

const KEY: &str = "rembug.draft";

/// What is to become of it once it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Intent {
    Submit,
    KeepAsDraft,
}

/// The proposal of the server that is being changed, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub id: ProposalId,
    pub version: i64,
}

/// A form on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Draft {
    /// The same for every attempt, so that a lost answer never makes a second proposal.
    pub client_key: String,
    pub typed: Typed,
    /// None for a new proposal.
    pub target: Option<Target>,
    /// The fields as the server gave them.
    pub base: Map<String, Value>,
    /// Sent at least once, perhaps with success that was never heard of.
    pub attempted: bool,
    /// Waits for a connection.
    pub waiting: Option<Intent>,
}

impl Draft {
    /// A new one; the year that is open for planning is the answer of nearly everyone, as is speaking for oneself.
    pub fn new(client_key: String) -> Self {
        let typed = [("proposerType".to_owned(), "RESIDENT".to_owned())].into();
        Self { client_key, typed, ..Self::default() }
    }

    /// The one kept here for a proposal, or for a new one.
    pub fn find(id: Option<ProposalId>) -> Option<Self> {
        storage::read(&key(id)).and_then(|text| Self::from_json(&text))
    }

    /// Something of an older release is no draft.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(Self::is_open)
    }

    /// Whether it still waits to be sent.
    pub fn is_open(&self) -> bool {
        !self.client_key.is_empty() || self.target.is_some()
    }

    /// Whose place it has on this device: a new proposal stays at its own even after the server has made it.
    pub fn place(&self) -> Option<ProposalId> {
        self.target.filter(|_| self.client_key.is_empty()).map(|target| target.id)
    }

    /// Whether it was kept; what is handed in is not.
    pub fn keep(&self) -> bool {
        self.is_open() && serde_json::to_string(self).is_ok_and(|text| storage::write(&key(self.place()), &text))
    }
}

/// What is kept beside the answers: too large to be written at every key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Photos,
    /// Their names only; the files are too large for this storage.
    Documents,
}

/// The list kept beside a draft.
pub fn find_beside<T: DeserializeOwned>(id: Option<ProposalId>, beside: Beside) -> Option<Vec<T>> {
    storage::read(&beside_key(id, beside)).and_then(|text| serde_json::from_str(&text).ok())
}

/// Whether it was kept; a storage that is full says no.
pub fn keep_beside<T: Serialize>(id: Option<ProposalId>, beside: Beside, list: &[T]) -> bool {
    serde_json::to_string(list).is_ok_and(|text| storage::write(&beside_key(id, beside), &text))
}

/// Removes everything kept for a proposal, or for a new one.
pub fn forget(id: Option<ProposalId>) {
    if storage::read(&beside_key(id, Beside::Documents)).is_some_and(|list| list != "[]") {
        spawn_local(async move {
            for kind in DocumentKind::ALL {
                device::drop_file(&file_key(id, *kind)).await;
            }
        });
    }
    storage::remove(&key(id));
    storage::remove(&beside_key(id, Beside::Photos));
    storage::remove(&beside_key(id, Beside::Documents));
}

/// The name under which the device keeps a document's file.
pub fn file_key(id: Option<ProposalId>, kind: DocumentKind) -> String {
    format!("{}.{kind}", key(id))
}

/// A name for all attempts to send one new proposal.
pub fn new_client_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn key(id: Option<ProposalId>) -> String {
    id.map_or_else(|| KEY.to_owned(), |id| format!("{KEY}.{id}"))
}

fn beside_key(id: Option<ProposalId>, beside: Beside) -> String {
    let end = match beside {
        Beside::Photos => "photos",
        Beside::Documents => "documents",
    };
    format!("{}.{end}", key(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_survives_being_kept() {
        let id = "prp_01980000000070008000000000000001".parse().unwrap();
        let mut draft = Draft::new("k".into());
        draft.typed.insert("quantity".into(), "12,5x".into());
        draft.base.insert("note".into(), "n".into());
        draft.target = Some(Target { id, version: 3 });
        draft.waiting = Some(Intent::Submit);
        assert_eq!(Draft::from_json(&serde_json::to_string(&draft).unwrap()), Some(draft));
    }

    #[test]
    fn what_an_older_release_kept_or_nobody_can_read_is_no_draft() {
        for text in ["", "null", "[]", "{}", r#"{"client_key":"k","form":{"title":"x"}}"#] {
            assert_eq!(Draft::from_json(text), None, "{text}");
        }
    }

    #[test]
    fn each_proposal_has_a_place_of_its_own() {
        let id: ProposalId = "prp_01980000000070008000000000000001".parse().unwrap();
        assert_eq!(key(None), "rembug.draft");
        assert_ne!(key(Some(id)), key(None));
        assert_ne!(beside_key(Some(id), Beside::Photos), beside_key(None, Beside::Photos));
        assert_ne!(beside_key(None, Beside::Photos), beside_key(None, Beside::Documents));
        assert_ne!(file_key(Some(id), DocumentKind::Proposal), file_key(None, DocumentKind::Proposal));
    }
}
