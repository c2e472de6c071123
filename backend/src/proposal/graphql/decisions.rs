//! Decisions: one of them, and the list of all in the public record.

use super::lists::{ProposalFilter, few, parse_filter};
use super::object::Proposal;
use crate::access::graphql::Person;
use crate::api::connection::Slice;
use crate::api::context::app;
use crate::api::enums::{Chronology, DecisionKind, FundingSource, ProposalStatus, ReasonCode};
use crate::api::loaders::{Loaders, PersonKey, ProposalKey, gather};
use crate::api::scalars::{Quantity, Rupiah};
use crate::area::graphql::ReviewLevel;
use crate::error::AppError;
use crate::proposal::list::{DecisionCriteria as Criteria, DecisionFilter as Filter, store as lists};
use crate::proposal::model::RecordedDecision;
use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, Description, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::value::PageRequest;
use shared::value::time::Chronology as Order;

/// What a level decided about a proposal (keputusan).
#[derive(Description)]
pub struct Decision(pub(super) RecordedDecision);

#[Object(use_type_description)]
impl Decision {
    /// Of the decision (nomor keputusan).
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The proposal that was decided on (usulan).
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Proposal> {
        let found = ctx.data::<Loaders>()?.load_one(ProposalKey(self.0.proposal.0)).await?;
        Ok(Proposal::new(found.ok_or_else(|| AppError::damaged("a decision without its proposal"))?))
    }

    /// The level that decided (jenjang); null when the regency no longer has it.
    async fn level(&self, ctx: &Context<'_>) -> Result<Option<ReviewLevel>> {
        Ok(app(ctx)?.areas.current().workflow().level(&self.0.level).map(Into::into))
    }

    /// What was decided (keputusan).
    async fn decision(&self) -> DecisionKind {
        self.0.decision.into()
    }

    /// The status before it (status sebelumnya).
    async fn from(&self) -> ProposalStatus {
        self.0.from.into()
    }

    /// The status after it (status sesudahnya).
    async fn to(&self) -> ProposalStatus {
        self.0.to.into()
    }

    /// Why (alasan), one of the known reasons; null when none was given.
    async fn reason_code(&self) -> Option<ReasonCode> {
        self.0.reason_code.map(Into::into)
    }

    /// Why, in words (penjelasan alasan).
    async fn reason_text(&self) -> Option<&str> {
        self.0.reason_text.as_deref()
    }

    /// The volume that it was changed to (volume yang disetujui); null when unchanged.
    async fn quantity(&self) -> Option<Quantity> {
        self.0.quantity.map(|value| Quantity(value.as_f64()))
    }

    /// The amount that it was changed to (biaya yang disetujui), in rupiah; null when unchanged.
    async fn cost(&self) -> Option<Rupiah> {
        self.0.cost.map(|value| Rupiah(value.get()))
    }

    /// Who pays, as far as this decision says (sumber dana).
    async fn funding_sources(&self) -> Vec<FundingSource> {
        self.0.funding_sources.iter().copied().map(Into::into).collect()
    }

    /// The number of the minutes that it rests on (berita acara).
    async fn minutes_number(&self) -> Option<&str> {
        self.0.minutes_number.as_deref()
    }

    /// The name of office, as it was then (jabatan).
    async fn office(&self) -> &str {
        &self.0.office
    }

    /// The official who decided (pejabat).
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Person> {
        let person = ctx.data::<Loaders>()?.load_one(PersonKey(self.0.decided_by.0)).await?;
        Ok(person.ok_or_else(|| AppError::damaged("a decision without its official"))?.into())
    }

    /// When it was decided (waktu keputusan).
    async fn decided_at(&self) -> DateTime<Utc> {
        self.0.decided_at
    }

    /// When the proposal had come to the level (tiba di jenjang); null for some of the older decisions, where nobody kept it.
    async fn arrived_at(&self) -> Option<DateTime<Utc>> {
        self.0.arrived_at
    }
}

