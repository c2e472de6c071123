//! Statistics of taking part.

use super::{Label, Noun, Stats, StatsKey, area_name, itself, word};
use crate::api::enums::ParticipationDimension;
use crate::area::catalogue::Catalogue;
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use crate::proposal::list::{ProposalFilter as Filter, store as lists};
use crate::stats::Group;
use crate::stats::store::Facts;
use async_graphql::{Context, Object, Result, SimpleObject};
use shared::i18n;
use shared::proposal::Sector;
use shared::stats::ParticipationDimension as Dimension;
use std::str::FromStr;

/// Acts that are counted together (kelompok).
#[derive(SimpleObject)]
pub struct ParticipationGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// Proposals handed in (usulan).
    proposals: i64,
    /// Supports given and not taken back (dukungan).
    supports: i64,
    /// Comments, the hidden ones too (komentar).
    comments: i64,
    /// Different people (orang); null for one to four, who could be guessed.
    people: Option<i64>,
}

pub struct Participation;

impl Noun for Participation {
    const STATS: &'static str = "ParticipationStats";
    const MEASURES: &'static [&'static str] = &["proposals", "supports", "comments"];
    type Filter = Filter;
    type Dimension = Dimension;
    type Group = ParticipationGroup;

    fn facts(filter: &Filter, dimensions: &[Dimension], sqlite: bool) -> Facts {
        lists::participation(filter, dimensions, sqlite)
    }

    fn word(dimension: Dimension) -> &'static str {
        dimension.as_str()
    }

    fn label(dimension: Dimension) -> Label {
        match dimension {
            Dimension::District | Dimension::Village => area_name,
            Dimension::Sector => word!(Sector),
            Dimension::Year | Dimension::Month => itself,
        }
    }

    fn group(_: &Filter, _: &Catalogue, keys: Vec<StatsKey>, group: Group) -> ParticipationGroup {
        let [proposals, supports, comments] = group.summaries();
        ParticipationGroup {
            keys,
            proposals: proposals.sum,
            supports: supports.sum,
            comments: comments.sum,
            people: group.people_told(),
        }
    }
}

#[derive(Default)]
pub struct ParticipationStatsQuery;

#[Object]
impl ParticipationStatsQuery {
    /// How people take part in the proposals that the filter asks for (partisipasi), by when and where they did. At most
    /// three dimensions and 5,000 groups.
    async fn participation_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which proposals (saringan); all when left out.")] filter: Option<ProposalFilter>,
        #[graphql(desc = "What to group by (pengelompokan); one group of all when left out.")] group_by: Option<
            Vec<ParticipationDimension>,
        >,
    ) -> Result<Stats<Participation>> {
        Ok(Stats::new(parse_filter(ctx, filter.unwrap_or_default())?, group_by)?)
    }
}
