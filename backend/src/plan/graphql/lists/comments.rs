//! What is said about plans as one list.

use super::{PlanFilter, parse_filter, plans_of};
use crate::access::PlanScope;
use crate::api::connection::{Page, Slice, Totals, list_field};
use crate::api::context::request;
use crate::api::enums::Chronology;
use crate::api::filter::{told_at, words};
use crate::api::loaders::gather_authors;
use crate::error::AppError;
use crate::plan::graphql::PlanComment;
use crate::plan::list::PlanCommentFilter as Filter;
use crate::platform::database::Seen;
use async_graphql::{Context, InputObject, Result};
use chrono::{DateTime, Utc};
use shared::value::PageRequest;
use shared::value::time::Chronology as Order;
use std::sync::Arc;

/// Which comments on plans (komentar); each field narrows further.
#[derive(InputObject, Default)]
pub struct PlanCommentFilter {
    /// On which plans (rencana).
    plans: Option<PlanFilter>,
    /// Every word must occur (pencarian).
    text: Option<String>,
    /// Said at this instant or later (sejak).
    from: Option<DateTime<Utc>>,
    /// Said before this instant (sampai).
    to: Option<DateTime<Utc>>,
    /// Only those that moderators hid (disembunyikan), or only the others.
    hidden: Option<bool>,
    /// Only those in threads that are settled (selesai), or only the others; answers are settled with their thread.
    resolved: Option<bool>,
}

list_field! {
    /// Comments on plans (komentar), a page at a time, newest first; what was said before a plan was opened is told its
    /// participants only. `first` or `last` from 1 to 100 is required.
    PlanCommentList::plan_comments(PlanCommentFilter, Chronology) -> PlanComment, list
}

async fn list(
    ctx: &Context<'_>,
    input: PlanCommentFilter,
    order: Option<Chronology>,
    page: PageRequest,
) -> Result<Page<PlanComment>> {
    let filter = Filter {
        plans: told_at("filter.plans", parse_filter(ctx, input.plans.unwrap_or_default()))?,
        text: words(input.text.as_deref())?,
        from: input.from,
        to: input.to,
        hidden: input.hidden,
        resolved: input.resolved,
    };
    let list = Seen { scope: PlanScope::of(&request(ctx)?.actor), filter };
    let found = Slice::read(ctx, &list, order.map_or(Order::Newest, Into::into), &page).await?;
    gather_authors(ctx, &found.items()).await?;
    let plans = plans_of(ctx, found.items().into_iter().map(|comment| comment.plan)).await?;
    let comments = found.try_map(|comment| {
        let plan = plans.get(&comment.plan).ok_or_else(|| AppError::damaged("a comment without its plan"))?;
        Ok(PlanComment::new(comment, Arc::clone(plan)))
    })?;
    Ok(comments.connect(Totals::of(list), |comment| comment))
}
