//! Statistics of the way through the review levels: how far proposals come, and how long each level takes.

use super::{Label, StatsKey, area_name, few, itself, moment, word};
use crate::api::answer::Long;
use crate::api::context::app;
use crate::api::enums::ReviewDimension;
use crate::area::catalogue::Catalogue;
use crate::area::graphql::ReviewLevel;
use crate::error::AppError;
use crate::platform::database::Snapshot;
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use crate::proposal::list::{ProposalFilter as Filter, store as lists};
use crate::stats::store::{Asked, Both, summarise_both};
use crate::stats::{Group, Summary};
use async_graphql::{Context, Description, Lookahead, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::i18n;
use shared::proposal::{ReviewLevel as Level, Sector, Workflow};
use shared::stats::ReviewDimension as Dimension;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

const MILLIS_PER_DAY: f64 = 86_400_000.0;

/// Proposals on their way together (kelompok).
#[derive(SimpleObject)]
pub struct ReviewGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// How many proposals were handed in (usulan masuk).
    count: i64,
    /// Of these, in a plan or further (masuk rencana).
    accepted: i64,
    /// Of these, with money behind them, or carried out (didanai).
    funded: i64,
    /// All levels in their order (jenjang).
    levels: Vec<LevelStats>,
}

/// What a level has to do with the proposals of a group (jenjang). Of those that reached it, each is exactly one of: waiting, accepted,
/// rejected, returned, deferred, closed, moved on.
#[derive(SimpleObject)]
pub struct LevelStats {
    /// The level (jenjang).
    level: ReviewLevel,
    /// How many ever came to this level (sampai di jenjang ini).
    reached: i64,
    /// How many wait here now (menunggu).
    waiting: i64,
    /// Of these, longer than the level is expected to take (terlambat).
    overdue: i64,
    /// How many it took into a plan, where they are or have gone further (diterima).
    accepted: i64,
    /// How many it refused (ditolak).
    rejected: i64,
    /// How many it sent back, which have not come again (dikembalikan).
    returned: i64,
    /// How many were put off from here, and have not come again (ditunda).
    deferred: i64,
    /// How many were merged or withdrawn while they were here (digabung atau ditarik).
    closed: i64,
    /// How many are with another level by now, or were last (diteruskan).
    moved_on: i64,
    /// How many decisions it made (keputusan); a proposal that came again counts again.
    decisions: i64,
    /// From arriving at the level to its decision (lama di jenjang).
    decision_days: DaysStats,
    /// From arriving until now, of those that wait (lama menunggu).
    waiting_days: DaysStats,
}

/// How long something takes (lamanya), in days and parts of a day.
#[derive(SimpleObject, Default)]
pub struct DaysStats {
    /// Of how many both ends are known (banyaknya data).
    known: i64,
    /// The mean (rata-rata); null where none is known.
    mean: Option<f64>,
    /// The one in the middle (median); null where none is known.
    median: Option<f64>,
}

impl From<Summary> for DaysStats {
    fn from(summary: Summary) -> Self {
        let days = |millis: f64| millis / MILLIS_PER_DAY;
        Self { known: summary.known, mean: summary.mean().map(days), median: summary.median.map(days) }
    }
}

/// How proposals of the public record go through the levels, in numbers (statistik pembahasan).
#[derive(Description)]
pub struct ReviewStats {
    groups: Vec<ReviewGroup>,
    /// Where it was asked for.
    total: Option<ReviewGroup>,
}

type Groups = BTreeMap<Vec<Option<String>>, ReviewGroup>;

#[Object(use_type_description)]
impl ReviewStats {
    /// One group for each combination of keys that occurs, ordered by the keys (kelompok).
    async fn groups(&self) -> Long<&[ReviewGroup]> {
        Long(self.groups.as_slice())
    }

    /// All together, each once (jumlah seluruhnya), at the same moment as the groups.
    async fn total(&self) -> Result<&ReviewGroup> {
        Ok(self.total.as_ref().ok_or_else(|| AppError::damaged("a count without an answer"))?)
    }
}

/// What of a group and its levels is asked for.
struct Wanted {
    /// Of where proposals stand.
    standings: Asked,
    arrivals: bool,
    /// Of the decisions.
    answers: Option<Asked>,
}

