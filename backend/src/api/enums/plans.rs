//! The closed lists of plans.

use async_graphql::Enum;

/// How far a plan is (tahap).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::Stage")]
pub enum PlanStage {
    /// Exists for its participants alone (draf).
    Draft,
    /// Public, and open for suggestions (terbuka untuk saran).
    Open,
    /// Stands still, to be signed (ditinjau).
    InReview,
    /// Signed by both sides (disepakati).
    Agreed,
    /// Another plan took its place (digantikan).
    Superseded,
}

/// What a participant may do (peran).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanRole")]
pub enum PlanRole {
    /// Writes, invites, and moves the plan on (pemilik).
    Owner,
    /// Writes (penyunting).
    Editor,
}

/// For whom a participant speaks (mewakili).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanSide")]
pub enum PlanSide {
    /// The government (pemerintah).
    Official,
    /// The people of the place (komunitas).
    Community,
}

/// How a list of plans is ordered (urutan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanOrder")]
pub enum PlanOrder {
    /// What was changed last comes first (terakhir diubah).
    RecentlyChanged,
    /// What was begun last comes first (terbaru).
    Newest,
    /// The largest cost estimate first (anggaran terbesar).
    HighestBudget,
}

/// What a new plan begins with (templat).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::Template")]
pub enum PlanTemplate {
    /// Nothing but a title (kosong).
    Blank,
    /// Roads, drains, small buildings (infrastruktur kecil).
    SmallInfrastructure,
    /// Trade and work (ekonomi lokal).
    LocalEconomy,
    /// Schools and learning (pendidikan).
    Education,
    /// Health and surroundings (kesehatan dan lingkungan).
    HealthEnvironment,
}

/// What a person may do with a plan (tindakan).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanAction")]
pub enum PlanAction {
    /// Write in it (menyunting).
    Edit,
    /// Say how a section should read (mengusulkan perubahan).
    Suggest,
    /// Comment on it (berkomentar).
    Comment,
    /// Sign what it says (menandatangani).
    Sign,
    /// Invite people, and move it on (memimpin).
    Lead,
    /// Hide comments and suggestions (memoderasi).
    Moderate,
}

/// What in a plan a comment is about (yang dikomentari).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanAnchor")]
pub enum PlanAnchor {
    /// The whole plan (seluruh rencana).
    Plan,
    /// A section of its text (bagian).
    Section,
    /// Something on its map (objek peta).
    Feature,
    /// A suggestion for it (saran perubahan).
    Suggestion,
}

/// What became of a suggestion (saran).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::SuggestionStatus")]
pub enum PlanSuggestionStatus {
    /// Nobody has decided yet (menunggu keputusan).
    Open,
    /// Taken over into the plan (diterima).
    Accepted,
    /// With a reason (ditolak).
    Declined,
    /// By who made it (ditarik).
    Withdrawn,
    /// It breaks the rules: reason and office stand where its words were (disembunyikan).
    Hidden,
}

/// What a shape on a plan's map stands for (jenis objek peta).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::FeatureKind")]
pub enum PlanFeatureKind {
    /// It is to be made (direncanakan).
    Planned,
    /// It is there already (sudah ada).
    Existing,
    /// Something to be solved (masalah).
    Problem,
    /// Something to build on (potensi).
    Potential,
}

/// What became of a piece of a plan's text (perubahan teks).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::compare::Fate")]
pub enum PlanTextFate {
    /// It stayed (tetap).
    Equal,
    /// It came (ditambahkan).
    Added,
    /// It went (dihapus).
    Removed,
}

/// What became of a row of a plan (perubahan baris).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::compare::RowFate")]
pub enum PlanRowFate {
    /// It came (ditambahkan).
    Added,
    /// It went (dihapus).
    Removed,
    /// It says something else (diubah).
    Changed,
    /// It says the same at another place (dipindahkan).
    Moved,
}
