//! The closed lists of proposals.

use async_graphql::Enum;

/// Where a proposal stands (status).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Status")]
pub enum ProposalStatus {
    /// Exists for its author alone (draf).
    Draft,
    /// Handed in, public from now on (diajukan).
    Submitted,
    /// Under review in the village (verifikasi desa/kelurahan).
    DesaReview,
    /// Sent back to be mended (dikembalikan untuk perbaikan).
    Returned,
    /// In the village's plan, which pays for it (masuk RKPDes (didanai desa)).
    InRkpdes,
    /// Passed on, the district has not taken it up (diteruskan ke kecamatan).
    ForwardedKec,
    /// Under review in the district's forum (dibahas Musrenbang Kecamatan).
    KecReview,
    /// Under review by the planning agency's partner (verifikasi mitra Bapperida).
    MitraReview,
    /// Under review in the agencies' forum (dibahas Forum OPD).
    OpdReview,
    /// Under review by regency and budget team (dibahas Musrenbang Kabupaten/TAPD).
    KabReview,
    /// In the regency's annual plan (masuk RKPD).
    InRkpd,
    /// There is money for it (dianggarkan).
    Budgeted,
    /// It is being carried out (dilaksanakan).
    InExecution,
    /// Carried out and handed over (selesai).
    Completed,
    /// Refused by a level, with a reason (ditolak).
    Rejected,
    /// May be handed in again for the next year (ditunda ke tahun berikut).
    Deferred,
    /// Went up in another proposal (digabung).
    Merged,
    /// Taken back by its proposer (dibatalkan pengusul).
    Withdrawn,
}

/// What a proposal or a plan belongs to (bidang).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Sector")]
pub enum Sector {
    /// Roads, bridges, drains, buildings (infrastruktur).
    Infrastructure,
    /// Schools and learning (pendidikan).
    Education,
    /// Care and prevention (kesehatan).
    Health,
    /// Waste, water, trees (lingkungan).
    Environment,
    /// Work, trade and small businesses (ekonomi dan UMKM).
    LocalEconomy,
    /// Help for those who need it (sosial).
    Social,
    /// Young people and sports (pemuda dan olahraga).
    YouthSports,
    /// Preventing disasters and coping with them (kebencanaan).
    Disaster,
    /// How the village is run (tata kelola).
    Governance,
}

/// Whether something is built or done (klasifikasi).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Kind")]
pub enum ProposalKind {
    /// Something is built or bought (fisik (dibangun)).
    Physical,
    /// Something is done: training, care, an event (nonfisik (kegiatan)).
    NonPhysical,
}

/// What a supporting document is (jenis dokumen).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::DocumentKind")]
pub enum DocumentKind {
    /// The letter that came with it (surat pengantar).
    CoverLetter,
    /// The proposal as it was written and signed on paper (proposal).
    Proposal,
    /// What it costs, item by item (Rencana Anggaran Biaya (RAB)).
    CostEstimate,
}

/// What a volume is measured in (satuan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Unit")]
pub enum Unit {
    /// Metres (meter).
    Meter,
    /// Square metres (m²).
    SquareMeter,
    /// Cubic metres (m³).
    CubicMeter,
    /// Pieces (unit).
    Unit,
    /// Packages (paket).
    Package,
    /// People (orang).
    Person,
    /// Times that something takes place (kegiatan).
    Activity,
    /// Places (titik).
    Point,
    /// Poles or bars (batang).
    Stick,
    /// Months (bulan).
    Month,
}

/// For whom a proposer speaks (jenis profil pengusul).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::ProposerType")]
pub enum ProposerType {
    /// For themselves (warga).
    Resident,
    /// For a neighbourhood (RT).
    Rt,
    /// For a ward, several neighbourhoods (RW).
    Rw,
    /// For a part of a village (dusun/grumbul).
    Hamlet,
    /// For a group of residents (komunitas).
    Community,
    /// For an institution of the village, such as BPD, LPMD or PKK (lembaga desa).
    VillageInstitution,
    /// For the government of a village (pemerintah desa).
    Village,
    /// For the administration of an urban village (pemerintah kelurahan).
    UrbanVillage,
    /// For a district (kecamatan).
    District,
    /// For an office of the regency (perangkat daerah (OPD)).
    Agency,
    /// For the regional council: its members' main points (pokir DPRD).
    Council,
}

/// Who pays (sumber dana).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::FundingSource")]
pub enum FundingSource {
    /// The village budget, from the state's village fund (APBDes: Dana Desa).
    ApbdesDd,
    /// The village budget, from the regency's allocation (APBDes: Alokasi Dana Desa).
    ApbdesAdd,
    /// The village budget, from its own revenue (APBDes: Pendapatan Asli Desa).
    ApbdesPades,
    /// The village budget, from its share of taxes and levies (APBDes: bagi hasil pajak dan retribusi).
    ApbdesBhpr,
    /// The regency's budget (APBD kabupaten).
    ApbdKab,
    /// The province's budget (APBD provinsi).
    ApbdProv,
    /// The state's budget (APBN).
    Apbn,
    /// A grant of the state for one purpose (Dana Alokasi Khusus).
    Dak,
    /// Financial help from another government (bantuan keuangan).
    Bankeu,
    /// What residents give, in money or work (swadaya masyarakat).
    Swadaya,
    /// Contributions of companies (CSR/TJSL).
    Csr,
    /// Any other grant (hibah lain).
    HibahLain,
}