impl Wanted {
    /// Nothing where nobody asks for the group.
    fn of(group: &Lookahead<'_>) -> Option<Self> {
        let levels = group.field("levels");
        let of_all = |field: &str| group.field(field).exists();
        let wanted = |field: &str| levels.field(field).exists();
        let median = |field: &str| if levels.field(field).field("median").exists() { vec![0] } else { Vec::new() };
        // Who moved on is whoever came and is none of the others.
        let counted = |field: &str| wanted(field) || wanted("movedOn");
        // In the order of the measures of `standings`.
        let stands = [
            counted("waiting") || wanted("waitingDays"),
            wanted("overdue"),
            counted("accepted") || of_all("accepted"),
            of_all("funded"),
            counted("rejected"),
            counted("returned"),
            counted("deferred"),
            counted("closed"),
        ];
        let sums = (0..stands.len()).filter(|at| stands[*at]).collect();
        let days =
            (wanted("decisions") || wanted("decisionDays")).then(|| if wanted("decisionDays") { vec![0] } else { Vec::new() });
        group.exists().then(|| Self {
            standings: Asked { people: false, sums, medians: median("waitingDays") },
            arrivals: wanted("reached") || wanted("movedOn"),
            answers: days.map(|sums| Asked { people: false, sums, medians: median("decisionDays") }),
        })
    }
}

struct Question {
    filter: Filter,
    areas: Arc<Catalogue>,
    now: DateTime<Utc>,
    sqlite: bool,
}

impl Question {
    /// Asks the database only for what is wanted.
    async fn ask(
        &self,
        snapshot: &Snapshot,
        dimensions: &[Dimension],
        wanted: &Both<Option<Wanted>>,
    ) -> Result<Both<Groups>, AppError> {
        let Self { filter, areas, now, sqlite } = self;
        let workflow = areas.workflow();
        let by = Both { groups: dimensions, total: &[] };
        let wanted = wanted.as_ref().map(Option::as_ref);
        let mut told = Both::<Groups>::default();

        let facts = by.map(|dimensions| lists::standings(filter, dimensions, workflow, *now, *sqlite));
        let asked = wanted.map(|wanted| wanted.map(|wanted| &wanted.standings));
        let found = summarise_both(snapshot, &facts, asked).await?;
        told.add(found, |groups, mut found| {
            let level = level_of(&mut found);
            let named = |keys: &Vec<_>| begun(workflow, named(dimensions, keys));
            groups.entry(found.keys.clone()).or_insert_with_key(named).add_standing(&level, &found);
        });

        let facts = by.map(|dimensions| lists::arrivals(filter, dimensions, workflow, *sqlite));
        let all_levels = Asked { sums: (0..workflow.levels().len()).collect(), ..Asked::default() };
        let asked = wanted.map(|wanted| wanted.filter(|wanted| wanted.arrivals).map(|_| &all_levels));
        let found = summarise_both(snapshot, &facts, asked).await?;
        told.add(found, |groups, found| {
            let levels = groups.get_mut(&found.keys).into_iter().flat_map(|group| &mut group.levels);
            levels.zip(&found.measures).for_each(|(level, reached)| level.reached = reached.known);
        });

        let facts = by.map(|dimensions| lists::answers(filter, dimensions, *sqlite));
        let asked = wanted.map(|wanted| wanted.and_then(|wanted| wanted.answers.as_ref()));
        let found = summarise_both(snapshot, &facts, asked).await?;
        told.add(found, |groups, mut found| {
            let level = level_of(&mut found);
            if let Some(stats) = groups.get_mut(&found.keys).and_then(|group| group.at(&level)) {
                let [days] = found.summaries();
                (stats.decisions, stats.decision_days) = (found.count, days.into());
            }
        });

        Ok(told.map(|mut groups| {
            groups.values_mut().for_each(ReviewGroup::settle);
            groups
        }))
    }
}

impl Both<Groups> {
    /// Adds what was found to the groups that it is about.
    fn add(&mut self, found: Both<Vec<Group>>, to: impl Fn(&mut Groups, Group)) {
        found.groups.into_iter().for_each(|group| to(&mut self.groups, group));
        found.total.into_iter().for_each(|group| to(&mut self.total, group));
    }
}

