//! The questions of the data page. Each is a query that anybody may open, change and ask again.

use super::area::AreaFilter;
use super::proposal::ProposalFilter;
use super::{Answer, Nothing};
use crate::stats::{ProposalDimension, ReviewDimension};
use serde::{Deserialize, Serialize};

/// Which proposals, and what keeps groups apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatsVariables<D> {
    pub filter: ProposalFilter,
    pub group_by: Vec<D>,
}

/// Groups, and all together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Stats<G> {
    pub groups: Vec<G>,
    pub total: G,
}

/// By what a group is kept apart from the others, in the language of the request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct StatsKey {
    pub value: Option<String>,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LevelName {
    pub code: String,
    pub name: String,
}

/// How far the proposals of a group came.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FunnelGroup {
    #[serde(default)]
    pub keys: Vec<StatsKey>,
    pub count: i64,
    pub accepted: i64,
    pub funded: i64,
    pub levels: Vec<FunnelLevel>,
}

/// A level of the funnel: of those that reached it, each is one of the others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunnelLevel {
    pub level: LevelName,
    pub reached: i64,
    pub waiting: i64,
    pub accepted: i64,
    pub rejected: i64,
    pub returned: i64,
    pub deferred: i64,
    pub closed: i64,
    pub moved_on: i64,
}

operation! {
    /// From proposal to funded, by level and area.
    Funnel(StatsVariables<ReviewDimension>) -> Answer<Stats<FunnelGroup>> {
        "query Funnel($filter: ProposalFilter, $groupBy: [ReviewDimension!]) {
  answer: reviewStats(filter: $filter, groupBy: $groupBy) {
    groups {
      keys { value label }
      count accepted funded
      levels { level { code name } reached waiting accepted rejected returned deferred closed movedOn }
    }
    total {
      count accepted funded
      levels { level { code name } reached waiting accepted rejected returned deferred closed movedOn }
    }
  }
}"
    }
}

/// How long the levels take: in each area as much as its table shows, and in full for all of them. Medians over everything are
/// what costs most.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Times {
    pub groups: Vec<AreaTimes>,
    pub total: AllTimes,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AllTimes {
    pub levels: Vec<LevelTimes>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AreaTimes {
    pub keys: Vec<StatsKey>,
    pub levels: Vec<AreaLevelTimes>,
}

/// How long a level takes with the proposals of an area, and how many wait there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaLevelTimes {
    pub decision_days: Median,
    pub waiting: i64,
    pub overdue: i64,
}

/// Days and parts of a day; none where nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Median {
    pub median: Option<f64>,
}

/// How long a level takes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LevelTimes {
    pub level: TimedLevel,
    pub decisions: i64,
    pub decision_days: Days,
    pub waiting: i64,
    pub overdue: i64,
    pub waiting_days: Days,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimedLevel {
    pub code: String,
    pub name: String,
    /// Days within which an answer is expected.
    pub expected_days: i32,
}

/// Days and parts of a day; none where nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Days {
    pub mean: Option<f64>,
    pub median: Option<f64>,
}

operation! {
    /// The time at each level, by area.
    LevelDays(StatsVariables<ReviewDimension>) -> Answer<Times> {
        "query LevelDays($filter: ProposalFilter, $groupBy: [ReviewDimension!]) {
  answer: reviewStats(filter: $filter, groupBy: $groupBy) {
    groups {
      keys { value label }
      levels { decisionDays { median } waiting overdue }
    }
    total {
      levels {
        level { code name expectedDays }
        decisions decisionDays { mean median }
        waiting overdue waitingDays { mean median }
      }
    }
  }
}"
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Refused {
    pub answer: Stats<Counted>,
    pub levels: Vec<LevelName>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Counted {
    #[serde(default)]
    pub keys: Vec<StatsKey>,
    pub count: i64,
}

operation! {
    /// Why proposals were refused, and by which level. `filter.decided` asks for refusals, and `groupBy` for reason and level.
    Refusals(StatsVariables<ProposalDimension>) -> Refused {
        "query Refusals($filter: ProposalFilter, $groupBy: [ProposalDimension!]) {
  answer: proposalStats(filter: $filter, groupBy: $groupBy) {
    groups { keys { value label } count }
    total { count }
  }
  levels: reviewLevels { code name }
}"
    }
}

/// Money asked for, and money in plans.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MoneyGroup {
    #[serde(default)]
    pub keys: Vec<StatsKey>,
    pub count: i64,
    pub accepted: i64,
    pub estimated_cost: Sum,
    pub planned_cost: Sum,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Sum {
    pub sum: i64,
}

operation! {
    /// Money by sector or area.
    MoneyAsked(StatsVariables<ProposalDimension>) -> Answer<Stats<MoneyGroup>> {
        "query MoneyAsked($filter: ProposalFilter, $groupBy: [ProposalDimension!]) {
  answer: proposalStats(filter: $filter, groupBy: $groupBy) {
    groups { keys { value label } count accepted estimatedCost { sum } plannedCost { sum } }
    total { count accepted estimatedCost { sum } plannedCost { sum } }
  }
}"
    }
}

/// The fiscal years of which there are proposals.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct YearGroups {
    pub groups: Vec<YearGroup>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct YearGroup {
    pub keys: Vec<StatsKey>,
}

impl YearGroup {
    pub fn year(&self) -> Option<i32> {
        self.keys.first()?.value.as_ref()?.parse().ok()
    }
}

operation! {
    /// The years that questions may be narrowed to.
    FiscalYears(Nothing) -> Answer<YearGroups> {
        "query FiscalYears { answer: proposalStats(groupBy: [FISCAL_YEAR]) { groups { keys { value label } } } }"
    }
}

/// How an area fares.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaGroup {
    #[serde(default)]
    pub keys: Vec<StatsKey>,
    pub count: i64,
    pub accepted: i64,
    pub rejected: i64,
    pub acceptance_rate: Option<f64>,
    pub people: Option<i64>,
    pub estimated_cost_per_head: Option<f64>,
    pub planned_cost_per_head: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AreaFigures {
    pub answer: Stats<AreaGroup>,
    pub areas: PeopledAreas,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PeopledAreas {
    pub nodes: Vec<Peopled>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Peopled {
    pub population: Option<Told>,
}

/// Who counted the people, and when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Told {
    pub source: String,
    pub year: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaVariables {
    pub filter: ProposalFilter,
    pub group_by: Vec<ProposalDimension>,
    /// The areas that are grouped by.
    pub areas: AreaFilter,
}

operation! {
    /// Acceptance, and rupiah per head, of areas.
    Fairness(AreaVariables) -> AreaFigures {
        "query Fairness($filter: ProposalFilter, $groupBy: [ProposalDimension!], $areas: AreaFilter) {
  answer: proposalStats(filter: $filter, groupBy: $groupBy) {
    groups { keys { value label } count accepted rejected acceptanceRate people estimatedCostPerHead plannedCostPerHead }
    total { count accepted rejected acceptanceRate people estimatedCostPerHead plannedCostPerHead }
  }
  areas(filter: $areas, first: 100) { nodes { population { source year } } }
}"
    }
}
