//! Plans as they move on. What is written in them comes by the live connection.

use super::object::{Plan, find};
use crate::api::context::request;
use crate::api::socket::follow;
use crate::error::AppError;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Subscription};
use futures_util::{Stream, TryStreamExt};
use shared::ErrorCode;
use shared::value::PlanId;

/// Which changes (saringan).
#[derive(InputObject, Default)]
pub struct PlanChangedFilter {
    /// Only of this plan (rencana).
    id: Option<ID>,
}

/// Something that happened to a plan, and the plan as it is now (perubahan rencana).
#[derive(SimpleObject)]
pub struct PlanChange {
    /// The plan as it is now (rencana); null when the viewer may no longer read it.
    plan: Option<Plan>,
    /// The kind of event, as in the journal (jenis kejadian).
    kind: &'static str,
    /// The number of the event in the journal (nomor urut).
    seq: i64,
}

#[derive(Default)]
pub struct PlanSubscription;

#[Subscription]
impl PlanSubscription {
    /// What happens from now on to plans that the viewer may see (perubahan rencana): stages, participants, comments.
    async fn plan_changed<'ctx>(
        &self,
        ctx: &Context<'ctx>,
        #[graphql(desc = "Which changes (saringan); all when left out.")] filter: Option<PlanChangedFilter>,
    ) -> Result<impl Stream<Item = Result<PlanChange>> + use<'ctx>> {
        let ctx = ctx.clone();
        let id: Option<PlanId> = filter
            .and_then(|filter| filter.id)
            .map(|id| id.parse())
            .transpose()
            .map_err(|_| AppError::field("filter.id", ErrorCode::InvalidId))?;
        let entries = follow(&ctx, None).await?;
        Ok(entries.try_filter_map(move |entry| {
            let ctx = ctx.clone();
            async move {
                let Ok(subject) = entry.subject.parse::<PlanId>() else { return Ok(None) };
                if id.is_some_and(|id| id != subject) {
                    return Ok(None);
                }
                let Some(plan) = find(&ctx, subject).await? else { return Ok(None) };
                // What its participants did to it as a draft stays theirs after it is opened.
                let takes_part = request(&ctx)?.actor.account.is_some_and(|person| plan.participant(person).is_some());
                if !entry.kind.is_public() && !takes_part {
                    return Ok(None);
                }
                Ok(Some(PlanChange { plan: Some(Plan::new(plan)), kind: entry.kind.as_str(), seq: entry.seq }))
            }
        }))
    }
}
