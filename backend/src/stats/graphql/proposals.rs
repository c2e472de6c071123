//! Statistics of proposals.

use super::{Label, MoneyStats, Noun, NumberStats, Stats, StatsKey, area_name, itself, word};
use crate::api::enums::ProposalDimension;
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use crate::proposal::list::{ProposalFilter as Filter, store as lists};
use crate::stats::Group;
use crate::stats::store::Facts;
use async_graphql::{Context, Object, Result, SimpleObject};
use shared::i18n;
use shared::proposal::{DecisionKind, FundingSource, Kind, ProposerType, ReasonCode, Sector, Status};
use shared::stats::ProposalDimension as Dimension;
use std::str::FromStr;

/// Proposals that are counted together (kelompok).
#[derive(SimpleObject)]
pub struct ProposalGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// How many proposals (jumlah usulan).
    count: i64,
    /// What was asked for (perkiraan biaya).
    estimated_cost: MoneyStats,
    /// What the levels changed it to (biaya yang disetujui), where they did.
    accepted_cost: MoneyStats,
    /// People who benefit (penerima manfaat).
    beneficiaries: NumberStats,
    /// How many people support them (dukungan).
    supports: NumberStats,
    /// Comments that are not hidden (komentar).
    comments: NumberStats,
}

impl From<(Vec<StatsKey>, Group)> for ProposalGroup {
    fn from((keys, group): (Vec<StatsKey>, Group)) -> Self {
        let [estimated, accepted, beneficiaries, supports, comments] = group.summaries();
        Self {
            keys,
            count: group.count,
            estimated_cost: estimated.into(),
            accepted_cost: accepted.into(),
            beneficiaries: beneficiaries.into(),
            supports: supports.into(),
            comments: comments.into(),
        }
    }
}

pub struct Proposals;

impl Noun for Proposals {
    const STATS: &'static str = "ProposalStats";
    const MEASURES: &'static [&'static str] = &["estimatedCost", "acceptedCost", "beneficiaries", "supports", "comments"];
    type Filter = Filter;
    type Dimension = Dimension;
    type Group = ProposalGroup;

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
            Dimension::Status => word!(Status),
            Dimension::Kind => word!(Kind),
            Dimension::ProposerType => word!(ProposerType),
            Dimension::FundingSource => word!(FundingSource),
            Dimension::Decision => word!(DecisionKind),
            Dimension::ReasonCode => word!(ReasonCode),
            Dimension::FiscalYear | Dimension::Year | Dimension::Month => itself,
            Dimension::Agency => |app, _, code| app.areas.current().agency(code).map(|agency| agency.name.clone()),
            Dimension::ReviewLevel => {
                |app, lang, code| app.areas.current().workflow().level(code).map(|level| level.name(lang).to_owned())
            }
        }
    }
}

#[derive(Default)]
pub struct ProposalStatsQuery;

#[Object]
impl ProposalStatsQuery {
    /// Proposals of the public record in numbers (statistik usulan): drafts never count. At most three dimensions and 5,000
    /// groups.
    async fn proposal_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which proposals (saringan); all when left out.")] filter: Option<ProposalFilter>,
        #[graphql(desc = "What to group by (pengelompokan); one group of all when left out.")] group_by: Option<
            Vec<ProposalDimension>,
        >,
    ) -> Result<Stats<Proposals>> {
        Ok(Stats::new(parse_filter(ctx, filter.unwrap_or_default())?, group_by)?)
    }
}
