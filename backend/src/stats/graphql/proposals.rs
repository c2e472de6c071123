//! Statistics of proposals.

use super::residents::{Places, people_of, rupiah_per_head};
use super::{Label, MoneyStats, Noun, NumberStats, Stats, StatsKey, area_name, itself, word};
use crate::api::enums::ProposalDimension;
use crate::area::catalogue::Catalogue;
use crate::proposal::graphql::{ProposalFilter, parse_filter};
use crate::proposal::list::{ProposalFilter as Filter, store as lists};
use crate::stats::Group;
use crate::stats::store::Facts;
use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use shared::i18n;
use shared::proposal::{DecisionKind, FundingSource, Kind, ProposerType, ReasonCode, Sector, Status};
use shared::stats::ProposalDimension as Dimension;
use std::str::FromStr;

/// Proposals that are counted together (kelompok).
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ProposalGroup {
    /// One for each dimension, in the order of `groupBy` (kunci kelompok).
    keys: Vec<StatsKey>,
    /// How many proposals (jumlah usulan).
    count: i64,
    /// Of these, in a plan or further (masuk rencana).
    accepted: i64,
    /// Of these, refused in the end (ditolak).
    rejected: i64,
    /// What was asked for (perkiraan biaya).
    estimated_cost: MoneyStats,
    /// What the levels decided on (biaya yang disetujui): what one changed it to, whatever became of it, and what came into a plan,
    /// changed or not.
    accepted_cost: MoneyStats,
    /// The amounts of those that are accepted (biaya masuk rencana).
    planned_cost: MoneyStats,
    /// People who benefit (penerima manfaat).
    beneficiaries: NumberStats,
    /// How many people support them (dukungan).
    supports: NumberStats,
    /// Comments that are not hidden (komentar).
    comments: NumberStats,
    /// How many people live in the areas that the group and the filter name, or in the regency where neither names one (jumlah
    /// penduduk); null where that is not known, and under a filter by `boundingBox` or `within`.
    people: Option<i64>,
}

#[ComplexObject]
impl ProposalGroup {
    /// The accepted among those that are decided for good, from 0 to 1 (tingkat penerimaan); null where none is.
    async fn acceptance_rate(&self) -> Option<f64> {
        let decided = self.accepted + self.rejected;
        (decided > 0).then(|| self.accepted as f64 / decided as f64)
    }

    /// Rupiah of `estimatedCost` for each of the `people` (biaya diusulkan per jiwa).
    async fn estimated_cost_per_head(&self) -> Option<f64> {
        rupiah_per_head(&self.estimated_cost, self.people)
    }

    /// Rupiah of `acceptedCost` for each of the `people` (biaya disetujui per jiwa).
    async fn accepted_cost_per_head(&self) -> Option<f64> {
        rupiah_per_head(&self.accepted_cost, self.people)
    }

    /// Rupiah of `plannedCost` for each of the `people` (biaya masuk rencana per jiwa).
    async fn planned_cost_per_head(&self) -> Option<f64> {
        rupiah_per_head(&self.planned_cost, self.people)
    }
}

pub struct Proposals;

impl Noun for Proposals {
    const STATS: &'static str = "ProposalStats";
    const MEASURES: &'static [&'static str] =
        &["estimatedCost", "acceptedCost", "beneficiaries", "supports", "comments", "plannedCost", "accepted", "rejected"];
    const DERIVED: &'static [(&'static str, &'static [&'static str])] = &[
        ("acceptanceRate", &["accepted", "rejected"]),
        ("estimatedCostPerHead", &["estimatedCost"]),
        ("acceptedCostPerHead", &["acceptedCost"]),
        ("plannedCostPerHead", &["plannedCost"]),
    ];
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
            Dimension::Regency | Dimension::District | Dimension::Village => area_name,
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

    fn group(filter: &Filter, areas: &Catalogue, keys: Vec<StatsKey>, group: Group) -> ProposalGroup {
        let [estimated, accepted_cost, beneficiaries, supports, comments, planned, accepted, rejected] = group.summaries();
        let outlined = filter.bounding_box.is_some() || filter.within.is_some();
        ProposalGroup {
            count: group.count,
            accepted: accepted.sum(),
            rejected: rejected.sum(),
            estimated_cost: estimated.into(),
            accepted_cost: accepted_cost.into(),
            planned_cost: planned.into(),
            beneficiaries: beneficiaries.into(),
            supports: supports.into(),
            comments: comments.into(),
            people: people_of(Places { areas: &filter.areas, outlined }, areas, &keys),
            keys,
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
        Stats::read(ctx, parse_filter(ctx, filter.unwrap_or_default())?, group_by).await
    }
}
