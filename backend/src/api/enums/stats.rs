//! What statistics are grouped by.

use async_graphql::Enum;

/// What proposals are grouped by (pengelompokan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::ProposalDimension")]
pub enum ProposalDimension {
    /// The regency (kabupaten).
    Regency,
    /// The district (kecamatan).
    District,
    /// The village (desa/kelurahan).
    Village,
    /// What it belongs to (bidang).
    Sector,
    /// Where it stands (status).
    Status,
    /// Built or done (klasifikasi).
    Kind,
    /// For whom its proposer speaks (jenis pengusul).
    ProposerType,
    /// For which year it is meant (tahun anggaran).
    FiscalYear,
    /// The year in which it was first handed in (tahun), in local time.
    Year,
    /// The month in which it was first handed in (bulan), such as `2026-11`, in local time.
    Month,
    /// The agency that carries it out or, as long as none was told to, the one that its proposer named (perangkat daerah).
    Agency,
    /// Who pays (sumber dana): a proposal with several counts once for each.
    FundingSource,
    /// The levels that decided on it (jenjang): it counts once for each.
    ReviewLevel,
    /// What was decided (keputusan): it counts once for each different decision.
    Decision,
    /// Why (alasan): it counts once for each different reason.
    ReasonCode,
}

/// What the way through the levels is grouped by (pengelompokan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::ReviewDimension")]
pub enum ReviewDimension {
    /// The regency (kabupaten).
    Regency,
    /// A district (kecamatan).
    District,
    /// A village (desa/kelurahan).
    Village,
    /// A sector (bidang).
    Sector,
    /// The fiscal year (tahun anggaran).
    FiscalYear,
    /// The year in which it was first handed in (tahun), in local time.
    Year,
}

/// What plans are grouped by (pengelompokan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::PlanDimension")]
pub enum PlanDimension {
    /// The regency (kabupaten).
    Regency,
    /// The district (kecamatan); none for a plan of the whole regency.
    District,
    /// The village (desa/kelurahan); none for a plan of a district or the regency.
    Village,
    /// What it belongs to (bidang).
    Sector,
    /// How far it is (tahap).
    Stage,
    /// When it is to be carried out (tahun anggaran).
    FiscalYear,
    /// The year in which it was begun (tahun), in local time.
    Year,
    /// The month in which it was begun (bulan), such as `2026-11`, in local time.
    Month,
    /// Who pays for a line of its cost estimate (sumber dana): a plan with several counts once for each, with its whole budget.
    FundingSource,
}

/// What taking part is grouped by (pengelompokan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::ParticipationDimension")]
pub enum ParticipationDimension {
    /// The regency (kabupaten).
    Regency,
    /// The district of the proposal or plan (kecamatan); none for a plan of the whole regency.
    District,
    /// The village of the proposal or plan (desa/kelurahan); none for a plan of a district or the regency.
    Village,
    /// The sector of the proposal or plan (bidang).
    Sector,
    /// Where the proposal stands by now (status); none for what was done about a plan.
    Status,
    /// For which year the proposal or plan is meant (tahun anggaran).
    FiscalYear,
    /// The year in which somebody did it (tahun), in local time.
    Year,
    /// The month in which somebody did it (bulan), such as `2026-11`, in local time.
    Month,
}

/// How a list is ordered by time (urutan waktu).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::value::time::Chronology")]
pub enum Chronology {
    /// The newest first (terbaru).
    Newest,
    /// The oldest first (terlama).
    Oldest,
}
