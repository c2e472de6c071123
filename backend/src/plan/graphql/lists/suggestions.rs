//! What is suggested for plans as one list.

use super::{PlanFilter, parse_filter, plans_of};
use crate::access::PlanScope;
use crate::api::connection::{Page, Slice, Totals, list_field};
use crate::api::context::request;
use crate::api::enums::{Chronology, PlanSuggestionStatus};
use crate::api::filter::{each, told_at, words};
use crate::error::AppError;
use crate::plan::graphql::PlanSuggestion;
use crate::plan::graphql::suggestions::gather_people;
use crate::plan::list::PlanSuggestionFilter as Filter;
use crate::platform::database::Seen;
use async_graphql::{Context, InputObject, Result};
use chrono::{DateTime, Utc};
use shared::value::PageRequest;
use shared::value::time::Chronology as Order;
use std::sync::Arc;

/// Which suggestions for plans (saran); each field narrows further.
#[derive(InputObject, Default)]
pub struct PlanSuggestionFilter {
    /// For which plans (rencana).
    plans: Option<PlanFilter>,
    /// What became of them (status): any of these.
    statuses: Option<Vec<PlanSuggestionStatus>>,
    /// Every word must occur in what the section is to say, or in why (pencarian).
    text: Option<String>,
    /// Made at this instant or later (sejak).
    from: Option<DateTime<Utc>>,
    /// Made before this instant (sampai).
    to: Option<DateTime<Utc>>,
}

list_field! {
    /// Suggestions for plans (saran), a page at a time, newest first; `first` or `last` from 1 to 100 is required.
    PlanSuggestionList::plan_suggestions(PlanSuggestionFilter, Chronology) -> PlanSuggestion, list
}

async fn list(
    ctx: &Context<'_>,
    input: PlanSuggestionFilter,
    order: Option<Chronology>,
    page: PageRequest,
) -> Result<Page<PlanSuggestion>> {
    let filter = Filter {
        plans: told_at("filter.plans", parse_filter(ctx, input.plans.unwrap_or_default()))?,
        statuses: each("filter.statuses", input.statuses)?,
        text: words(input.text.as_deref())?,
        from: input.from,
        to: input.to,
    };
    let list = Seen { scope: PlanScope::of(&request(ctx)?.actor), filter };
    let found = Slice::read(ctx, &list, order.map_or(Order::Newest, Into::into), &page).await?;
    gather_people(ctx, &found.items()).await?;
    let plans = plans_of(ctx, found.items().into_iter().map(|suggestion| suggestion.plan)).await?;
    let suggestions = found.try_map(|suggestion| {
        let plan = plans.get(&suggestion.plan).ok_or_else(|| AppError::damaged("a suggestion without its plan"))?;
        Ok(PlanSuggestion::new(suggestion, Arc::clone(plan)))
    })?;
    Ok(suggestions.connect(Totals::of(list), |suggestion| suggestion))
}
