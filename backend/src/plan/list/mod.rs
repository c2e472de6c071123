//! Lists of plans: filtered, ordered, a page at a time.

pub mod store;

use shared::area::AreaCode;
use shared::plan::Stage;
use shared::proposal::Sector;
use shared::value::{AccountId, BoundingBox, ProposalId};

/// What a list may be narrowed to. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct PlanFilter {
    /// Areas of any level, with what lies in them.
    pub areas: Vec<AreaCode>,
    pub sectors: Vec<Sector>,
    pub stages: Vec<Stage>,
    pub fiscal_years: Vec<i32>,
    /// Every word must occur.
    pub text: Option<String>,
    /// What it draws reaches into the box.
    pub bounding_box: Option<BoundingBox>,
    pub participant: Option<AccountId>,
    /// It answers this proposal.
    pub proposal: Option<ProposalId>,
}
