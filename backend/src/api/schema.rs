//! The schema: every noun's part put together.

use super::node::NodeQuery;
use crate::access::graphql::{AccessMutation, AccessQuery};
use crate::app::SharedApp;
use crate::area::graphql::AreaQuery;
use crate::comment::graphql::CommentMutation;
use crate::proposal::graphql::review::ReviewMutation;
use crate::proposal::graphql::{DeskQuery, ProposalMutation, ProposalQuery};
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions};

#[derive(MergedObject, Default)]
pub struct Query(AreaQuery, AccessQuery, ProposalQuery, DeskQuery, NodeQuery);

#[derive(MergedObject, Default)]
pub struct Mutation(AccessMutation, ProposalMutation, ReviewMutation, CommentMutation);

pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

pub fn build(app: SharedApp) -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).data(app).disable_suggestions().finish()
}

/// The schema as text, the same every time.
pub fn sdl() -> String {
    let schema = Schema::build(Query::default(), Mutation::default(), EmptySubscription).finish();
    schema.sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items())
}
