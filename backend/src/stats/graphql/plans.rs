//! Statistics of plans.

use super::residents::{Places, people_of, rupiah_per_head};
use super::{Label, MoneyStats, Noun, Stats, StatsKey, area_name, itself, word};
use crate::api::enums::PlanDimension;
use crate::area::catalogue::Catalogue;
use crate::plan::graphql::{PlanFilter, parse_filter};
use crate::plan::list::{PlanFilter as Filter, store as lists};
use crate::stats::Group;
use crate::stats::store::Facts;
use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use shared::i18n;
use shared::plan::Stage;
use shared::proposal::{FundingSource, Sector};
use shared::stats::PlanDimension as Dimension;
use std::str::FromStr;

/// Plans that are counted together (kelompok).
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PlanGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// How many plans (jumlah rencana).
    count: i64,
    /// What a plan's cost estimate comes to (anggaran).
    budget: MoneyStats,
    /// How many people live in the areas that the group and the filter name, or in the regency where neither names one (jumlah
    /// penduduk); null where that is not known, and under a filter by `boundingBox` or `within`.
    people: Option<i64>,
}

#[ComplexObject]
impl PlanGroup {
    /// Rupiah of `budget` for each of the `people` (anggaran per jiwa).
    async fn budget_per_head(&self) -> Option<f64> {
        rupiah_per_head(&self.budget, self.people)
    }
}

pub struct Plans;

impl Noun for Plans {
    const STATS: &'static str = "PlanStats";
    const MEASURES: &'static [&'static str] = &["budget"];
    const DERIVED: &'static [(&'static str, &'static [&'static str])] = &[("budgetPerHead", &["budget"])];
    type Filter = Filter;
    type Dimension = Dimension;
    type Group = PlanGroup;

    fn facts(filter: &Filter, dimensions: &[Dimension], sqlite: bool) -> Facts {
        lists::facts(filter, dimensions, sqlite)
    }

    fn word(dimension: Dimension) -> &'static str {
        dimension.as_str()
    }

    fn label(dimension: Dimension) -> Label {
        match dimension {
            Dimension::Regency | Dimension::District | Dimension::Village => area_name,
            Dimension::Sector => word!(Sector),
            Dimension::Stage => word!(Stage),
            Dimension::FundingSource => word!(FundingSource),
            Dimension::FiscalYear | Dimension::Year | Dimension::Month => itself,
        }
    }

    fn group(filter: &Filter, areas: &Catalogue, keys: Vec<StatsKey>, group: Group) -> PlanGroup {
        let [budget] = group.summaries();
        let outlined = filter.bounding_box.is_some() || filter.within.is_some();
        let people = people_of(Places { areas: &filter.areas, outlined }, areas, &keys);
        PlanGroup { keys, count: group.count, budget: budget.into(), people }
    }
}

#[derive(Default)]
pub struct PlanStatsQuery;

#[Object]
impl PlanStatsQuery {
    /// Plans of the public record in numbers (statistik rencana): drafts never count. At most three dimensions and 5,000
    /// groups.
    async fn plan_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plans (saringan); all when left out.")] filter: Option<PlanFilter>,
        #[graphql(desc = "What to group by (pengelompokan); one group of all when left out.")] group_by: Option<Vec<PlanDimension>>,
    ) -> Result<Stats<Plans>> {
        Stats::read(ctx, parse_filter(ctx, filter.unwrap_or_default())?, group_by).await
    }
}
