//! What people do with a plan beside writing in it.

use super::object::Plan;
use super::plan_id;
use super::versions::PlanVersion;
use crate::api::context::{app, request};
use crate::api::enums::{PlanRole, PlanStage, PlanTemplate, Sector};
use crate::api::loaders::forget;
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use crate::plan::create::{self, NewPlan};
use crate::plan::model::Plan as Model;
use crate::plan::participants::{self, Invited};
use crate::plan::{Version, stages};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::ErrorCode;
use shared::access::{Deed, Resource};
use shared::value::{AccountId, PlanId, ProposalId};

#[derive(InputObject)]
pub struct CreatePlanInput {
    /// Made by the form; sending it again returns the same plan.
    client_key: Option<String>,
    /// Code of any level.
    area: String,
    /// That of the first proposal when left out.
    sector: Option<Sector>,
    /// That of the first proposal when left out.
    fiscal_year: Option<i32>,
    /// That of the first proposal when empty.
    title: Option<String>,
    template: Option<PlanTemplate>,
    /// What it answers: at most 20, of the public record.
    proposals: Option<Vec<ID>>,
}

#[derive(InputObject)]
pub struct MovePlanInput {
    id: ID,
    to: PlanStage,
    /// The plan that takes its place, where it is superseded.
    superseded_by: Option<ID>,
}

#[derive(InputObject)]
pub struct SignPlanInput {
    id: ID,
    /// False takes the signature back.
    signed: bool,
}

#[derive(InputObject)]
pub struct AddPlanParticipantInput {
    plan_id: ID,
    /// The e-mail address or phone number they sign in with; or else:
    contact: Option<String>,
    account_id: Option<ID>,
    role: PlanRole,
}

#[derive(InputObject)]
pub struct ChangePlanParticipantInput {
    plan_id: ID,
    account_id: ID,
    role: PlanRole,
}

#[derive(InputObject)]
pub struct RemovePlanParticipantInput {
    plan_id: ID,
    account_id: ID,
}

#[derive(InputObject)]
pub struct NamePlanVersionInput {
    plan_id: ID,
    /// 1 to 100 characters.
    name: String,
}

#[derive(SimpleObject)]
pub struct PlanPayload {
    /// Null also when the viewer left a draft.
    plan: Option<Plan>,
    errors: Vec<UserError>,
}

#[derive(SimpleObject)]
pub struct PlanVersionPayload {
    version: Option<PlanVersion>,
    errors: Vec<UserError>,
}

fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<PlanPayload> {
    forget(ctx)?;
    let (plan, errors) = split(result, request(ctx)?.lang)?;
    let actor = &request(ctx)?.actor;
    let readable = plan.filter(|plan| crate::access::permit::may(actor, Deed::ReadPlan, Resource::Plan(&plan.facts())));
    Ok(PlanPayload { plan: readable.map(Plan), errors })
}

pub(super) fn version_payload(ctx: &Context<'_>, result: std::result::Result<Version, AppError>) -> Result<PlanVersionPayload> {
    forget(ctx)?;
    let (version, errors) = split(result, request(ctx)?.lang)?;
    Ok(PlanVersionPayload { version: version.map(PlanVersion), errors })
}

/// A malformed id is that of nobody: the plan's own rules are asked first.
fn account_id(id: &ID) -> AccountId {
    id.parse().unwrap_or(AccountId(uuid::Uuid::nil()))
}

#[derive(Default)]
pub struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Begins a plan as a draft: from a template, or from proposals.
    async fn create_plan(&self, ctx: &Context<'_>, input: CreatePlanInput) -> Result<PlanPayload> {
        let proposals: std::result::Result<Vec<ProposalId>, _> =
            input.proposals.unwrap_or_default().iter().map(|id| id.parse()).collect();
        let Ok(proposals) = proposals else {
            return payload(ctx, Err(AppError::field("proposals", ErrorCode::UnknownProposal)));
        };
        let wanted = NewPlan {
            client_key: input.client_key,
            area: input.area,
            sector: input.sector.map(Into::into),
            fiscal_year: input.fiscal_year,
            title: input.title.unwrap_or_default(),
            template: input.template.map_or(shared::plan::Template::Blank, Into::into),
            proposals,
            content: None,
        };
        payload(ctx, create::create(app(ctx)?, &request(ctx)?.actor, wanted).await)
    }

    /// Moves a plan to another stage; its owners only.
    async fn move_plan(&self, ctx: &Context<'_>, input: MovePlanInput) -> Result<PlanPayload> {
        let successor: Option<std::result::Result<PlanId, _>> = input.superseded_by.map(|id| id.parse());
        let Ok(successor) = successor.transpose() else {
            return payload(ctx, Err(AppError::field("supersededBy", ErrorCode::NotFound)));
        };
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        payload(ctx, stages::move_to(app, actor, plan_id(&input.id)?, input.to.into(), successor).await)
    }

    /// Signs what is in review, or takes the signature back.
    async fn sign_plan(&self, ctx: &Context<'_>, input: SignPlanInput) -> Result<PlanPayload> {
        payload(ctx, stages::sign(app(ctx)?, &request(ctx)?.actor, plan_id(&input.id)?, input.signed).await)
    }

    /// Brings somebody in; owners only. Whoever holds an office that answers for the area speaks for it.
    async fn add_plan_participant(&self, ctx: &Context<'_>, input: AddPlanParticipantInput) -> Result<PlanPayload> {
        let id = plan_id(&input.plan_id)?;
        let invited = match (input.account_id, input.contact) {
            (Some(account), _) => Invited::Account(account_id(&account)),
            (None, contact) => Invited::Contact(contact.unwrap_or_default()),
        };
        payload(ctx, participants::add(app(ctx)?, &request(ctx)?.actor, id, &invited, input.role.into()).await)
    }

    /// Gives a participant another role; owners only.
    async fn change_plan_participant(&self, ctx: &Context<'_>, input: ChangePlanParticipantInput) -> Result<PlanPayload> {
        let (id, account) = (plan_id(&input.plan_id)?, account_id(&input.account_id));
        payload(ctx, participants::change(app(ctx)?, &request(ctx)?.actor, id, account, input.role.into()).await)
    }

    /// Takes somebody out; owners only, and everyone themselves.
    async fn remove_plan_participant(&self, ctx: &Context<'_>, input: RemovePlanParticipantInput) -> Result<PlanPayload> {
        let (id, account) = (plan_id(&input.plan_id)?, account_id(&input.account_id));
        payload(ctx, participants::remove(app(ctx)?, &request(ctx)?.actor, id, account).await)
    }

    /// Gives what the plan says now a name; participants only, while it is being written.
    async fn name_plan_version(&self, ctx: &Context<'_>, input: NamePlanVersionInput) -> Result<PlanVersionPayload> {
        let result = stages::name_version(app(ctx)?, &request(ctx)?.actor, plan_id(&input.plan_id)?, &input.name).await;
        version_payload(ctx, result)
    }
}
