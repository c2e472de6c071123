//! The comments of the public record as one list.

use super::Comment;
use crate::api::connection::{Page, Slice, Totals, list_field};
use crate::api::enums::Chronology;
use crate::api::filter::{told_at, words};
use crate::api::loaders::{Loaders, PersonKey, ProposalKey, gather};
use crate::comment::CommentFilter as Filter;
use crate::error::AppError;
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use async_graphql::{Context, InputObject, Result};
use chrono::{DateTime, Utc};
use shared::value::PageRequest;
use shared::value::time::Chronology as Order;
use std::sync::Arc;

/// Which comments (komentar); each field narrows further.
#[derive(InputObject, Default)]
pub struct CommentFilter {
    /// On which proposals (usulan).
    proposals: Option<ProposalFilter>,
    /// Every word must occur (pencarian).
    text: Option<String>,
    /// Said at this instant or later (sejak).
    from: Option<DateTime<Utc>>,
    /// Said before this instant (sampai).
    to: Option<DateTime<Utc>>,
    /// Only those that moderators hid (disembunyikan), or only the others.
    hidden: Option<bool>,
}

list_field! {
    /// Comments on proposals (komentar), a page at a time, newest first; `first` or `last` from 1 to 100 is required.
    CommentQuery::comments(CommentFilter, Chronology) -> Comment, list
}

async fn list(ctx: &Context<'_>, input: CommentFilter, order: Option<Chronology>, page: PageRequest) -> Result<Page<Comment>> {
    let list = Filter {
        proposals: told_at("filter.proposals", parse_filter(ctx, input.proposals.unwrap_or_default()))?,
        text: words(input.text.as_deref())?,
        from: input.from,
        to: input.to,
        hidden: input.hidden,
    };
    let found = Slice::read(ctx, &list, order.map_or(Order::Newest, Into::into), &page).await?;
    let loaders = ctx.data::<Loaders>()?;
    loaders.load_many(found.items().into_iter().map(|comment| PersonKey(comment.author.0))).await?;
    let about = loaders.load_many(found.items().into_iter().map(|comment| ProposalKey(comment.proposal.0))).await?;
    let paths: [&[&str]; 2] = [&["nodes", "proposal"], &["edges", "node", "proposal"]];
    gather(ctx, &paths, &about.values().collect::<Vec<_>>()).await?;
    let comments = found.try_map(|comment| {
        let proposal = about.get(&ProposalKey(comment.proposal.0));
        let facts = proposal.ok_or_else(|| AppError::damaged("a comment without its proposal"))?.facts();
        Ok(Comment { comment, facts: Arc::new(facts) })
    })?;
    Ok(comments.connect(Totals::of(list), |comment| comment))
}
