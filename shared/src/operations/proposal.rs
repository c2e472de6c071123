//! Proposals: lists of them, one of them, its history, and support for it.

use super::account::Person;
use super::area::{AgencyName, AreaName};
use super::catalog::CatalogItem;
use super::journal::JournalEntry;
use super::{Answer, ById, Input, Page, Payload};
use crate::area::AreaCode;
use crate::proposal::form::{BeneficiaryDetail, Dimensions};
use crate::proposal::{
    Action, BeneficiaryBand, DecisionKind, DocumentKind, Evidence, FundingSource, Kind, Order, ProposerType, ReasonCode, Sector,
    SpendingType, Status, Unit,
};
use crate::value::{BoundingBox, DecisionId, Location, MediaId, ProposalId, Quantity, Rupiah};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A proposal in a list or on the map.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalCard {
    pub id: ProposalId,
    pub version: i64,
    pub status: Status,
    pub status_since: DateTime<Utc>,
    pub title: String,
    pub kind: Kind,
    pub sector: Sector,
    pub fiscal_year: i32,
    pub sample: bool,
    pub village: AreaName,
    pub district: AreaName,
    pub estimated_cost: Rupiah,
    pub accepted_cost: Option<Rupiah>,
    pub support_count: i64,
    pub viewer_has_supported: bool,
    pub comment_count: i64,
    pub location: Option<Location>,
    pub proposer: Person,
    pub proposer_type: ProposerType,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

/// A proposal with everything on its page.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalDetail {
    pub id: ProposalId,
    pub version: i64,
    pub status: Status,
    pub status_since: DateTime<Utc>,
    /// Counts from 1 within proposer and year.
    pub proposal_number: i32,
    pub title: String,
    pub problem: String,
    pub objective: Option<String>,
    pub address: String,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub hamlet: Option<String>,
    pub village: AreaName,
    pub district: AreaName,
    pub kind: Kind,
    pub sector: Sector,
    pub quantity: Quantity,
    pub unit: Unit,
    pub dimensions: Option<Dimensions>,
    pub unit_price: Option<Rupiah>,
    pub estimated_cost: Rupiah,
    pub accepted_quantity: Option<Quantity>,
    pub accepted_cost: Option<Rupiah>,
    pub funding_sources: Vec<FundingSource>,
    pub spending_type: Option<SpendingType>,
    pub subactivity_code: Option<String>,
    pub regional_priority: Option<String>,
    pub note: Option<String>,
    pub self_help_amount: Option<Rupiah>,
    pub self_help_note: Option<String>,
    pub beneficiaries: i32,
    pub beneficiary_band: BeneficiaryBand,
    pub beneficiary_detail: Option<BeneficiaryDetail>,
    /// 1 (can wait) to 5 (now).
    pub urgency: i32,
    /// 0 (none) to 4 (unusable).
    pub damage_level: Option<i32>,
    pub fiscal_year: i32,
    /// A GeoJSON geometry.
    pub geometry: Option<serde_json::Value>,
    pub location: Option<Location>,
    /// The shape's centre is not in the chosen village.
    pub outside_village: bool,
    pub proposer: Person,
    pub proposer_type: ProposerType,
    pub initial_agency: Option<AgencyName>,
    /// The item of the regency's catalogue (kamus usulan).
    pub catalog_code: Option<String>,
    /// What the catalogue has under the code today.
    pub catalog_item: Option<CatalogItem>,
    /// The estimated cost is above the item's cap.
    pub over_catalog_cap: bool,
    pub photos: Vec<Photo>,
    pub documents: Vec<Document>,
    pub final_agency: Option<AgencyName>,
    pub support_count: i64,
    pub viewer_has_supported: bool,
    pub comment_count: i64,
    pub decisions: Vec<DecisionItem>,
    pub merged_into: Option<ProposalLink>,
    pub merged_from: Vec<ProposalLink>,
    /// What the viewer may do right now.
    pub available_actions: Vec<AvailableAction>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    pub sample: bool,
}

/// A photo of a proposal, upright and without metadata.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Photo {
    pub id: MediaId,
    /// Longest side at most 1600 px.
    pub url: String,
    /// Longest side at most 480 px.
    pub small_url: String,
    /// In pixels, of the large one.
    pub width: u32,
    /// In pixels, of the large one.
    pub height: u32,
    pub caption: Option<String>,
}

/// A supporting document of a proposal: a PDF for downloading.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Document {
    pub id: MediaId,
    pub kind: DocumentKind,
    /// What its uploader called the file.
    pub name: String,
    pub bytes: i64,
    pub url: String,
}

