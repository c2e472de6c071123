//! The closed lists of the domain as GraphQL enums.
//!
//! The domain knows nothing of GraphQL, so each is written once more here; the conversions fail to
//! compile when a variant is missing on either side.

use async_graphql::Enum;

/// A language of texts.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::i18n::Lang")]
pub enum Language {
    Id,
    En,
}

/// Where a proposal stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Status")]
pub enum ProposalStatus {
    Draft,
    Submitted,
    DesaReview,
    Returned,
    InRkpdes,
    ForwardedKec,
    KecReview,
    MitraReview,
    OpdReview,
    KabReview,
    InRkpd,
    Budgeted,
    InExecution,
    Completed,
    Rejected,
    Deferred,
    Merged,
    Withdrawn,
}

/// Bidang.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Sector")]
pub enum Sector {
    Infrastructure,
    Education,
    Health,
    Environment,
    LocalEconomy,
    Social,
    YouthSports,
    Disaster,
    Governance,
}

/// What a person is in Rembug.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::access::Role")]
pub enum Role {
    Resident,
    CommunityOrganiser,
    VillageOperator,
    DistrictOfficer,
    AgencyOfficer,
    Planner,
    BudgetTeam,
    Inspectorate,
    Admin,
}
