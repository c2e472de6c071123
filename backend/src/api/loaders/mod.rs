//! Batches what a list asks for again and again.
//!
//! A list fills them before its items ask ([`gather`]): were the items left to gather by themselves, a busy machine would
//! split them into several batches.

mod conversation;
mod gather;
mod plans;

pub use conversation::{CommentCountKey, CommentsKey, HistoryCountKey, HistoryKey};
pub use gather::gather;
pub use plans::{PlanCommentCountKey, PlanContentKey, PlanKey, PlanSuggestionCountKey, PlansOfKey, gather_authors, gather_plans};

use crate::access::store::{self as people, Person};
use crate::app::SharedApp;
use crate::error::AppError;
use crate::media::{Media, store as uploads};
use crate::platform::database;
use crate::proposal::list::store as lists;
use crate::proposal::{Guarded, Proposal, RecordedDecision, store as proposals};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::{Context, Result};
use shared::access::Actor;
use shared::area::AreaCode;
use shared::proposal::Status;
use shared::value::AccountId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

pub struct Batch(SharedApp);

/// The loaders of one request: what they have read lives as long as it does.
pub type Loaders = DataLoader<Batch, HashMapCache>;

pub fn for_request(app: &SharedApp) -> Loaders {
    DataLoader::with_cache(Batch(SharedApp::clone(app)), database::spawn, HashMapCache::default())
}

/// The loaders of one subscription: it lives long, so it remembers nothing.
pub fn for_subscription(app: &SharedApp) -> Loaders {
    let loaders = for_request(app);
    loaders.enable_all_cache(false);
    loaders
}

/// After a mutation, what the same request read before it no longer holds.
///
/// # Errors
/// `INTERNAL` outside a request.
pub fn forget(ctx: &Context<'_>) -> Result<()> {
    let loaders = ctx.data::<Loaders>()?;
    loaders.clear::<SupportKey>();
    loaders.clear::<DecisionsKey>();
    loaders.clear::<MediaKey>();
    loaders.clear::<ProposalKey>();
    loaders.clear::<MergedKey>();
    loaders.clear::<CountsKey>();
    loaders.clear::<CommentsKey>();
    loaders.clear::<CommentCountKey>();
    loaders.clear::<HistoryKey>();
    loaders.clear::<HistoryCountKey>();
    loaders.clear::<PlansOfKey>();
    loaders.clear::<PlanKey>();
    loaders.clear::<PlanContentKey>();
    loaders.clear::<PlanCommentCountKey>();
    loaders.clear::<PlanSuggestionCountKey>();
    Ok(())
}

/// Counts, in one query, what lies in these areas, if the selection under any of `paths` asks for it.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn gather_counts(ctx: &Context<'_>, paths: &[&[&str]], areas: impl Iterator<Item = AreaCode>) -> Result<()> {
    let asked = paths.iter().any(|path| {
        let under = path.iter().fold(ctx.look_ahead(), |ahead, field| ahead.field(field));
        under.field("proposalCount").exists() || under.field("statusCounts").exists()
    });
    if asked {
        ctx.data::<Loaders>()?.load_many(areas.map(CountsKey)).await?;
    }
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

/// The photos and documents of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MediaKey(pub Uuid);

impl Loader<MediaKey> for Batch {
    type Value = Vec<Media>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[MediaKey]) -> std::result::Result<HashMap<MediaKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut by_proposal: HashMap<MediaKey, Vec<Media>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for media in uploads::of_proposals(&self.0.db, &ids).await.map_err(Arc::new)? {
            if let Some(proposal) = media.proposal {
                by_proposal.entry(MediaKey(proposal.0)).or_default().push(media);
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

/// A proposal of the public record. What another was merged into, or from, always is one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProposalKey(pub Uuid);

impl Loader<ProposalKey> for Batch {
    type Value = Proposal;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[ProposalKey]) -> std::result::Result<HashMap<ProposalKey, Proposal>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = proposals::find_many(&self.0.db, &ids).await.map_err(Arc::new)?;
        Ok(in_public(found).map(|proposal| (ProposalKey(proposal.id.0), proposal)).collect())
    }
}

/// What was merged into a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MergedKey(pub Uuid);

impl Loader<MergedKey> for Batch {
    type Value = Vec<Proposal>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[MergedKey]) -> std::result::Result<HashMap<MergedKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut by_target: HashMap<MergedKey, Vec<Proposal>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for proposal in in_public(proposals::merged_into(&self.0.db, &ids).await.map_err(Arc::new)?) {
            if let Some(target) = proposal.merged_into {
                by_target.entry(MergedKey(target.0)).or_default().push(proposal);
            }
        }
        Ok(by_target)
    }
}

fn in_public(found: Vec<Guarded>) -> impl Iterator<Item = Proposal> {
    found.into_iter().filter_map(|guarded| guarded.read_as(&Actor::anonymous()).ok())
}

/// How many proposals stand in each status in an area.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CountsKey(pub AreaCode);

impl Loader<CountsKey> for Batch {
    type Value = HashMap<Status, i64>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[CountsKey]) -> std::result::Result<HashMap<CountsKey, Self::Value>, Self::Error> {
        let areas: Vec<AreaCode> = keys.iter().map(|key| key.0.clone()).collect();
        let counts = lists::status_counts(&self.0.db, &areas).await.map_err(Arc::new)?;
        Ok(counts.into_iter().map(|(area, counts)| (CountsKey(area), counts)).collect())
    }
}
