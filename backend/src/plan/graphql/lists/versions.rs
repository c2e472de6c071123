//! The versions of plans: of one plan, and of all as one list.

use super::super::object::find;
use super::{PlanFilter, parse_filter, plans_of};
use crate::access::PlanScope;
use crate::api::connection::{Page, Slice, Totals, asks};
use crate::api::context::request;
use crate::api::enums::{Chronology, PlanStage};
use crate::api::filter::{each, told_at, words};
use crate::api::loaders::{Loaders, PersonKey};
use crate::error::AppError;
use crate::plan::graphql::PlanVersion;
use crate::plan::list::PlanVersionFilter as Filter;
use crate::platform::database::Seen;
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::value::time::Chronology as Order;
use shared::value::{PageRequest, PlanId};

/// Which versions of plans (versi); each field narrows further.
#[derive(InputObject, Default)]
pub struct PlanVersionFilter {
    /// Of which plans (rencana).
    plans: Option<PlanFilter>,
    /// With which one of these stages began (tahap).
    stages: Option<Vec<PlanStage>>,
    /// Every word must occur in the name that somebody gave (pencarian).
    text: Option<String>,
    /// Of this instant or later (sejak).
    from: Option<DateTime<Utc>>,
    /// Before this instant (sampai).
    to: Option<DateTime<Utc>>,
}

pub type PlanVersions = Page<PlanVersion>;

async fn page_of(ctx: &Context<'_>, filter: Filter, order: Order, page: &PageRequest) -> Result<PlanVersions> {
    let list = Seen { scope: PlanScope::of(&request(ctx)?.actor), filter };
    let found = Slice::read(ctx, &list, order, page).await?;
    if asks(ctx, "person") {
        let people = found.items().into_iter().map(|version| PersonKey(version.account.0));
        ctx.data::<Loaders>()?.load_many(people).await?;
    }
    if asks(ctx, "plan") {
        plans_of(ctx, found.items().into_iter().map(|version| version.plan)).await?;
    }
    Ok(found.connect(Totals::of(list), PlanVersion))
}

/// The versions of a plan that the viewer may read, oldest first.
///
/// # Errors
/// `BAD_INPUT` for the page; `INTERNAL`.
pub async fn of_plan(ctx: &Context<'_>, plan: PlanId, first: Option<i32>, after: Option<String>) -> Result<PlanVersions> {
    let page = PageRequest::parse(first, after, None, None).map_err(AppError::from)?;
    page_of(ctx, Filter { plan: Some(plan), ..Default::default() }, Order::Oldest, &page).await
}

#[derive(Default)]
pub struct PlanVersionQuery;

#[Object]
impl PlanVersionQuery {
    /// The named moments of plans, oldest first (versi): of one plan, then null when the viewer may not read it, or of all. What
    /// was named before a plan was opened is told its participants only. `first` or `last` from 1 to 100 is required.
    #[allow(clippy::too_many_arguments)]
    async fn plan_versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of this plan alone (rencana).")] plan_id: Option<ID>,
        #[graphql(desc = "Which of them (saringan); all when left out.")] filter: Option<PlanVersionFilter>,
        #[graphql(desc = "In which order (urutan); the oldest first when left out.")] order_by: Option<Chronology>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
        #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
    ) -> Result<Option<PlanVersions>> {
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let Ok(plan) = plan_id.map(|id| id.parse::<PlanId>()).transpose() else { return Ok(None) };
        if let Some(id) = plan
            && find(ctx, id).await?.is_none()
        {
            return Ok(None);
        }
        let input = filter.unwrap_or_default();
        let filter = Filter {
            plans: told_at("filter.plans", parse_filter(ctx, input.plans.unwrap_or_default()))?,
            plan,
            stages: each("filter.stages", input.stages)?,
            text: words(input.text.as_deref())?,
            from: input.from,
            to: input.to,
        };
        Ok(Some(page_of(ctx, filter, order_by.map_or(Order::Oldest, Into::into), &page).await?))
    }
}
