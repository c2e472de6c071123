//! Writing what a plan says, by program: everything that can be written live, as one mutation.

mod inputs;

use super::object::Plan;
use super::plan_id;
use crate::api::context::{app, request};
use crate::api::loaders::forget;
use crate::api::payload::{UserError, split};
use crate::plan::edits::{self as service, Updated};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use inputs::PlanEditInput;

/// What to write into a plan (suntingan rencana).
#[derive(InputObject)]
pub struct UpdatePlanInput {
    /// The plan (rencana).
    plan_id: ID,
    /// The entry of the document's log that one has before oneself (nomor urut): `seq` of the plan as it was read. What others
    /// have changed since is then not overwritten: the answer is `CONFLICT`, with what they wrote.
    seq: Option<i64>,
    /// One after the other, all of them or none (suntingan): at most 1,000.
    edits: Vec<PlanEditInput>,
}

/// The plan as it was written (rencana yang ditulis).
#[derive(SimpleObject)]
pub struct PlanUpdatePayload {
    /// As it is now (rencana); null when there are errors.
    plan: Option<Plan>,
    /// The entry of the document's log that did it (nomor urut); the last one where the plan said all of it already, null when
    /// there are errors.
    seq: Option<i64>,
    /// The ids of the rows that came without one (nomor baris baru), in the order of the edits.
    new_row_ids: Vec<ID>,
    /// What can be mended (yang perlu diperbaiki); empty when it was done. A field is named with its edit: `edits.3.price`.
    errors: Vec<UserError>,
}

#[derive(Default)]
pub struct PlanEditMutation;

#[Object]
impl PlanEditMutation {
    /// Writes what a plan says (menulis rencana), as people do live, and while they do; participants only, while it is being
    /// written. All of it is done or nothing. Writing the same again changes nothing more.
    async fn update_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write into a plan (suntingan rencana).")] input: UpdatePlanInput,
    ) -> Result<PlanUpdatePayload> {
        let (id, edits) = (plan_id(&input.plan_id)?, input.edits.into_iter().map(Into::into).collect());
        let result = service::update(app(ctx)?, &request(ctx)?.actor, id, input.seq, edits).await;
        forget(ctx)?;
        let (updated, errors) = split(result, request(ctx)?.lang)?;
        let Some(Updated { plan, seq, named }) = updated else {
            return Ok(PlanUpdatePayload { plan: None, seq: None, new_row_ids: Vec::new(), errors });
        };
        let new_row_ids = named.into_iter().map(Into::into).collect();
        Ok(PlanUpdatePayload { plan: Some(Plan::new(plan)), seq: Some(seq), new_row_ids, errors })
    }
}
