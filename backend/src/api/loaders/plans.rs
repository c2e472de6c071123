//! Plans, and what a list of them asks of each.

use super::{Batch, Loaders, PersonKey, ProposalKey};
use crate::access::PlanScope;
use crate::api::connection::asks;
use crate::api::context::request;
use crate::error::AppError;
use crate::plan::{Guarded, Plan, comments::Comment, store as plans};
use async_graphql::dataloader::Loader;
use async_graphql::{Context, Lookahead, Result, SelectionField};
use shared::plan::{Content, SuggestionStatus};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// The plans that answer a proposal, drafts too: each is opened for who asks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlansOfKey(pub Uuid);

impl Loader<PlansOfKey> for Batch {
    type Value = Vec<Guarded>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[PlansOfKey]) -> std::result::Result<HashMap<PlansOfKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut by_proposal: HashMap<PlansOfKey, Vec<Guarded>> = keys.iter().map(|key| (*key, Vec::new())).collect();
        for (proposal, plan) in plans::naming(&self.0.db, &ids).await.map_err(Arc::new)? {
            by_proposal.entry(PlansOfKey(proposal)).or_default().push(plan);
        }
        Ok(by_proposal)
    }
}

/// A plan by its id, without its content; opened for who asks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlanKey(pub Uuid);

impl Loader<PlanKey> for Batch {
    type Value = Guarded;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[PlanKey]) -> std::result::Result<HashMap<PlanKey, Guarded>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = plans::find_many(&self.0.db, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, plan)| (PlanKey(id.0), plan)).collect())
    }
}

/// What a plan says.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlanContentKey(pub Uuid);

impl Loader<PlanContentKey> for Batch {
    type Value = Arc<Content>;
    type Error = Arc<AppError>;

    async fn load(&self, keys: &[PlanContentKey]) -> std::result::Result<HashMap<PlanContentKey, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = plans::contents(&self.0.db, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, content)| (PlanContentKey(id), Arc::new(content))).collect())
    }
}

/// How many comments on a plan somebody is told of: all of them, and those that are not hidden.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlanCommentCountKey {
    pub plan: Uuid,
    pub scope: PlanScope,
}

impl Loader<PlanCommentCountKey> for Batch {
    type Value = plans::CommentCounts;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[PlanCommentCountKey],
    ) -> std::result::Result<HashMap<PlanCommentCountKey, Self::Value>, Self::Error> {
        let mut found = HashMap::new();
        // Of one request: all of them are of one viewer.
        for scope in keys.iter().map(|key| key.scope).collect::<HashSet<_>>() {
            let ids: Vec<Uuid> = keys.iter().filter(|key| key.scope == scope).map(|key| key.plan).collect();
            let counts = plans::count_comments(&self.0.db, scope, &ids).await.map_err(Arc::new)?;
            let count = |plan: Uuid| (PlanCommentCountKey { plan, scope }, counts.get(&plan).copied().unwrap_or_default());
            found.extend(ids.iter().copied().map(count));
        }
        Ok(found)
    }
}

/// How many suggestions for a plan wait for a decision.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlanSuggestionCountKey(pub Uuid);

impl Loader<PlanSuggestionCountKey> for Batch {
    type Value = u64;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[PlanSuggestionCountKey],
    ) -> std::result::Result<HashMap<PlanSuggestionCountKey, u64>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let counts = plans::count_suggestions(&self.0.db, &ids, Some(SuggestionStatus::Open)).await.map_err(Arc::new)?;
        Ok(keys.iter().map(|key| (*key, counts.get(&key.0).copied().unwrap_or_default())).collect())
    }
}

/// The fields of a plan that only its content can answer.
const OF_CONTENT: [&str; 8] =
    ["sections", "objectives", "indicators", "budget", "budgetBySource", "activities", "features", "proposals"];

/// Reads what the query will ask of these plans, which it selects under `paths`.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn gather_plans(ctx: &Context<'_>, paths: &[&[&str]], plans: &[&Plan]) -> Result<()> {
    let under = |path: &&[&str]| path.iter().fold(ctx.look_ahead(), |ahead, field| ahead.field(field));
    let fields: Vec<SelectionField<'_>> = paths.iter().flat_map(|path| under(path).selection_fields()).collect();
    let Ok(each) = Lookahead::try_from(&fields[..]) else { return Ok(()) };
    read(ctx.data()?, PlanScope::of(&request(ctx)?.actor), each, plans).await
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub(super) async fn read(loaders: &Loaders, scope: PlanScope, each: Lookahead<'_>, plans: &[&Plan]) -> Result<()> {
    let asks = |field| each.field(field).exists();
    let keys = |wanted: bool| plans.iter().filter(move |_| wanted);
    let content = OF_CONTENT.into_iter().any(asks);
    let counts = asks("commentCount") || each.field("comments").field("totalCount").exists();
    let people = each.field("participants").field("person").exists();
    let mut accounts: Vec<Uuid> = keys(asks("createdBy")).map(|plan| plan.created_by.0).collect();
    for plan in keys(people) {
        accounts.extend(plan.participants.iter().map(|each| each.account.0));
    }
    let (contents, counted, suggested, persons, successors) = tokio::join!(
        loaders.load_many(keys(content).filter(|plan| plan.content.is_none()).map(|plan| PlanContentKey(plan.id.0))),
        loaders.load_many(keys(counts).map(|plan| PlanCommentCountKey { plan: plan.id.0, scope })),
        loaders.load_many(keys(asks("suggestionCount")).map(|plan| PlanSuggestionCountKey(plan.id.0))),
        loaders.load_many(accounts.into_iter().map(PersonKey)),
        loaders.load_many(keys(asks("supersededBy")).filter_map(|plan| Some(PlanKey(plan.superseded_by?.0)))),
    );
    let contents = contents?;
    counted?;
    suggested?;
    persons?;
    successors?;
    if asks("proposals") {
        let own = plans.iter().filter_map(|plan| plan.content.as_ref());
        let named = own.chain(contents.values().map(AsRef::as_ref)).flat_map(|content| content.proposals.iter().copied());
        loaders.load_many(named.map(ProposalKey).collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// The people behind these comments, if the query asks for them.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn gather_authors(ctx: &Context<'_>, comments: &[&Comment]) -> Result<()> {
    let mut people = Vec::new();
    if asks(ctx, "author") {
        people.extend(comments.iter().map(|comment| PersonKey(comment.author.0)));
    }
    if asks(ctx, "resolvedBy") {
        people.extend(comments.iter().filter_map(|comment| comment.resolved_by).map(|person| PersonKey(person.0)));
    }
    ctx.data::<Loaders>()?.load_many(people).await?;
    Ok(())
}
