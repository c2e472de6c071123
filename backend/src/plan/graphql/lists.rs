//! Lists of plans.

use super::object::{Plan, read};
use crate::access::PlanScope;
use crate::api::connection::Slice;
use crate::api::context::{app, request};
use crate::api::enums::{FundingSource, PlanDimension, PlanOrder, PlanStage, Sector};
use crate::api::loaders::gather_plans;
use crate::api::scalars::{GeoJson, Rupiah};
use crate::area::graphql::AreaLevel;
use crate::error::AppError;
use crate::plan::list::{PlanFilter as Filter, store as lists};
use crate::proposal::graphql::{BoundingBoxInput, few, known_areas, parse_outline};
use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::plan::PlanOrder as Order;
use shared::value::{PageRequest, text};

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

/// Letters of a text filter: each becomes a condition of the query.
const MAX_TEXT: usize = 200;

/// # Errors
/// `BAD_INPUT` that names the field; `UNAUTHENTICATED` for what is about the viewer.
pub fn parse_filter(ctx: &Context<'_>, input: PlanFilter) -> Result<Filter> {
    let actor = &request(ctx)?.actor;
    fn all<A, B: From<A>>(list: Option<Vec<A>>) -> Vec<B> {
        list.unwrap_or_default().into_iter().map(Into::into).collect()
    }
    let mine = (input.mine == Some(true)).then(|| actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated)));
    let proposal = input.proposal.map(|id| id.parse()).transpose();
    Ok(Filter {
        areas: known_areas(&app(ctx)?.areas.current(), input.areas)?,
        sectors: all(input.sectors),
        stages: all(input.stages),
        fiscal_years: few("filter.fiscalYears", input.fiscal_years)?,
        text: text::optional_line("filter.text", input.text.as_deref(), MAX_TEXT).map_err(AppError::from)?,
        bounding_box: input.bounding_box.map(BoundingBoxInput::parse).transpose()?,
        within: input.within.map(parse_outline).transpose()?,
        budget_min: input.budget_min.map(|amount| amount.0),
        budget_max: input.budget_max.map(|amount| amount.0),
        created_from: input.created_from,
        created_to: input.created_to,
        levels: all(input.levels),
        funding_sources: all(input.funding_sources),
        without: all(input.without),
        participant: mine.transpose()?,
        proposal: proposal.map_err(|_| AppError::field("filter.proposal", ErrorCode::InvalidId))?,
    })
}

/// What can be counted without reading the list.
pub struct PlanTotals {
    filter: Filter,
}

#[Object]
impl PlanTotals {
    /// How many there are on all pages together (jumlah seluruhnya).
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(lists::count(&app(ctx)?.db, PlanScope::of(&request(ctx)?.actor), &self.filter).await?)
    }
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
        Ok(found.map(Plan))
    }

    /// Plans, a page at a time (daftar rencana); `first` or `last` from 1 to 100 is required.
    #[allow(clippy::too_many_arguments)]
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans (saringan); all when left out.")] filter: Option<PlanFilter>,
        #[graphql(desc = "In which order (urutan); what was changed last comes first when left out.")] order_by: Option<PlanOrder>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
        #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
    ) -> Result<Connection<String, Plan, PlanTotals, EmptyFields>> {
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let filter = parse_filter(ctx, filter.unwrap_or_default())?;
        let order: Order = order_by.map_or(Order::RecentlyChanged, Into::into);
        let scope = PlanScope::of(&request(ctx)?.actor);
        let found = Slice::of(&page, lists::page(&app(ctx)?.db, scope, &filter, order, &page).await?);
        gather_plans(ctx, &[&["nodes"], &["edges", "node"]], &found.items()).await?;
        Ok(found.connect(order, PlanTotals { filter }, Plan))
    }
}
