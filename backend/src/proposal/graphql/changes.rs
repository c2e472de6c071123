//! Proposals as they change.

use super::object::Proposal;
use super::read::read;
use crate::api::context::{app, request};
use crate::api::filter::known_areas;
use crate::api::socket::follow;
use crate::error::AppError;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Subscription};
use futures_util::{Stream, TryStreamExt};
use shared::ErrorCode;
use shared::value::ProposalId;

/// Which changes (saringan); all conditions together.
#[derive(InputObject, Default)]
pub struct ProposalChangedFilter {
    /// Only of this proposal (usulan).
    id: Option<ID>,
    /// Codes of any level, with what lies in them (wilayah).
    areas: Option<Vec<String>>,
}

/// Something that happened to a proposal, and the proposal as it is now (perubahan usulan).
#[derive(SimpleObject)]
pub struct ProposalChange {
    /// The proposal as it is now (usulan); null when the viewer may no longer read it.
    proposal: Option<Proposal>,
    /// The kind of event, as in the journal (jenis kejadian).
    kind: &'static str,
    /// The number of the event in the journal (nomor urut).
    seq: i64,
}

#[derive(Default)]
pub struct ProposalSubscription;

#[Subscription]
impl ProposalSubscription {
    /// What happens from now on to proposals that the viewer may see (perubahan usulan).
    async fn proposal_changed<'ctx>(
        &self,
        ctx: &Context<'ctx>,
        #[graphql(desc = "Which changes (saringan); all when left out.")] filter: Option<ProposalChangedFilter>,
    ) -> Result<impl Stream<Item = Result<ProposalChange>> + use<'ctx>> {
        let ctx = ctx.clone();
        let filter = filter.unwrap_or_default();
        let id: Option<ProposalId> =
            filter.id.map(|id| id.parse()).transpose().map_err(|_| AppError::field("filter.id", ErrorCode::InvalidId))?;
        let areas = known_areas(&app(&ctx)?.areas.current(), filter.areas)?;
        let entries = follow(&ctx, None).await?;
        Ok(entries.try_filter_map(move |entry| {
            let (ctx, areas) = (ctx.clone(), areas.clone());
            async move {
                let Ok(subject) = entry.subject.parse::<ProposalId>() else { return Ok(None) };
                let lies_there =
                    areas.is_empty() || entry.area.as_ref().is_some_and(|own| areas.iter().any(|area| area.contains(own)));
                if !lies_there || id.is_some_and(|id| id != subject) {
                    return Ok(None);
                }
                let Some(proposal) = read(&ctx, subject).await? else { return Ok(None) };
                // What its proposer did to it as a draft stays theirs after it is handed in.
                if !entry.kind.is_public() && !request(&ctx)?.actor.is(proposal.owner) {
                    return Ok(None);
                }
                Ok(Some(ProposalChange { proposal: Some(Proposal::new(proposal)), kind: entry.kind.as_str(), seq: entry.seq }))
            }
        }))
    }
}
