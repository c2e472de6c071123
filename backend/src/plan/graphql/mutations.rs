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

/// What a new plan is to be (rencana baru).
#[derive(InputObject)]
pub struct CreatePlanInput {
    /// Made by the form (kunci isian); sending it again returns the same plan.
    client_key: Option<String>,
    /// Code of any level (kode wilayah): whose plan it is.
    area: String,
    /// What it belongs to (bidang); that of the first proposal when left out.
    sector: Option<Sector>,
    /// When it is to be carried out (tahun anggaran); that of the first proposal when left out.
    fiscal_year: Option<i32>,
    /// What to call it (judul); that of the first proposal when empty.
    title: Option<String>,
    /// What it begins with (templat); an empty plan when left out.
    template: Option<PlanTemplate>,
    /// What it answers (usulan terkait): at most 20, of the public record.
    proposals: Option<Vec<ID>>,
}

/// To which stage a plan goes (tahap).
#[derive(InputObject)]
pub struct MovePlanInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// The stage (tahap).
    to: PlanStage,
    /// The plan that takes its place, where it is superseded (digantikan oleh).
    superseded_by: Option<ID>,
}

/// Which plan to sign (tanda tangan).
#[derive(InputObject)]
pub struct SignPlanInput {
    /// The proposal's id (nomor usulan).
    id: ID,
    /// False takes the signature back (ditandatangani).
    signed: bool,
}

/// Who is to take part in a plan, and as what (peserta).
#[derive(InputObject)]
pub struct AddPlanParticipantInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The e-mail address or phone number that they sign in with (kontak), instead of `accountId`.
    contact: Option<String>,
    /// The person's account (akun), instead of `contact`.
    account_id: Option<ID>,
    /// What they may do in it (peran).
    role: PlanRole,
}

/// What a participant may do from now on (peran peserta).
#[derive(InputObject)]
pub struct ChangePlanParticipantInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The participant's account (akun).
    account_id: ID,
    /// The new role (peran).
    role: PlanRole,
}

/// Who is to leave a plan (peserta).
#[derive(InputObject)]
pub struct RemovePlanParticipantInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The participant's account (akun).
    account_id: ID,
}

/// What to call what a plan says now (nama versi).
#[derive(InputObject)]
pub struct NamePlanVersionInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The name (nama), 1 to 100 characters.
    name: String,
}

/// The plan after the change (rencana).
#[derive(SimpleObject)]
pub struct PlanPayload {
    /// As it is now (rencana); null when there are errors, and when the viewer left a draft.
    plan: Option<Plan>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

/// The version that was made (versi).
#[derive(SimpleObject)]
pub struct PlanVersionPayload {
    /// The version (versi); null when there are errors.
    version: Option<PlanVersion>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done.
    errors: Vec<UserError>,
}

fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<PlanPayload> {
    forget(ctx)?;
    let (plan, errors) = split(result, request(ctx)?.lang)?;
    let actor = &request(ctx)?.actor;
    let readable = plan.filter(|plan| crate::access::permit::may(actor, Deed::ReadPlan, Resource::Plan(&plan.facts())));
    Ok(PlanPayload { plan: readable.map(Plan::new), errors })
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
    /// Begins a plan as a draft (membuat rencana): from a template, or from proposals.
    async fn create_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What a new plan is to be (rencana baru).")] input: CreatePlanInput,
    ) -> Result<PlanPayload> {
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

    /// Moves a plan to another stage (memindahkan tahap); its owners only.
    async fn move_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which stage a plan goes (tahap).")] input: MovePlanInput,
    ) -> Result<PlanPayload> {
        let successor: Option<std::result::Result<PlanId, _>> = input.superseded_by.map(|id| id.parse());
        let Ok(successor) = successor.transpose() else {
            return payload(ctx, Err(AppError::field("supersededBy", ErrorCode::NotFound)));
        };
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        payload(ctx, stages::move_to(app, actor, plan_id(&input.id)?, input.to.into(), successor).await)
    }

    /// Signs what is in review, or takes the signature back (menandatangani).
    async fn sign_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which plan to sign (tanda tangan).")] input: SignPlanInput,
    ) -> Result<PlanPayload> {
        payload(ctx, stages::sign(app(ctx)?, &request(ctx)?.actor, plan_id(&input.id)?, input.signed).await)
    }

    /// Brings somebody in (menambah peserta); owners only. Whoever holds an office that answers for the area speaks for it.
    async fn add_plan_participant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is to take part in a plan, and as what (peserta).")] input: AddPlanParticipantInput,
    ) -> Result<PlanPayload> {
        let id = plan_id(&input.plan_id)?;
        let invited = match (input.account_id, input.contact) {
            (Some(account), _) => Invited::Account(account_id(&account)),
            (None, contact) => Invited::Contact(contact.unwrap_or_default()),
        };
        payload(ctx, participants::add(app(ctx)?, &request(ctx)?.actor, id, &invited, input.role.into()).await)
    }

    /// Gives a participant another role (mengubah peran peserta); owners only.
    async fn change_plan_participant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What a participant may do from now on (peran peserta).")] input: ChangePlanParticipantInput,
    ) -> Result<PlanPayload> {
        let (id, account) = (plan_id(&input.plan_id)?, account_id(&input.account_id));
        payload(ctx, participants::change(app(ctx)?, &request(ctx)?.actor, id, account, input.role.into()).await)
    }

    /// Takes somebody out (mengeluarkan peserta); owners only, and everyone themselves.
    async fn remove_plan_participant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is to leave a plan (peserta).")] input: RemovePlanParticipantInput,
    ) -> Result<PlanPayload> {
        let (id, account) = (plan_id(&input.plan_id)?, account_id(&input.account_id));
        payload(ctx, participants::remove(app(ctx)?, &request(ctx)?.actor, id, account).await)
    }

    /// Gives what the plan says now a name (menamai versi); participants only, while it is being written.
    async fn name_plan_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to call what a plan says now (nama versi).")] input: NamePlanVersionInput,
    ) -> Result<PlanVersionPayload> {
        let result = stages::name_version(app(ctx)?, &request(ctx)?.actor, plan_id(&input.plan_id)?, &input.name).await;
        version_payload(ctx, result)
    }
}
