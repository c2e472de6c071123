//! The schema: every noun's part put together.

use super::descriptions::describe;
use super::node::NodeQuery;
use crate::access::graphql::{AccessMutation, AccessQuery, OfficialList};
use crate::access::oidc::graphql::OidcQuery;
use crate::access::token::graphql::TokenMutation;
use crate::app::SharedApp;
use crate::area::graphql::AreaQuery;
use crate::comment::graphql::{CommentMutation, CommentQuery};
use crate::journal::graphql::{JournalQuery, JournalSubscription};
use crate::plan::graphql::{
    PlanCommentList, PlanCommentMutation, PlanEditMutation, PlanHistoryMutation, PlanHistoryQuery, PlanList, PlanMutation,
    PlanQuery, PlanSubscription, PlanSuggestionList, PlanSuggestionMutation, PlanVersionQuery,
};
use crate::proposal::graphql::review::ReviewMutation;
use crate::proposal::graphql::{
    CatalogQuery, DecisionQuery, DeskQuery, ProposalList, ProposalMutation, ProposalQuery, ProposalSubscription,
};
use crate::stats::graphql::{ParticipationStatsQuery, PlanStatsQuery, ProposalStatsQuery, ReviewStatsQuery};
use crate::webhook::graphql::{WebhookMutation, WebhookQuery};
use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, SchemaBuilder};
use std::sync::LazyLock;

/// What can be asked (permintaan data). Anyone may ask for the public record; what else one sees follows from who asks.
#[derive(MergedObject, Default)]
pub struct Query(
    AreaQuery,
    AccessQuery,
    OfficialList,
    OidcQuery,
    ProposalQuery,
    ProposalList,
    DecisionQuery,
    CommentQuery,
    ProposalStatsQuery,
    PlanStatsQuery,
    ParticipationStatsQuery,
    ReviewStatsQuery,
    CatalogQuery,
    DeskQuery,
    PlanQuery,
    PlanList,
    PlanCommentList,
    PlanSuggestionList,
    PlanVersionQuery,
    PlanHistoryQuery,
    JournalQuery,
    WebhookQuery,
    NodeQuery,
);

/// What changes something (perubahan). Each takes one `input`, leaves an event in the journal and answers what can be mended.
#[derive(MergedObject, Default)]
pub struct Mutation(
    AccessMutation,
    TokenMutation,
    WebhookMutation,
    ProposalMutation,
    ReviewMutation,
    CommentMutation,
    PlanMutation,
    PlanEditMutation,
    PlanCommentMutation,
    PlanSuggestionMutation,
    PlanHistoryMutation,
);

/// What is told as it happens (langganan), over `/graphql/ws`.
#[derive(MergedSubscription, Default)]
pub struct Subscription(ProposalSubscription, PlanSubscription, JournalSubscription);

pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    describe(Schema::build(Query::default(), Mutation::default(), Subscription::default()))
}

pub fn build(app: SharedApp) -> Schema {
    builder().data(app).disable_suggestions().finish()
}

/// The schema as text, the same every time: made once, for everybody.
pub fn sdl() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
        builder().finish().sdl_with_options(options)
    });
    &TEXT
}