/// The last key of a group, which it then lacks: its level.
fn level_of(group: &mut Group) -> String {
    group.keys.pop().flatten().unwrap_or_default()
}

/// A group of which nothing is known yet.
fn begun(workflow: &Workflow, keys: Vec<StatsKey>) -> ReviewGroup {
    let level = |level: &Level| LevelStats {
        level: ReviewLevel::from(level),
        reached: 0,
        waiting: 0,
        overdue: 0,
        accepted: 0,
        rejected: 0,
        returned: 0,
        deferred: 0,
        closed: 0,
        moved_on: 0,
        decisions: 0,
        decision_days: DaysStats::default(),
        waiting_days: DaysStats::default(),
    };
    ReviewGroup { keys, count: 0, accepted: 0, funded: 0, levels: workflow.levels().iter().map(level).collect() }
}

impl ReviewGroup {
    fn at(&mut self, level: &str) -> Option<&mut LevelStats> {
        self.levels.iter_mut().find(|stats| stats.level.is(level))
    }

    fn add_standing(&mut self, level: &str, found: &Group) {
        let [waiting, overdue, accepted, funded, rejected, returned, deferred, closed] = found.summaries();
        self.count += found.count;
        self.accepted += accepted.sum();
        self.funded += funded.sum();
        let Some(stats) = self.at(level) else { return };
        stats.waiting = waiting.known;
        stats.overdue = overdue.sum();
        stats.accepted = accepted.sum();
        stats.rejected = rejected.sum();
        stats.returned = returned.sum();
        stats.deferred = deferred.sum();
        stats.closed = closed.sum();
        stats.waiting_days = waiting.into();
    }

    /// Everything came to the first level, without a decision that says so; who is not here any more, has moved on.
    fn settle(&mut self) {
        if let Some(first) = self.levels.first_mut() {
            first.reached = self.count;
        }
        for level in &mut self.levels {
            let here = level.waiting + level.accepted + level.rejected + level.returned + level.deferred + level.closed;
            level.moved_on = level.reached - here;
        }
    }
}

fn named(dimensions: &[Dimension], values: &[Option<String>]) -> Vec<StatsKey> {
    let label = |dimension: &Dimension| -> Label {
        match dimension {
            Dimension::Regency | Dimension::District | Dimension::Village => area_name,
            Dimension::Sector => word!(Sector),
            Dimension::FiscalYear | Dimension::Year => itself,
        }
    };
    let key = |(dimension, value): (&Dimension, &Option<String>)| StatsKey {
        dimension: dimension.as_str(),
        value: value.clone(),
        label: label(dimension),
    };
    dimensions.iter().zip(values).map(key).collect()
}

#[derive(Default)]
pub struct ReviewStatsQuery;

#[Object]
impl ReviewStatsQuery {
    /// How proposals of the public record go through the levels (perjalanan usulan): how far they come, where they end, and how
    /// long each level takes. At most three dimensions and 5,000 groups of a level. `filter.decided` also says which decisions
    /// count.
    async fn review_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposals (saringan); all when left out.")] filter: Option<ProposalFilter>,
        #[graphql(desc = "What to group by (pengelompokan); one group of all when left out.")] group_by: Option<
            Vec<ReviewDimension>,
        >,
    ) -> Result<ReviewStats> {
        let filter = parse_filter(ctx, filter.unwrap_or_default())?;
        let dimensions: Vec<Dimension> = few(group_by)?;
        let wanted = Both { groups: "groups", total: "total" }.map(|field| Wanted::of(&ctx.look_ahead().field(field)));
        let app = app(ctx)?;
        let question = Question { filter, areas: app.areas.current(), now: app.clock.now(), sqlite: app.db.is_sqlite() };
        let (_turn, snapshot) = moment(ctx).await?;
        let Both { groups, mut total } = question.ask(&snapshot, &dimensions, &wanted).await?;
        let nothing = || begun(question.areas.workflow(), Vec::new());
        Ok(ReviewStats {
            groups: groups.into_values().collect(),
            total: wanted.total.map(|_| total.pop_first().map_or_else(nothing, |(_, all)| all)),
        })
    }
}
