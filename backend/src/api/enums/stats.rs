//! What statistics are grouped by.

use async_graphql::Enum;

/// What proposals are grouped by.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::ProposalDimension")]
pub enum ProposalDimension {
    /// Kecamatan.
    District,
    /// Desa or kelurahan.
    Village,
    /// Bidang.
    Sector,
    /// Where it stands (status).
    Status,
    /// Klasifikasi.
    Kind,
    /// Jenis profil pengusul.
    ProposerType,
    /// Tahun anggaran.
    FiscalYear,
    /// The year in which it was first handed in (tahun pengajuan), in local time.
    Year,
    /// The month in which it was first handed in (bulan pengajuan), such as `2026-11`, in local time.
    Month,
    /// The agency that carries it out (perangkat daerah).
    Agency,
    /// Sumber dana: a proposal with several counts once for each.
    FundingSource,
    /// The levels that decided on it (jenjang): it counts once for each.
    ReviewLevel,
    /// What was decided (keputusan): it counts once for each different decision.
    Decision,
    /// Why (alasan): it counts once for each different reason.
    ReasonCode,
}

/// What the way through the levels is grouped by.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::ReviewDimension")]
pub enum ReviewDimension {
    /// Kecamatan.
    District,
    /// Desa or kelurahan.
    Village,
    /// Bidang.
    Sector,
    /// Tahun anggaran.
    FiscalYear,
    /// The year in which it was first handed in (tahun pengajuan), in local time.
    Year,
}

/// What plans are grouped by.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::PlanDimension")]
pub enum PlanDimension {
    /// Kecamatan; none for a plan of the whole regency.
    District,
    /// Desa or kelurahan; none for a plan of a district or the regency.
    Village,
    /// Bidang.
    Sector,
    /// Tahap.
    Stage,
    /// Tahun anggaran.
    FiscalYear,
    /// The year in which it was begun (tahun), in local time.
    Year,
    /// The month in which it was begun (bulan), such as `2026-11`, in local time.
    Month,
}

/// What taking part is grouped by.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::stats::ParticipationDimension")]
pub enum ParticipationDimension {
    /// Kecamatan of the proposal.
    District,
    /// Desa or kelurahan of the proposal.
    Village,
    /// Bidang of the proposal.
    Sector,
    /// The year in which somebody did it (tahun), in local time.
    Year,
    /// The month in which somebody did it (bulan), such as `2026-11`, in local time.
    Month,
}

/// How a list is ordered by time.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::value::time::Chronology")]
pub enum Chronology {
    /// Terbaru dulu.
    Newest,
    /// Terlama dulu.
    Oldest,
}
