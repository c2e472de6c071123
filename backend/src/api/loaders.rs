//! Batches what a list asks for again and again.

use crate::access::store::{self as people, Person};
use crate::app::SharedApp;
use crate::error::AppError;
use crate::proposal::{RecordedDecision, store as proposals};
use async_graphql::dataloader::Loader;
use shared::value::AccountId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

pub struct Batch(pub SharedApp);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonKey(pub Uuid);

impl Loader<PersonKey> for Batch {
    type Value = Person;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[PersonKey]) -> Result<HashMap<PersonKey, Person>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = people::persons(&self.0.db, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|person| (PersonKey(person.id.0), person)).collect())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DecisionsKey(pub Uuid);

impl Loader<DecisionsKey> for Batch {
    type Value = Vec<RecordedDecision>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[DecisionsKey]) -> Result<HashMap<DecisionsKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut by_proposal: HashMap<DecisionsKey, Vec<RecordedDecision>> = HashMap::new();
        for decision in proposals::decisions_on(&self.0.db, &ids).await.map_err(Arc::new)? {
            by_proposal.entry(DecisionsKey(decision.proposal.0)).or_default().push(decision);
        }
        Ok(by_proposal)
    }
}

/// Whether a person supports a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SupportKey(pub AccountId, pub Uuid);

impl Loader<SupportKey> for Batch {
    type Value = ();
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[SupportKey]) -> Result<HashMap<SupportKey, ()>, Self::Error> {
        let mut by_person: HashMap<AccountId, Vec<Uuid>> = HashMap::new();
        for key in keys {
            by_person.entry(key.0).or_default().push(key.1);
        }
        let mut supported = HashMap::new();
        for (person, ids) in by_person {
            let theirs = proposals::supported_by(&self.0.db, person, &ids).await.map_err(Arc::new)?;
            supported.extend(theirs.into_iter().map(|id| (SupportKey(person, id), ())));
        }
        Ok(supported)
    }
}
