//! Lists of plans and of what belongs to them: filtered, ordered, a page at a time.

pub mod store;

use chrono::{DateTime, Utc};
use shared::area::{AreaCode, AreaLevel};
use shared::plan::{BudgetLine, FeatureKind, RowId, Stage, SuggestionStatus};
use shared::proposal::{FundingSource, Sector};
use shared::stats::PlanDimension;
use shared::value::{AccountId, BoundingBox, Location, PlanId, ProposalId, Shape};

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

/// Which comments on plans. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct PlanCommentFilter {
    pub plans: PlanFilter,
    /// Every word must occur.
    pub text: Option<String>,
    /// Said at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Said before this instant.
    pub to: Option<DateTime<Utc>>,
    /// Only the hidden ones, or only the others.
    pub hidden: Option<bool>,
    /// Only those in threads that are settled, or only the others.
    pub resolved: Option<bool>,
}

/// Which suggestions for plans. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct PlanSuggestionFilter {
    pub plans: PlanFilter,
    pub statuses: Vec<SuggestionStatus>,
    /// Every word must occur.
    pub text: Option<String>,
    /// Made at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Made before this instant.
    pub to: Option<DateTime<Utc>>,
}

/// Which versions of plans. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct PlanVersionFilter {
    pub plans: PlanFilter,
    /// Of this plan alone.
    pub plan: Option<PlanId>,
    /// With which one of these stages began.
    pub stages: Vec<Stage>,
    /// Every word must occur in the name that somebody gave.
    pub text: Option<String>,
    /// Of this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub to: Option<DateTime<Utc>>,
}

/// Something that a plan draws.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub plan: PlanId,
    pub id: RowId,
    pub label: String,
    pub kind: FeatureKind,
    pub note: String,
    /// As GeoJSON.
    pub geometry: String,
    /// The point that stands for it.
    pub location: Location,
}

/// A line of a plan's cost estimate.
#[derive(Clone, Debug)]
pub struct Priced {
    pub plan: PlanId,
    /// Its place in the estimate, from 1.
    pub position: i32,
    pub line: BudgetLine,
}
