//! The closed lists of plans.

use async_graphql::Enum;

/// How far a plan is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::Stage")]
pub enum PlanStage {
    Draft,
    Open,
    InReview,
    Agreed,
    Superseded,
}

/// What a participant may do.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanRole")]
pub enum PlanRole {
    /// Also invites, and moves the plan on.
    Owner,
    Editor,
}

/// For whom a participant speaks.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanSide")]
pub enum PlanSide {
    Official,
    Community,
}

/// How a list of plans is ordered.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanOrder")]
pub enum PlanOrder {
    RecentlyChanged,
    Newest,
    HighestBudget,
}

/// What a new plan begins with.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::Template")]
pub enum PlanTemplate {
    Blank,
    SmallInfrastructure,
    LocalEconomy,
    Education,
    HealthEnvironment,
}

/// What a person may do with a plan.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanAction")]
pub enum PlanAction {
    Edit,
    Suggest,
    Comment,
    Sign,
    Lead,
    Moderate,
}

/// What in a plan a comment is about.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::PlanAnchor")]
pub enum PlanAnchor {
    Plan,
    Section,
    Feature,
    Suggestion,
}

/// What became of a suggestion (saran).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::SuggestionStatus")]
pub enum PlanSuggestionStatus {
    Open,
    Accepted,
    Declined,
    /// By who made it.
    Withdrawn,
    /// It breaks the rules: reason and office stand where its words were.
    Hidden,
}

/// What a shape on a plan's map stands for.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::FeatureKind")]
pub enum PlanFeatureKind {
    Planned,
    Existing,
    Problem,
    Potential,
}

/// What became of a piece of a plan's text.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::compare::Fate")]
pub enum PlanTextFate {
    Equal,
    Added,
    Removed,
}

/// What became of a row of a plan.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::plan::compare::RowFate")]
pub enum PlanRowFate {
    Added,
    Removed,
    Changed,
    /// It says the same at another place.
    Moved,
}