/// A decision at one review level.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionItem {
    pub id: DecisionId,
    pub level: LevelName,
    pub decision: DecisionKind,
    pub from: Status,
    pub to: Status,
    pub reason_code: Option<ReasonCode>,
    pub reason_text: Option<String>,
    pub quantity: Option<Quantity>,
    pub cost: Option<Rupiah>,
    pub funding_sources: Vec<FundingSource>,
    pub minutes_number: Option<String>,
    pub office: String,
    pub decided_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LevelName {
    pub code: String,
    pub name: String,
    pub ordinal: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ProposalLink {
    pub id: ProposalId,
    pub title: String,
}

/// One thing that the viewer may do, what it leads to, and what it has to bring.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AvailableAction {
    pub action: Action,
    pub decision: Option<DecisionKind>,
    pub to: Option<Status>,
    /// The office as which.
    pub office: Option<String>,
    pub reason_required: bool,
    pub evidence: Evidence,
    pub funding_required: bool,
}

/// Which proposals; everything public when empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalFilter {
    /// Of any level; what lies in them is included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Sector>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fiscal_years: Vec<i32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounding_box: Option<BoundingBox>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proposer_types: Vec<ProposerType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_cost_min: Option<Rupiah>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_cost_max: Option<Rupiah>,
    /// At least one decision on it is such a one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecisionCriteria>,
    /// The viewer's own, drafts included.
    #[serde(skip_serializing_if = "is_false")]
    pub mine: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub supported_by_me: bool,
    /// What one of the viewer's offices may act on now.
    #[serde(skip_serializing_if = "is_false")]
    pub awaiting_me: bool,
}

/// Which decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionCriteria {
    pub kinds: Vec<DecisionKind>,
}

// By reference, as serde calls it.
fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalsVariables {
    pub filter: ProposalFilter,
    pub order_by: Order,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

operation! {
    Proposals(ProposalsVariables) -> Answer<Page<ProposalCard>> {
        "query Proposals($filter: ProposalFilter, $orderBy: ProposalOrder, $first: Int, $after: String) {
  answer: proposals(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { ...ProposalCard }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}", "proposal_card"
    }
}

operation! {
    /// One proposal as it stands in a list.
    ProposalGlance(ById<ProposalId>) -> Answer<Option<ProposalCard>> {
        "query ProposalGlance($id: ID!) { answer: proposal(id: $id) { ...ProposalCard } }", "proposal_card"
    }
}

operation! {
    ProposalPage(ById<ProposalId>) -> Answer<Option<ProposalDetail>> {
        "query ProposalPage($id: ID!) { answer: proposal(id: $id) { ...ProposalDetail } }", "proposal_detail", "decision_item"
    }
}

/// Which part of a proposal's history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryVariables {
    pub id: ProposalId,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

/// What happened to one proposal, oldest first.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct History {
    pub history: Page<JournalEntry>,
}

operation! {
    ProposalHistory(HistoryVariables) -> Answer<Option<History>> {
        "query ProposalHistory($id: ID!, $first: Int!, $after: String) {
  answer: proposal(id: $id) {
    history(first: $first, after: $after) {
      nodes { cursor seq at kind office actor { id displayName offices } details hash }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
}"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NearVariables {
    pub location: Location,
    /// 1 to 5000.
    pub radius_meters: i32,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NearbyProposal {
    pub proposal: ProposalCard,
    pub distance_meters: i64,
}

operation! {
    /// What may be the same wish already: at most 20, nearest first.
    ProposalsNear(NearVariables) -> Answer<Vec<NearbyProposal>> {
        "query ProposalsNear($location: LocationInput!, $radiusMeters: Int!) {
  answer: proposalsNear(location: $location, radiusMeters: $radiusMeters) { distanceMeters proposal { ...ProposalCard } }
}", "proposal_card"
    }
}

/// How much support a proposal has now.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Support {
    pub support_count: i64,
    pub viewer_has_supported: bool,
}

operation! {
    SupportProposal(Input<ById<ProposalId>>) -> Answer<Payload<Support>> {
        "mutation SupportProposal($input: ProposalIdInput!) {
  answer: supportProposal(input: $input) { object: proposal { supportCount viewerHasSupported } errors { code field message } }
}"
    }
}

operation! {
    WithdrawSupport(Input<ById<ProposalId>>) -> Answer<Payload<Support>> {
        "mutation WithdrawSupport($input: ProposalIdInput!) {
  answer: withdrawSupport(input: $input) { object: proposal { supportCount viewerHasSupported } errors { code field message } }
}"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_filter_asks_for_nothing_in_particular() {
        assert_eq!(serde_json::to_string(&ProposalFilter::default()).unwrap(), "{}");
    }
}
