//! Lists of plans, and of what belongs to them.

mod comments;
mod suggestions;
mod versions;

pub use comments::PlanCommentList;
pub use suggestions::PlanSuggestionList;
pub use versions::{PlanVersionQuery, PlanVersions, of_plan};

use super::object::{Plan, read};
use crate::access::PlanScope;
use crate::api::connection::{Page, Slice, Totals, list_field};
use crate::api::context::{app, request};
use crate::api::enums::{FundingSource, PlanDimension, PlanOrder, PlanStage, Sector};
use crate::api::filter::{each, known_areas, words};
use crate::api::loaders::{Loaders, PlanKey, gather_plans};
use crate::api::scalars::{GeoJson, Rupiah};
use crate::area::graphql::AreaLevel;
use crate::error::AppError;
use crate::plan::list::PlanFilter as Filter;
use crate::plan::model::Plan as Model;
use crate::platform::database::Seen;
use crate::proposal::graphql::{BoundingBoxInput, parse_outline};
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::plan::PlanOrder as Order;
use shared::value::{PageRequest, PlanId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a list is narrowed to (saringan); each field narrows further.
#[derive(InputObject, Default)]
pub struct PlanFilter {
    /// Codes of any level, with what lies in them (wilayah).
    areas: Option<Vec<String>>,
    /// Any of these (bidang).
    sectors: Option<Vec<Sector>>,
    /// Any of these (tahap).
    stages: Option<Vec<PlanStage>>,
    /// Any of these (tahun anggaran).
    fiscal_years: Option<Vec<i32>>,
    /// Every word must occur in title or summary (pencarian).
    text: Option<String>,
    /// What the plan draws reaches into the box (kotak batas).
    bounding_box: Option<BoundingBoxInput>,
    /// Something that the plan draws has its point within this Polygon of at most 100 positions (di dalam garis).
    within: Option<GeoJson>,
    /// What its cost estimate comes to, at least (anggaran).
    budget_min: Option<Rupiah>,
    /// What its cost estimate comes to, at most (anggaran).
    budget_max: Option<Rupiah>,
    /// Begun at this instant or later (sejak).
    created_from: Option<DateTime<Utc>>,
    /// Begun before this instant (sampai).
    created_to: Option<DateTime<Utc>>,
    /// Whose own it is: the regency's, a district's, a village's (tingkat).
    levels: Option<Vec<AreaLevel>>,
    /// A line of its cost estimate is paid from any of these (sumber dana).
    funding_sources: Option<Vec<FundingSource>>,
    /// What has none of these (tanpa): the group without a key in `planStats`.
    without: Option<Vec<PlanDimension>>,
    /// Those in which the viewer takes part (rencana saya).
    mine: Option<bool>,
    /// Those that answer this proposal (usulan).
    proposal: Option<ID>,
}

/// # Errors
/// `BAD_INPUT` that names the field; `UNAUTHENTICATED` for what is about the viewer.
pub fn parse_filter(ctx: &Context<'_>, input: PlanFilter) -> Result<Filter> {
    let actor = &request(ctx)?.actor;
    let mine = (input.mine == Some(true)).then(|| actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated)));
    let proposal = input.proposal.map(|id| id.parse()).transpose();
    Ok(Filter {
        areas: known_areas(&app(ctx)?.areas.current(), input.areas)?,
        sectors: each("filter.sectors", input.sectors)?,
        stages: each("filter.stages", input.stages)?,
        fiscal_years: each("filter.fiscalYears", input.fiscal_years)?,
        text: words(input.text.as_deref())?,
        bounding_box: input.bounding_box.map(BoundingBoxInput::parse).transpose()?,
        within: input.within.map(parse_outline).transpose()?,
        budget_min: input.budget_min.map(|amount| amount.0),
        budget_max: input.budget_max.map(|amount| amount.0),
        created_from: input.created_from,
        created_to: input.created_to,
        levels: each("filter.levels", input.levels)?,
        funding_sources: each("filter.fundingSources", input.funding_sources)?,
        without: each("filter.without", input.without)?,
        participant: mine.transpose()?,
        proposal: proposal.map_err(|_| AppError::field("filter.proposal", ErrorCode::InvalidId))?,
    })
}

list_field! {
    /// Plans, a page at a time (daftar rencana), what was changed last first; `first` or `last` from 1 to 100 is required.
    PlanList::plans(PlanFilter, PlanOrder) -> Plan, list
}

async fn list(ctx: &Context<'_>, input: PlanFilter, order: Option<PlanOrder>, page: PageRequest) -> Result<Page<Plan>> {
    let list = Seen { scope: PlanScope::of(&request(ctx)?.actor), filter: parse_filter(ctx, input)? };
    let found = Slice::read(ctx, &list, order.map_or(Order::RecentlyChanged, Into::into), &page).await?;
    gather_plans(ctx, &[&["nodes"], &["edges", "node"]], &found.items()).await?;
    Ok(found.connect(Totals::of(list), Plan::new))
}

/// The plans that these items of a list belong to, as the viewer may read them, with what the query asks of them.
async fn plans_of(ctx: &Context<'_>, ids: impl Iterator<Item = PlanId>) -> Result<HashMap<PlanId, Arc<Model>>> {
    let actor = &request(ctx)?.actor;
    let found = ctx.data::<Loaders>()?.load_many(ids.map(|id| PlanKey(id.0)).collect::<HashSet<_>>()).await?;
    let plans = found.into_values().map(|plan| plan.read_as(actor)).collect::<std::result::Result<Vec<_>, _>>()?;
    gather_plans(ctx, &[&["nodes", "plan"], &["edges", "node", "plan"]], &plans.iter().collect::<Vec<_>>()).await?;
    Ok(plans.into_iter().map(|plan| (plan.id, Arc::new(plan))).collect())
}

#[derive(Default)]
pub struct PlanQuery;

#[Object]
impl PlanQuery {
    /// The plan (rencana); null when there is none or it is a draft of others.
    async fn plan(&self, ctx: &Context<'_>, #[graphql(desc = "The plan's id (nomor rencana).")] id: ID) -> Result<Option<Plan>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        let found = read(ctx, id).await?;
        gather_plans(ctx, &[&[]], &found.iter().collect::<Vec<_>>()).await?;
        Ok(found.map(Plan::new))
    }
}
