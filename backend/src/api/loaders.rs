//! Batches what a list asks for again and again.
//!
//! A list fills them before its items ask ([`gather`]): were the items left to gather by themselves, a busy machine would
//! split them into several batches.

use crate::access::store::{self as people, Person};
use crate::app::SharedApp;
use crate::error::AppError;
use crate::media::{Photo, store as media};
use crate::proposal::{Proposal, RecordedDecision, store as proposals};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::{Context, Result};
use shared::value::AccountId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

pub struct Batch(SharedApp);

/// The loaders of one request: what they have read lives as long as it does.
pub type Loaders = DataLoader<Batch, HashMapCache>;

pub fn for_request(app: &SharedApp) -> Loaders {
    DataLoader::with_cache(Batch(SharedApp::clone(app)), tokio::spawn, HashMapCache::default())
}

/// Reads what the query will ask of these proposals, each kind in one query.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn gather(ctx: &Context<'_>, proposals: &[&Proposal]) -> Result<()> {
    let loaders = ctx.data::<Loaders>()?;
    let ahead = ctx.look_ahead();
    let asks = |field| ahead.field("nodes").field(field).exists() || ahead.field("edges").field("node").field(field).exists();
    let keys = |wanted: bool| proposals.iter().filter(move |_| wanted);
    let viewer = super::context::request(ctx)?.actor.account;
    let supported = keys(asks("viewerHasSupported") || asks("availableActions"));
    let (persons, decisions, photos, supports) = tokio::join!(
        loaders.load_many(keys(asks("proposer")).map(|proposal| PersonKey(proposal.owner.0))),
        loaders.load_many(keys(asks("decisions")).map(|proposal| DecisionsKey(proposal.id.0))),
        loaders.load_many(keys(asks("photos")).map(|proposal| PhotosKey(proposal.id.0))),
        loaders.load_many(supported.filter_map(|proposal| Some(SupportKey(viewer?, proposal.id.0)))),
    );
    persons?;
    decisions?;
    photos?;
    supports?;
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonKey(pub Uuid);

impl Loader<PersonKey> for Batch {
    type Value = Person;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[PersonKey]) -> std::result::Result<HashMap<PersonKey, Person>, Self::Error> {
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

    async fn load(&self, keys: &[DecisionsKey]) -> std::result::Result<HashMap<DecisionsKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        // None is an answer too: without it the same proposal would be asked for again.
        let mut by_proposal: HashMap<DecisionsKey, Vec<RecordedDecision>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for decision in proposals::decisions_on(&self.0.db, &ids).await.map_err(Arc::new)? {
            by_proposal.entry(DecisionsKey(decision.proposal.0)).or_default().push(decision);
        }
        Ok(by_proposal)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PhotosKey(pub Uuid);

impl Loader<PhotosKey> for Batch {
    type Value = Vec<Photo>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[PhotosKey]) -> std::result::Result<HashMap<PhotosKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut by_proposal: HashMap<PhotosKey, Vec<Photo>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for photo in media::of_proposals(&self.0.db, &ids).await.map_err(Arc::new)? {
            if let Some(proposal) = photo.proposal {
                by_proposal.entry(PhotosKey(proposal.0)).or_default().push(photo);
            }
        }
        Ok(by_proposal)
    }
}

/// Whether a person supports a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SupportKey(pub AccountId, pub Uuid);

impl Loader<SupportKey> for Batch {
    type Value = bool;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[SupportKey]) -> std::result::Result<HashMap<SupportKey, bool>, Self::Error> {
        let mut by_person: HashMap<AccountId, Vec<Uuid>> = HashMap::new();
        for key in keys {
            by_person.entry(key.0).or_default().push(key.1);
        }
        let mut supported: HashMap<SupportKey, bool> = keys.iter().map(|key| (*key, false)).collect();
        for (person, ids) in by_person {
            let theirs = proposals::supported_by(&self.0.db, person, &ids).await.map_err(Arc::new)?;
            supported.extend(theirs.into_iter().map(|id| (SupportKey(person, id), true)));
        }
        Ok(supported)
    }
}
