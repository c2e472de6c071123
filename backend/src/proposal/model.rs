//! A proposal as the use cases see it.

use crate::access::{Permit, deed};
use crate::error::AppError;
use chrono::{DateTime, Utc};
use shared::access::{ProposalFacts, Resource};
use shared::proposal::{DecisionKind, FundingSource, ProposalFields, ReasonCode, Status};
use shared::value::{AccountId, DecisionId, Location, ProposalId, Quantity, Rupiah};

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: ProposalId,
    /// Grows with every change; an edit names the version it was made from.
    pub version: i32,
    pub owner: AccountId,
    pub status: Status,
    pub status_since: DateTime<Utc>,
    /// Usulan ke: 1, 2, … within proposer and fiscal year. No number is given twice, not even one that became free.
    pub number: i32,
    pub fields: ProposalFields,
    /// The point that stands for the shape on the map.
    pub location: Option<Location>,
    /// The shape's point lies outside the chosen village: worth a look, not an error.
    pub outside_village: bool,
    /// What the levels have changed the volume to.
    pub accepted_quantity: Option<Quantity>,
    /// What the levels have changed the amount to.
    pub accepted_cost: Option<Rupiah>,
    pub funding_sources: Vec<FundingSource>,
    /// The agency that carries it out.
    pub final_agency: Option<String>,
    pub merged_into: Option<ProposalId>,
    pub support_count: i32,
    pub comment_count: i32,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// The code of the review level that it lies with, or lay with last, and since when; none before it was handed in.
    pub level: Option<String>,
    pub level_since: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// Made up, for showing how Rembug works.
    pub sample: bool,
}

impl Proposal {
    pub fn facts(&self) -> ProposalFacts {
        ProposalFacts {
            owner: self.owner,
            proposer: self.fields.proposer_type,
            village: self.fields.village.clone(),
            status: self.status,
            submitted: self.submitted_at.is_some(),
            agency: self.final_agency.clone(),
        }
    }

    /// The volume in force: as last changed, otherwise as asked.
    pub fn quantity(&self) -> Quantity {
        self.accepted_quantity.unwrap_or(self.fields.quantity)
    }

    /// The amount in force: as last changed, otherwise as asked.
    pub fn cost(&self) -> Rupiah {
        self.accepted_cost.unwrap_or(self.fields.estimated_cost)
    }
}

/// A proposal that nobody has been allowed to read yet: only what the rules need is visible.
pub struct Guarded(Proposal);

impl Guarded {
    pub(super) fn new(proposal: Proposal) -> Self {
        Self(proposal)
    }

    pub fn facts(&self) -> ProposalFacts {
        self.0.facts()
    }

    /// Opens it with leave to read.
    pub fn open(self, _permit: &Permit<deed::ReadProposal>) -> Proposal {
        self.0
    }

    /// Opens it for `actor`, if the rules allow.
    ///
    /// # Errors
    /// `NOT_FOUND` when it is a draft of somebody else.
    pub fn read_as(self, actor: &shared::access::Actor) -> Result<Proposal, AppError> {
        let facts = self.facts();
        let permit = crate::access::authorize::<deed::ReadProposal>(actor, Resource::Proposal(&facts))?;
        Ok(self.open(&permit))
    }
}

/// A decision in the public record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedDecision {
    pub id: DecisionId,
    pub proposal: ProposalId,
    /// The code of the review level.
    pub level: String,
    pub decision: DecisionKind,
    pub from: Status,
    pub to: Status,
    pub reason_code: Option<ReasonCode>,
    pub reason_text: Option<String>,
    pub quantity: Option<Quantity>,
    pub cost: Option<Rupiah>,
    pub funding_sources: Vec<FundingSource>,
    pub minutes_number: Option<String>,
    /// The name of office, as it was then.
    pub office: String,
    pub decided_by: AccountId,
    pub decided_at: DateTime<Utc>,
    /// When the proposal had come to the level; unknown for some of the decisions made before this was kept.
    pub arrived_at: Option<DateTime<Utc>>,
}
