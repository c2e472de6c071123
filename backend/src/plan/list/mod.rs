//! Lists of plans: filtered, ordered, a page at a time.

pub mod store;

use chrono::{DateTime, Utc};
use shared::area::{AreaCode, AreaLevel};
use shared::plan::Stage;
use shared::proposal::{FundingSource, Sector};
use shared::stats::PlanDimension;
use shared::value::{AccountId, BoundingBox, ProposalId, Shape};

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
    /// Something that it draws has its point within this outline.
    pub within: Option<Shape>,
    /// Rupiah, inclusive.
    pub budget_min: Option<i64>,
    /// Rupiah, inclusive.
    pub budget_max: Option<i64>,
    /// Begun at this instant or later.
    pub created_from: Option<DateTime<Utc>>,
    /// Begun before this instant.
    pub created_to: Option<DateTime<Utc>>,
    /// Levels of the areas whose own it is.
    pub levels: Vec<AreaLevel>,
    /// A line of its cost estimate is paid from any of these.
    pub funding_sources: Vec<FundingSource>,
    /// It has nothing of each of these.
    pub without: Vec<PlanDimension>,
    pub participant: Option<AccountId>,
    /// It answers this proposal.
    pub proposal: Option<ProposalId>,
}
