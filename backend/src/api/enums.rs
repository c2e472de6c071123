//! The closed lists of the domain as GraphQL enums.
//!
//! The domain knows nothing of GraphQL, so each is written once more here; the conversions fail to
//! compile when a variant is missing on either side.

mod plans;
mod proposals;
mod stats;
mod webhooks;

pub use plans::*;
pub use proposals::*;
pub use stats::*;
pub use webhooks::*;

use async_graphql::Enum;

/// A language of texts (bahasa).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::i18n::Lang")]
pub enum Language {
    /// Indonesian (Bahasa Indonesia).
    Id,
    /// English (Bahasa Inggris).
    En,
}

/// What a person is in Rembug (peran).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::access::Role")]
pub enum Role {
    /// Anyone with an account (warga).
    Resident,
    /// Speaks for a group of residents (penggerak komunitas).
    CommunityOrganiser,
    /// Reviews for a village (operator desa/kelurahan).
    VillageOperator,
    /// Reviews for a district (petugas kecamatan).
    DistrictOfficer,
    /// Reviews and carries out for an agency (petugas perangkat daerah).
    AgencyOfficer,
    /// Plans and reviews for the regency (perencana Bapperida).
    Planner,
    /// Decides on the regency's budget (Tim Anggaran (TAPD)).
    BudgetTeam,
    /// Sees everything, to check it (inspektorat).
    Inspectorate,
    /// Grants roles (admin).
    Admin,
}

/// What a token may do of what its owner may (izin token).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::access::TokenScope")]
pub enum TokenScope {
    /// `read`: what its owner may read, their drafts and desk included (membaca). Every token has it.
    Read,
    /// `write:proposals`: make, change, hand in, withdraw and support proposals; upload photos and documents (menulis usulan).
    WriteProposals,
    /// `write:plans`: make and write plans, suggest and withdraw suggestions, lead those that its owner leads (menulis rencana).
    WritePlans,
    /// `write:comments`: comment on proposals and plans (berkomentar).
    WriteComments,
    /// `decide`: what its owner does in office: review, decide, merge, hide; and sign plans (memutuskan).
    Decide,
}
