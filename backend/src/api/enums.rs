//! The closed lists of the domain as GraphQL enums.
//!
//! The domain knows nothing of GraphQL, so each is written once more here; the conversions fail to
//! compile when a variant is missing on either side.

mod plans;
mod stats;
mod webhooks;

pub use plans::*;
pub use stats::*;
pub use webhooks::*;

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

/// Klasifikasi.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ProposalKind", remote = "shared::proposal::Kind")]
pub enum ProposalKind {
    #[graphql(name = "PHYSICAL")]
    Physical,
    #[graphql(name = "NON_PHYSICAL")]
    NonPhysical,
}

/// What a supporting document is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::DocumentKind")]
pub enum DocumentKind {
    /// Surat pengantar.
    CoverLetter,
    /// The proposal as it was written and signed on paper.
    Proposal,
    /// Rencana Anggaran Biaya (RAB).
    CostEstimate,
}

/// Satuan.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "Unit", remote = "shared::proposal::Unit")]
pub enum Unit {
    #[graphql(name = "METER")]
    Meter,
    #[graphql(name = "SQUARE_METER")]
    SquareMeter,
    #[graphql(name = "CUBIC_METER")]
    CubicMeter,
    #[graphql(name = "UNIT")]
    Unit,
    #[graphql(name = "PACKAGE")]
    Package,
    #[graphql(name = "PERSON")]
    Person,
    #[graphql(name = "ACTIVITY")]
    Activity,
    #[graphql(name = "POINT")]
    Point,
    #[graphql(name = "STICK")]
    Stick,
    #[graphql(name = "MONTH")]
    Month,
}

/// Jenis profil pengusul.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ProposerType", remote = "shared::proposal::ProposerType")]
pub enum ProposerType {
    #[graphql(name = "RESIDENT")]
    Resident,
    #[graphql(name = "RT")]
    Rt,
    #[graphql(name = "RW")]
    Rw,
    #[graphql(name = "HAMLET")]
    Hamlet,
    #[graphql(name = "COMMUNITY")]
    Community,
    #[graphql(name = "VILLAGE_INSTITUTION")]
    VillageInstitution,
    #[graphql(name = "VILLAGE")]
    Village,
    #[graphql(name = "URBAN_VILLAGE")]
    UrbanVillage,
    #[graphql(name = "DISTRICT")]
    District,
    #[graphql(name = "AGENCY")]
    Agency,
    #[graphql(name = "COUNCIL")]
    Council,
}

/// Sumber dana.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "FundingSource", remote = "shared::proposal::FundingSource")]
pub enum FundingSource {
    #[graphql(name = "APBDES_DD")]
    ApbdesDd,
    #[graphql(name = "APBDES_ADD")]
    ApbdesAdd,
    #[graphql(name = "APBDES_PADES")]
    ApbdesPades,
    #[graphql(name = "APBDES_BHPR")]
    ApbdesBhpr,
    #[graphql(name = "APBD_KAB")]
    ApbdKab,
    #[graphql(name = "APBD_PROV")]
    ApbdProv,
    #[graphql(name = "APBN")]
    Apbn,
    #[graphql(name = "DAK")]
    Dak,
    #[graphql(name = "BANKEU")]
    Bankeu,
    #[graphql(name = "SWADAYA")]
    Swadaya,
    #[graphql(name = "CSR")]
    Csr,
    #[graphql(name = "HIBAH_LAIN")]
    HibahLain,
}

/// Jenis belanja.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "SpendingType", remote = "shared::proposal::SpendingType")]
pub enum SpendingType {
    #[graphql(name = "GOODS_SERVICES")]
    GoodsServices,
    #[graphql(name = "CAPITAL")]
    Capital,
    #[graphql(name = "GRANT")]
    Grant,
    #[graphql(name = "SOCIAL_AID")]
    SocialAid,
    #[graphql(name = "FINANCIAL_AID")]
    FinancialAid,
}

/// Bands of reach, derived from the number.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "BeneficiaryBand", remote = "shared::proposal::BeneficiaryBand")]
pub enum BeneficiaryBand {
    #[graphql(name = "UP_TO_10")]
    UpTo10,
    #[graphql(name = "UP_TO_30")]
    UpTo30,
    #[graphql(name = "UP_TO_50")]
    UpTo50,
    #[graphql(name = "UP_TO_80")]
    UpTo80,
    #[graphql(name = "OVER_80")]
    Over80,
}

