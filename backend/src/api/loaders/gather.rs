//! Reading ahead for a list of proposals: each kind of thing that its items will ask for, in one query.

use super::{
    CommentCountKey, CommentsKey, DecisionsKey, HistoryCountKey, HistoryKey, Loaders, MediaKey, MergedKey, PersonKey, PlansOfKey,
    ProposalKey, SupportKey, plans,
};
use crate::access::PlanScope;
use crate::api::context::request;
use crate::comment::Comment;
use crate::journal::Entry;
use crate::plan::Plan;
use crate::proposal::Proposal;
use async_graphql::{Context, Lookahead, Result, SelectionField, Value};
use futures_util::future::BoxFuture;
use shared::access::Actor;
use shared::value::PageRequest;

/// Reads what the query will ask of these proposals, which it selects under `paths`.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn gather(ctx: &Context<'_>, paths: &[&[&str]], proposals: &[&Proposal]) -> Result<()> {
    let under = |path: &&[&str]| path.iter().fold(ctx.look_ahead(), |ahead, field| ahead.field(field));
    let fields: Vec<_> = paths.iter().flat_map(|path| under(path).selection_fields()).collect();
    // Nothing is selected there, as in a query for the count alone.
    let Ok(each) = Lookahead::try_from(&fields[..]) else { return Ok(()) };
    read(ctx.data()?, &request(ctx)?.actor, each, proposals).await
}

fn read<'a>(
    loaders: &'a Loaders,
    viewer: &'a Actor,
    each: Lookahead<'a>,
    proposals: &'a [&'a Proposal],
) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        if proposals.is_empty() {
            return Ok(());
        }
        let asks = |field| each.field(field).exists();
        let keys = |wanted: bool| proposals.iter().filter(move |_| wanted);
        let (comments, history) = (each.field("comments"), each.field("history"));
        let supported = keys(asks("viewerHasSupported") || asks("availableActions"));
        let comment_keys = beginnings(&comments, proposals, |proposal, size| CommentsKey { proposal: proposal.id.0, size });
        let history_keys = beginnings(&history, proposals, |proposal, size| HistoryKey { subject: proposal.id.to_string(), size });
        let (decisions, media, supports, answered, merged_into, merged_from, said, happened, said_count, happened_count) = tokio::join!(
            loaders.load_many(keys(asks("decisions")).map(|proposal| DecisionsKey(proposal.id.0))),
            loaders.load_many(keys(asks("photos") || asks("documents")).map(|proposal| MediaKey(proposal.id.0))),
            loaders.load_many(supported.filter_map(|proposal| Some(SupportKey(viewer.account?, proposal.id.0)))),
            loaders.load_many(keys(asks("plans")).map(|proposal| PlansOfKey(proposal.id.0))),
            loaders.load_many(keys(asks("mergedInto")).filter_map(|proposal| Some(ProposalKey(proposal.merged_into?.0)))),
            loaders.load_many(keys(asks("mergedFrom")).map(|proposal| MergedKey(proposal.id.0))),
            loaders.load_many(comment_keys),
            loaders.load_many(history_keys),
            loaders.load_many(keys(comments.field("totalCount").exists()).map(|proposal| CommentCountKey(proposal.id.0))),
            loaders.load_many(keys(history.field("totalCount").exists()).map(|proposal| HistoryCountKey(proposal.id.to_string()))),
        );
        decisions?;
        media?;
        supports?;
        said_count?;
        happened_count?;
        let (said, happened, merged_into, merged_from) = (said?, happened?, merged_into?, merged_from?);
        let answered: Vec<Plan> = answered?.into_values().flatten().filter_map(|plan| plan.read_as(viewer).ok()).collect();
        plans::read(loaders, PlanScope::of(viewer), each.field("plans"), &answered.iter().collect::<Vec<_>>()).await?;

        let proposers = keys(asks("proposer")).map(|proposal| proposal.owner.0);
        let authors = said.values().flatten().filter(|_| of_items(&comments, "author")).map(|comment: &Comment| comment.author.0);
        let actors = happened.values().flatten().filter(|_| of_items(&history, "actor")).filter_map(Entry::public_actor);
        loaders.load_many(proposers.chain(authors).chain(actors).map(PersonKey)).await?;

        let targets: Vec<&Proposal> = merged_into.values().collect();
        read(loaders, viewer, each.field("mergedInto"), &targets).await?;
        let sources: Vec<&Proposal> = merged_from.values().flatten().collect();
        read(loaders, viewer, each.field("mergedFrom"), &sources).await
    })
}

fn of_items(list: &Lookahead<'_>, field: &str) -> bool {
    list.field("nodes").field(field).exists() || list.field("edges").field("node").field(field).exists()
}

/// The keys of the first pages that the query asks of a list inside each item.
fn beginnings<K>(list: &Lookahead<'_>, proposals: &[&Proposal], key: impl Fn(&Proposal, u64) -> K) -> Vec<K> {
    let sizes = list.selection_fields().into_iter().filter_map(first_page);
    sizes.flat_map(|size| proposals.iter().map(|proposal| key(proposal, size)).collect::<Vec<_>>()).collect()
}

/// How many items of a list the query asks for from its beginning; what asks wrongly is told so by the list itself.
fn first_page(list: SelectionField<'_>) -> Option<u64> {
    let arguments = list.arguments().ok()?;
    let given = |name: &str| arguments.iter().find(|(each, _)| each == name).map(|(_, value)| value);
    let Value::Number(first) = given("first")? else { return None };
    let first = i32::try_from(first.as_i64()?).ok()?;
    let from_the_start = given("after").is_none_or(|value| *value == Value::Null);
    PageRequest::parse(Some(first), None, None, None).ok().filter(|_| from_the_start).map(|page| page.size)
}
