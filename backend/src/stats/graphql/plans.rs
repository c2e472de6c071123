//! Statistics of plans.

use super::{Label, MoneyStats, Noun, Stats, StatsKey, area_name, itself, word};
use crate::api::enums::PlanDimension;
use crate::area::catalogue::Catalogue;
use crate::plan::graphql::{PlanFilter, parse_filter};
use crate::plan::list::{PlanFilter as Filter, store as lists};
use crate::stats::Group;
use crate::stats::store::Facts;
use async_graphql::{Context, Object, Result, SimpleObject};
use shared::i18n;
use shared::plan::Stage;
use shared::proposal::Sector;
use shared::stats::PlanDimension as Dimension;
use std::str::FromStr;

/// Plans that are counted together (kelompok).
#[derive(SimpleObject)]
pub struct PlanGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// How many plans (jumlah rencana).
    count: i64,
    /// What a plan's cost estimate comes to (anggaran).
    budget: MoneyStats,
}

pub struct Plans;

impl Noun for Plans {
    const STATS: &'static str = "PlanStats";
    const MEASURES: &'static [&'static str] = &["budget"];
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
            Dimension::District | Dimension::Village => area_name,
            Dimension::Sector => word!(Sector),
            Dimension::Stage => word!(Stage),
            Dimension::FiscalYear | Dimension::Year | Dimension::Month => itself,
        }
    }

    fn group(_: &Filter, _: &Catalogue, keys: Vec<StatsKey>, group: Group) -> PlanGroup {
        let [budget] = group.summaries();
        PlanGroup { keys, count: group.count, budget: budget.into() }
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
        Ok(Stats::new(parse_filter(ctx, filter.unwrap_or_default())?, group_by)?)
    }
}
