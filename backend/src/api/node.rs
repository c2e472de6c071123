//! Anything with an id of its own, found by it.

use super::context::{app, request};
use super::filter::few;
use crate::access::graphql::{Account, Person};
use crate::area::graphql::Area;
use crate::comment::graphql::Comment;
use crate::plan::graphql::{self as plans, Plan, PlanComment, PlanSuggestion, PlanVersion};
use crate::proposal::graphql::{Decision, Proposal, read};
use async_graphql::{Context, ID, Interface, Object, Result};

/// A thing that can be read again by its id alone (objek).
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque, and different for every thing (nomor)."))]
pub enum Node {
    Proposal(Box<Proposal>),
    Area(Area),
    Decision(Decision),
    Comment(Comment),
    Plan(Box<Plan>),
    PlanComment(PlanComment),
    PlanSuggestion(Box<PlanSuggestion>),
    PlanVersion(PlanVersion),
    Account(Account),
    Person(Person),
}

#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The thing with this id (objek); null when there is none that the viewer may see.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The thing's id (nomor).")] id: ID) -> Result<Option<Node>> {
        find(ctx, &id).await
    }

    /// The things with these ids, at most 100, in their order (objek); null for each that there is not or that the viewer may
    /// not see.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ids of things, at most 100 (nomor).")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        let mut found = Vec::new();
        for id in few("ids", ids)? {
            found.push(find(ctx, &id).await?);
        }
        Ok(found)
    }
}

/// The thing with this id, as the viewer may read it.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    if let Ok(id) = id.parse() {
        return Ok(read(ctx, id).await?.map(|proposal| Node::Proposal(Box::new(Proposal::new(proposal)))));
    }
    if let Ok(id) = id.parse() {
        return Ok(match Account::visible_to(app(ctx)?, &request(ctx)?.actor, id).await? {
            Some(account) => Some(Node::Account(account)),
            None => Person::find(ctx, id).await?.map(Node::Person),
        });
    }
    if let Ok(id) = id.parse() {
        return Ok(match Comment::find(ctx, id).await? {
            Some(comment) => Some(Node::Comment(comment)),
            None => PlanComment::find(ctx, id).await?.map(Node::PlanComment),
        });
    }
    if let Ok(id) = id.parse() {
        return Ok(plans::find(ctx, id).await?.map(|plan| Node::Plan(Box::new(Plan::new(plan)))));
    }
    if let Ok(id) = id.parse() {
        return Ok(PlanSuggestion::find(ctx, id).await?.map(|found| Node::PlanSuggestion(Box::new(found))));
    }
    if let Ok(id) = id.parse() {
        return Ok(PlanVersion::find(ctx, id).await?.map(Node::PlanVersion));
    }
    if let Ok(id) = id.parse() {
        return Ok(Decision::find(ctx, id).await?.map(Node::Decision));
    }
    let areas = app(ctx)?.areas.current();
    Ok(id.parse().ok().and_then(|code| Area::of(&areas, &code)).map(Node::Area))
}
