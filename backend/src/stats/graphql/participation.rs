//! Statistics of taking part.

use super::residents::{Places, people_of, per_thousand};
use super::{Label, Noun, NumberStats, Stats, StatsKey, area_name, itself, word};
use crate::api::enums::ParticipationDimension;
use crate::api::filter::told_at;
use crate::area::catalogue::Catalogue;
use crate::plan::graphql::{PlanFilter, parse_filter as parse_plans};
use crate::plan::list::{PlanFilter as Plans, store as plans};
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use crate::proposal::list::{ProposalFilter as Proposals, store as proposals};
use crate::stats::store::{Facts, participation};
use crate::stats::{Group, Summary};
use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use shared::i18n;
use shared::proposal::{Sector, Status};
use shared::stats::ParticipationDimension as Dimension;
use std::str::FromStr;

/// Acts that are counted together (kelompok).
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ParticipationGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// Proposals handed in (usulan).
    proposals: i64,
    /// Supports given and not taken back (dukungan).
    supports: i64,
    /// Comments on proposals, the hidden ones too (komentar).
    comments: i64,
    /// Comments on plans, the hidden ones too (komentar rencana); null where `plans` asks for none.
    plan_comments: Option<i64>,
    /// Suggestions for plans, whatever became of them (saran); null where `plans` asks for none.
    plan_suggestions: Option<i64>,
    /// All of these (kegiatan): the mean and the median are of each proposal or plan about which there is any.
    acts: NumberStats,
    /// Different people who did so under their name (orang): who propose, comment and suggest, but not who support, which is
    /// nobody's business. Null for one to four, who could be guessed.
    people: Option<i64>,
    /// How many people live in the areas that the group and the filter name, or in the regency where neither names one (jumlah
    /// penduduk); null where that is not known, under a filter by `boundingBox` or `within`, and where `filter` and `plans` name
    /// different areas.
    residents: Option<i64>,
}

#[ComplexObject]
impl ParticipationGroup {
    /// `people` for each thousand of the `residents` (orang per seribu jiwa).
    async fn people_per_thousand(&self) -> Option<f64> {
        per_thousand(self.people?, self.residents)
    }

    /// `proposals` for each thousand of the `residents` (usulan per seribu jiwa).
    async fn proposals_per_thousand(&self) -> Option<f64> {
        per_thousand(self.proposals, self.residents)
    }

    /// `supports` for each thousand of the `residents` (dukungan per seribu jiwa).
    async fn supports_per_thousand(&self) -> Option<f64> {
        per_thousand(self.supports, self.residents)
    }

    /// `comments` for each thousand of the `residents` (komentar per seribu jiwa).
    async fn comments_per_thousand(&self) -> Option<f64> {
        per_thousand(self.comments, self.residents)
    }
}

pub struct Participation;

/// On which proposals, and on which plans, where it is on any.
pub struct Filter {
    proposals: Proposals,
    plans: Option<Plans>,
}

impl Filter {
    /// Where both look for it; nothing where they look in different places.
    fn places(&self) -> Option<Places<'_>> {
        let Self { proposals, plans } = self;
        if plans.as_ref().is_some_and(|plans| plans.areas != proposals.areas) {
            return None;
        }
        let outlined = proposals.bounding_box.is_some()
            || proposals.within.is_some()
            || plans.as_ref().is_some_and(|plans| plans.bounding_box.is_some() || plans.within.is_some());
        Some(Places { areas: &proposals.areas, outlined })
    }
}

impl Noun for Participation {
    const STATS: &'static str = "ParticipationStats";
    // Each is so many times 1: a median says something about each proposal alone.
    const MEASURES: &'static [&'static str] = &["proposals", "supports", "comments", "planComments", "planSuggestions"];
    const DERIVED: &'static [(&'static str, &'static [&'static str])] = &[
        ("peoplePerThousand", &["people"]),
        ("proposalsPerThousand", &["proposals"]),
        ("supportsPerThousand", &["supports"]),
        ("commentsPerThousand", &["comments"]),
    ];
    const ABOUT_EACH: Option<&'static str> = Some("acts");
    type Filter = Filter;
    type Dimension = Dimension;
    type Group = ParticipationGroup;

    fn facts(filter: &Filter, dimensions: &[Dimension], sqlite: bool) -> Facts {
        let on_plans = filter.plans.as_ref().map(plans::acts);
        participation(proposals::acts(&filter.proposals), on_plans.into_iter().flatten(), dimensions, sqlite)
    }

    fn word(dimension: Dimension) -> &'static str {
        dimension.as_str()
    }

    fn label(dimension: Dimension) -> Label {
        match dimension {
            Dimension::Regency | Dimension::District | Dimension::Village => area_name,
            Dimension::Sector => word!(Sector),
            Dimension::Status => word!(Status),
            Dimension::FiscalYear | Dimension::Year | Dimension::Month => itself,
        }
    }

    fn group(filter: &Filter, areas: &Catalogue, keys: Vec<StatsKey>, group: Group) -> ParticipationGroup {
        let [proposals, supports, comments, plan_comments, plan_suggestions] = group.summaries().map(Summary::sum);
        let on_plans = |number: i64| filter.plans.as_ref().map(|_| number);
        ParticipationGroup {
            proposals,
            supports,
            comments,
            plan_comments: on_plans(plan_comments),
            plan_suggestions: on_plans(plan_suggestions),
            acts: group.about_each.into(),
            people: group.people_told(),
            residents: filter.places().and_then(|places| people_of(places, areas, &keys)),
            keys,
        }
    }
}

#[derive(Default)]
pub struct ParticipationStatsQuery;

#[Object]
impl ParticipationStatsQuery {
    /// How people take part in the proposals that the filter asks for, and in the plans that `plans` asks for (partisipasi), by
    /// when and where they did. At most three dimensions and 5,000 groups.
    async fn participation_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which proposals (saringan); all when left out.")] filter: Option<ProposalFilter>,
        #[graphql(desc = "On which plans as well (saringan rencana); none when left out, all for `{}`.")] plans: Option<PlanFilter>,
        #[graphql(desc = "What to group by (pengelompokan); one group of all when left out.")] group_by: Option<
            Vec<ParticipationDimension>,
        >,
    ) -> Result<Stats<Participation>> {
        let proposals = parse_filter(ctx, filter.unwrap_or_default())?;
        let plans = plans.map(|plans| told_at("plans", parse_plans(ctx, plans))).transpose()?;
        Stats::read(ctx, Filter { proposals, plans }, group_by).await
    }
}
