//! The schema: every noun's part put together.

use super::node::NodeQuery;
use crate::access::graphql::{AccessMutation, AccessQuery};
use crate::access::oidc::graphql::OidcQuery;
use crate::access::token::graphql::TokenMutation;
use crate::app::SharedApp;
use crate::area::graphql::AreaQuery;
use crate::comment::graphql::{CommentMutation, CommentQuery};
use crate::journal::graphql::{JournalQuery, JournalSubscription};
use crate::plan::graphql::{
    PlanCommentMutation, PlanHistoryMutation, PlanHistoryQuery, PlanMutation, PlanQuery, PlanSubscription, PlanSuggestionMutation,
    PlanVersionQuery,
};
use crate::proposal::graphql::review::ReviewMutation;
use crate::proposal::graphql::{CatalogQuery, DecisionQuery, DeskQuery, ProposalMutation, ProposalQuery, ProposalSubscription};
use crate::stats::graphql::{ParticipationStatsQuery, PlanStatsQuery, ProposalStatsQuery, ReviewStatsQuery};
use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions};

#[derive(MergedObject, Default)]
pub struct Query(
    AreaQuery,
    AccessQuery,
    OidcQuery,
    ProposalQuery,
    DecisionQuery,
    CommentQuery,
    ProposalStatsQuery,
    PlanStatsQuery,
    ParticipationStatsQuery,
    ReviewStatsQuery,
    CatalogQuery,
    DeskQuery,
    PlanQuery,
    PlanVersionQuery,
    PlanHistoryQuery,
    JournalQuery,
    NodeQuery,
);

#[derive(MergedObject, Default)]
pub struct Mutation(
    AccessMutation,
    TokenMutation,
    ProposalMutation,
    ReviewMutation,
    CommentMutation,
    PlanMutation,
    PlanCommentMutation,
    PlanSuggestionMutation,
    PlanHistoryMutation,
);

#[derive(MergedSubscription, Default)]
pub struct Subscription(ProposalSubscription, PlanSubscription, JournalSubscription);

pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

pub fn build(app: SharedApp) -> Schema {
    Schema::build(Query::default(), Mutation::default(), Subscription::default()).data(app).disable_suggestions().finish()
}

/// The schema as text, the same every time.
pub fn sdl() -> String {
    let schema = Schema::build(Query::default(), Mutation::default(), Subscription::default()).finish();
    schema.sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items())
}
