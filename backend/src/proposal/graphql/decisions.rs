//! Decisions: one of them, and the list of all in the public record.

use super::lists::{ProposalFilter, parse_filter};
use super::object::Proposal;
use crate::access::graphql::Person;
use crate::api::answer::Long;
use crate::api::connection::{Page, Slice, Totals, asks, list_field};
use crate::api::context::app;
use crate::api::enums::{Chronology, DecisionKind, FundingSource, ProposalStatus, ReasonCode};
use crate::api::filter::{each, told_at};
use crate::api::loaders::{Loaders, PersonKey, ProposalKey, gather};
use crate::api::scalars::{Quantity, Rupiah};
use crate::area::graphql::ReviewLevel;
use crate::error::AppError;
use crate::platform::database::Listed;
use crate::proposal::list::{DecisionCriteria as Criteria, DecisionFilter as Filter};
use crate::proposal::model::RecordedDecision;
use async_graphql::{Context, Description, ID, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::value::time::Chronology as Order;
use shared::value::{DecisionId, PageRequest};

/// What a level decided about a proposal (keputusan).
#[derive(Description)]
pub struct Decision(pub(super) RecordedDecision);

impl Decision {
    /// The decision with this id; all of them are public.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn find(ctx: &Context<'_>, id: DecisionId) -> Result<Option<Self>> {
        Ok(Filter::default().find(&app(ctx)?.db, id.0).await?.map(Self))
    }
}

#[Object(use_type_description)]
impl Decision {
    /// Of the decision (nomor keputusan).
    pub async fn id(&self) -> ID {
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
    async fn reason_text(&self) -> Option<Long<&str>> {
        self.0.reason_text.as_deref().map(Long)
    }

    /// The volume that it was changed to (volume yang disetujui); null when unchanged.
    async fn quantity(&self) -> Option<Quantity> {
        self.0.quantity.map(Into::into)
    }

    /// The amount that it was changed to (biaya yang disetujui), in rupiah; null when unchanged.
    async fn cost(&self) -> Option<Rupiah> {
        self.0.cost.map(Into::into)
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
        Person::named(ctx, self.0.decided_by, "a decision without its official").await
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
        let levels: Vec<String> = each(LEVELS, self.levels)?;
        let areas = app(ctx)?.areas.current();
        if levels.iter().any(|code| areas.workflow().level(code).is_none()) {
            return Err(AppError::field(LEVELS, ErrorCode::UnknownValue).into());
        }
        Ok(Criteria {
            kinds: each("filter.decided.kinds", self.kinds)?,
            levels,
            reason_codes: each("filter.decided.reasonCodes", self.reason_codes)?,
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

list_field! {
    /// Decisions of the public record (keputusan), a page at a time, newest first; `first` or `last` from 1 to 100 is required.
    DecisionQuery::decisions(DecisionFilter, Chronology) -> Decision, list
}

async fn list(ctx: &Context<'_>, input: DecisionFilter, order: Option<Chronology>, page: PageRequest) -> Result<Page<Decision>> {
    let list = Filter {
        criteria: input.decided.unwrap_or_default().parse(ctx)?,
        proposals: told_at("filter.proposals", parse_filter(ctx, input.proposals.unwrap_or_default()))?,
    };
    let found = Slice::read(ctx, &list, order.map_or(Order::Newest, Into::into), &page).await?;
    let loaders = ctx.data::<Loaders>()?;
    if asks(ctx, "decidedBy") {
        loaders.load_many(found.items().into_iter().map(|decision| PersonKey(decision.decided_by.0))).await?;
    }
    if asks(ctx, "proposal") {
        let keys = found.items().into_iter().map(|decision| ProposalKey(decision.proposal.0));
        let decided_on = loaders.load_many(keys).await?;
        let paths: [&[&str]; 2] = [&["nodes", "proposal"], &["edges", "node", "proposal"]];
        gather(ctx, &paths, &decided_on.values().collect::<Vec<_>>()).await?;
    }
    Ok(found.connect(Totals::of(list), Decision))
}
