//! What is typed stays on this device until the server has it: no signal, a reload or a lost session costs nothing.

use crate::storage;
use serde::{Deserialize, Serialize};
use shared::proposal::ProposalForm;

const KEY: &str = "rembug.draft";

/// A form on its way.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Draft {
    /// The same for every attempt, so that a lost answer never makes a second proposal.
    pub client_key: String,
    pub form: ProposalForm,
}

impl Draft {
    /// The draft kept here, or a new one.
    pub fn open() -> Self {
        let kept = storage::read(KEY).and_then(|text| serde_json::from_str::<Self>(&text).ok());
        kept.unwrap_or_else(|| Self { client_key: new_key(), form: ProposalForm::default() })
    }

    /// Whether it was kept.
    pub fn keep(&self) -> bool {
        serde_json::to_string(self).is_ok_and(|text| storage::write(KEY, &text))
    }

    pub fn forget() {
        storage::remove(KEY);
    }
}

fn new_key() -> String {
    web_sys::window().and_then(|window| window.crypto().ok()).map(|crypto| crypto.random_uuid()).unwrap_or_default()
}