/// What kind of spending it is in the budget (jenis belanja).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::SpendingType")]
pub enum SpendingType {
    /// What is used up, and work (barang dan jasa).
    GoodsServices,
    /// What lasts: buildings, roads, machines (modal).
    Capital,
    /// Given to an institution or group (hibah).
    Grant,
    /// Given to people in need (bantuan sosial).
    SocialAid,
    /// Money for another government (bantuan keuangan).
    FinancialAid,
}

/// Bands of reach, derived from the number (rentang penerima manfaat).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::BeneficiaryBand")]
pub enum BeneficiaryBand {
    /// One to ten people (1–10 orang).
    #[graphql(name = "UP_TO_10")]
    UpTo10,
    /// Eleven to thirty people (11–30 orang).
    #[graphql(name = "UP_TO_30")]
    UpTo30,
    /// 31 to 50 people (31–50 orang).
    #[graphql(name = "UP_TO_50")]
    UpTo50,
    /// 51 to 80 people (51–80 orang).
    #[graphql(name = "UP_TO_80")]
    UpTo80,
    /// More than 80 people (lebih dari 80 orang).
    #[graphql(name = "OVER_80")]
    Over80,
}

/// How a list is ordered (urutan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Order")]
pub enum ProposalOrder {
    /// What was handed in last comes first (terbaru).
    Newest,
    /// What was handed in first comes first (terlama).
    Oldest,
    /// What was changed last comes first (baru berubah).
    RecentlyChanged,
    /// What most people support comes first (dukungan terbanyak).
    MostSupported,
    /// The largest estimated cost first (biaya tertinggi).
    HighestCost,
    /// The smallest estimated cost first (biaya terendah).
    LowestCost,
    /// What has stood longest in its status comes first (menunggu terlama).
    LongestWaiting,
}

/// What a review level says (keputusan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::DecisionKind")]
pub enum DecisionKind {
    /// As it was asked for (diterima).
    Accepted,
    /// With another volume or amount (diterima dengan perubahan).
    AcceptedWithChanges,
    /// Passed on to the next level, unchanged (diteruskan).
    Forwarded,
    /// To its proposer, who may mend it (dikembalikan).
    Returned,
    /// Until the next cycle, where it may be handed in again (ditunda).
    Deferred,
    /// For good, with a reason (ditolak).
    Rejected,
}

/// Why something was refused or changed (alasan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::ReasonCode")]
pub enum ReasonCode {
    /// Another level is responsible (bukan kewenangan tingkat ini).
    NotAuthority,
    /// It serves none of the plans' priorities (tidak sesuai prioritas RPJMD/RKPD/RPJMDes).
    NotPriority,
    /// It costs more than there is (melebihi pagu indikatif).
    OverCeiling,
    /// The same is proposed elsewhere (usulan ganda).
    Duplicate,
    /// Another programme covers it (sudah terakomodasi program lain).
    AlreadyPlanned,
    /// Data or documents are missing (data atau dokumen tidak lengkap).
    Incomplete,
    /// Whose land it is, is not settled (status lahan belum jelas).
    LandIssue,
    /// It cannot be built or done so (tidak layak teknis).
    NotFeasible,
    /// More were proposed than may be (melebihi kuota usulan).
    OverQuota,
    /// The catalogue has no such item (tidak ada di kamus usulan).
    NotInCatalog,
    /// Who would receive the grant may not (penerima hibah tidak memenuhi syarat).
    IneligibleRecipient,
    /// Another agency is responsible (salah OPD tujuan).
    WrongOpd,
}

/// The paper that a step rests on (dokumen pendukung).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Evidence")]
pub enum Evidence {
    /// No paper is needed (tanpa dokumen).
    None,
    /// The number of the meeting's minutes (nomor berita acara).
    Minutes,
    /// A technical recommendation (rekomendasi).
    Recommendation,
    /// The number of the handover record (nomor BAST).
    Handover,
}

/// What a person may do with a proposal (tindakan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::proposal::Action")]
pub enum ProposalAction {
    /// Change what it says (ubah).
    Edit,
    /// Hand it in (ajukan).
    Submit,
    /// Take it back (batalkan usulan).
    Withdraw,
    /// Take it up (mulai verifikasi).
    BeginReview,
    /// Accept, reject or defer it (putuskan).
    Decide,
    /// Send it back to be mended (kembalikan).
    Return,
    /// Pass it to the next level (teruskan).
    Forward,
    /// Hand it to another agency (alihkan ke OPD lain).
    Reassign,
    /// Merge it into another (gabungkan).
    Merge,
    /// Record the stage that it reached (catat tahap berikut).
    Advance,
    /// Support it (dukung).
    Support,
    /// Take the support back (tarik dukungan).
    Unsupport,
    /// Comment on it (komentari).
    Comment,
    /// Hide comments on it (moderasi).
    Moderate,
}
