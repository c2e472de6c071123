//! The comments of the public record as one list.

use super::{Comment, CommentTotals, Conversation};
use crate::api::connection::Slice;
use crate::api::context::app;
use crate::api::enums::Chronology;
use crate::api::loaders::{Loaders, PersonKey, ProposalKey, gather};
use crate::comment::{CommentFilter as Filter, store};
use crate::error::AppError;
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::value::time::Chronology as Order;
use shared::value::{PageRequest, text};
use std::sync::Arc;

/// Letters of a text filter: each word becomes a condition of the query.
const MAX_TEXT: usize = 200;

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

#[derive(Default)]
pub struct CommentQuery;

#[Object]
impl CommentQuery {
    /// Comments on proposals (komentar), a page at a time, newest first; `first` or `last` from 1 to 100 is required.
    #[allow(clippy::too_many_arguments)]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which comments (saringan); all when left out.")] filter: Option<CommentFilter>,
        #[graphql(desc = "In which order (urutan); the newest first when left out.")] order_by: Option<Chronology>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
        #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
    ) -> Result<Conversation> {
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let input = filter.unwrap_or_default();
        let filter = Filter {
            proposals: parse_filter(ctx, input.proposals.unwrap_or_default())?,
            text: text::optional_line("filter.text", input.text.as_deref(), MAX_TEXT).map_err(AppError::from)?,
            from: input.from,
            to: input.to,
            hidden: input.hidden,
        };
        let order: Order = order_by.map_or(Order::Newest, Into::into);
        let found = store::list(&app(ctx)?.db, &filter, order, &page).await?;
        let loaders = ctx.data::<Loaders>()?;
        loaders.load_many(found.iter().map(|(_, comment)| PersonKey(comment.author.0))).await?;
        let about = loaders.load_many(found.iter().map(|(_, comment)| ProposalKey(comment.proposal.0))).await?;
        let paths: [&[&str]; 2] = [&["nodes", "proposal"], &["edges", "node", "proposal"]];
        gather(ctx, &paths, &about.values().collect::<Vec<_>>()).await?;
        let mut comments = Vec::with_capacity(found.len());
        for (cursor, comment) in found {
            let proposal = about.get(&ProposalKey(comment.proposal.0));
            let facts = proposal.ok_or_else(|| AppError::damaged("a comment without its proposal"))?.facts();
            comments.push((cursor, Comment { comment, facts: Arc::new(facts) }));
        }
        Ok(Slice::of(&page, comments).connect(order, CommentTotals::List(Box::new(filter)), |comment| comment))
    }
}