/// How a list is ordered.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ProposalOrder", remote = "shared::proposal::Order")]
pub enum ProposalOrder {
    #[graphql(name = "NEWEST")]
    Newest,
    #[graphql(name = "OLDEST")]
    Oldest,
    #[graphql(name = "RECENTLY_CHANGED")]
    RecentlyChanged,
    #[graphql(name = "MOST_SUPPORTED")]
    MostSupported,
    #[graphql(name = "HIGHEST_COST")]
    HighestCost,
    #[graphql(name = "LOWEST_COST")]
    LowestCost,
    #[graphql(name = "LONGEST_WAITING")]
    LongestWaiting,
}

/// What a review level says.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "DecisionKind", remote = "shared::proposal::DecisionKind")]
pub enum DecisionKind {
    #[graphql(name = "ACCEPTED")]
    Accepted,
    #[graphql(name = "ACCEPTED_WITH_CHANGES")]
    AcceptedWithChanges,
    #[graphql(name = "FORWARDED")]
    Forwarded,
    #[graphql(name = "RETURNED")]
    Returned,
    #[graphql(name = "DEFERRED")]
    Deferred,
    #[graphql(name = "REJECTED")]
    Rejected,
}

/// Why something was refused or changed.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ReasonCode", remote = "shared::proposal::ReasonCode")]
pub enum ReasonCode {
    #[graphql(name = "NOT_AUTHORITY")]
    NotAuthority,
    #[graphql(name = "NOT_PRIORITY")]
    NotPriority,
    #[graphql(name = "OVER_CEILING")]
    OverCeiling,
    #[graphql(name = "DUPLICATE")]
    Duplicate,
    #[graphql(name = "ALREADY_PLANNED")]
    AlreadyPlanned,
    #[graphql(name = "INCOMPLETE")]
    Incomplete,
    #[graphql(name = "LAND_ISSUE")]
    LandIssue,
    #[graphql(name = "NOT_FEASIBLE")]
    NotFeasible,
    #[graphql(name = "OVER_QUOTA")]
    OverQuota,
    #[graphql(name = "NOT_IN_CATALOG")]
    NotInCatalog,
    #[graphql(name = "INELIGIBLE_RECIPIENT")]
    IneligibleRecipient,
    #[graphql(name = "WRONG_OPD")]
    WrongOpd,
}

/// The paper that a step rests on.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "Evidence", remote = "shared::proposal::Evidence")]
pub enum Evidence {
    #[graphql(name = "NONE")]
    None,
    #[graphql(name = "MINUTES")]
    Minutes,
    #[graphql(name = "RECOMMENDATION")]
    Recommendation,
    #[graphql(name = "HANDOVER")]
    Handover,
}

/// What a person may do with a proposal.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(name = "ProposalAction", remote = "shared::proposal::Action")]
pub enum ProposalAction {
    #[graphql(name = "EDIT")]
    Edit,
    #[graphql(name = "SUBMIT")]
    Submit,
    #[graphql(name = "WITHDRAW")]
    Withdraw,
    #[graphql(name = "BEGIN_REVIEW")]
    BeginReview,
    #[graphql(name = "DECIDE")]
    Decide,
    #[graphql(name = "RETURN")]
    Return,
    #[graphql(name = "FORWARD")]
    Forward,
    #[graphql(name = "REASSIGN")]
    Reassign,
    #[graphql(name = "MERGE")]
    Merge,
    #[graphql(name = "ADVANCE")]
    Advance,
    #[graphql(name = "SUPPORT")]
    Support,
    #[graphql(name = "UNSUPPORT")]
    Unsupport,
    #[graphql(name = "COMMENT")]
    Comment,
    #[graphql(name = "MODERATE")]
    Moderate,
}

/// What a token may do of what its owner may (izin token).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::access::TokenScope")]
pub enum TokenScope {
    /// `read`: what its owner may read, their drafts and desk included (membaca). Every token has it.
    Read,
    /// `write:proposals`: make, change, hand in, withdraw and support proposals; upload photos and documents (menulis usulan).
    WriteProposals,
    /// `write:plans`: make plans, write them live, suggest, lead those that its owner leads (menulis rencana).
    WritePlans,
    /// `write:comments`: comment on proposals and plans (berkomentar).
    WriteComments,
    /// `decide`: what its owner does in office: review, decide, merge, hide; and sign plans (memutuskan).
    Decide,
}