/// Which decisions (keputusan); each field narrows further.
#[derive(InputObject, Default)]
pub struct DecisionCriteria {
    /// Any of these (keputusan).
    kinds: Option<Vec<DecisionKind>>,
    /// Codes of review levels (jenjang).
    levels: Option<Vec<String>>,
    /// Any of these (alasan).
    reason_codes: Option<Vec<ReasonCode>>,
    /// Decided at this instant or later (sejak).
    from: Option<DateTime<Utc>>,
    /// Decided before this instant (sampai).
    to: Option<DateTime<Utc>>,
}

impl DecisionCriteria {
    /// # Errors
    /// `UNKNOWN_VALUE` or `OUT_OF_RANGE` at `filter.decided.levels`.
    pub(super) fn parse(self, ctx: &Context<'_>) -> Result<Criteria> {
        const LEVELS: &str = "filter.decided.levels";
        let levels = few(LEVELS, self.levels)?;
        let areas = app(ctx)?.areas.current();
        if levels.iter().any(|code| areas.workflow().level(code).is_none()) {
            return Err(AppError::field(LEVELS, ErrorCode::UnknownValue).into());
        }
        Ok(Criteria {
            kinds: self.kinds.unwrap_or_default().into_iter().map(Into::into).collect(),
            levels,
            reason_codes: self.reason_codes.unwrap_or_default().into_iter().map(Into::into).collect(),
            from: self.from,
            to: self.to,
        })
    }
}

/// Which decisions on which proposals (keputusan).
#[derive(InputObject, Default)]
pub struct DecisionFilter {
    /// What was decided (keputusan).
    decided: Option<DecisionCriteria>,
    /// On which proposals (usulan).
    proposals: Option<ProposalFilter>,
}

/// What can be counted without reading the list.
pub struct DecisionTotals {
    filter: Filter,
}

#[Object]
impl DecisionTotals {
    /// How many there are on all pages together (jumlah seluruhnya).
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(lists::count_decisions(&app(ctx)?.db, &self.filter).await?)
    }
}

#[derive(Default)]
pub struct DecisionQuery;

#[Object]
impl DecisionQuery {
    /// Decisions of the public record (keputusan), a page at a time, newest first; `first` or `last` from 1 to 100 is required.
    #[allow(clippy::too_many_arguments)]
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decisions (saringan); all when left out.")] filter: Option<DecisionFilter>,
        #[graphql(desc = "In which order (urutan); the newest first when left out.")] order_by: Option<Chronology>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
        #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
    ) -> Result<Connection<String, Decision, DecisionTotals, EmptyFields>> {
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let DecisionFilter { decided, proposals } = filter.unwrap_or_default();
        let filter = Filter {
            criteria: decided.unwrap_or_default().parse(ctx)?,
            proposals: parse_filter(ctx, proposals.unwrap_or_default())?,
        };
        let order: Order = order_by.map_or(Order::Newest, Into::into);
        let found = Slice::of(&page, lists::page_of_decisions(&app(ctx)?.db, &filter, order, &page).await?);
        let ahead = ctx.look_ahead();
        let asks = |field| ahead.field("nodes").field(field).exists() || ahead.field("edges").field("node").field(field).exists();
        let loaders = ctx.data::<Loaders>()?;
        if asks("decidedBy") {
            loaders.load_many(found.items().into_iter().map(|decision| PersonKey(decision.decided_by.0))).await?;
        }
        if asks("proposal") {
            let keys = found.items().into_iter().map(|decision| ProposalKey(decision.proposal.0));
            let decided_on = loaders.load_many(keys).await?;
            let paths: [&[&str]; 2] = [&["nodes", "proposal"], &["edges", "node", "proposal"]];
            gather(ctx, &paths, &decided_on.values().collect::<Vec<_>>()).await?;
        }
        Ok(found.connect(order, DecisionTotals { filter }, Decision))
    }
}
