//! The proposal itself.

use super::catalog::CatalogItem;
use super::decisions::Decision;
use super::parts::{AvailableAction, BeneficiaryDetail, Dimensions};
use crate::access::graphql::Person;
use crate::api::context::{app, request};
use crate::api::enums::*;
use crate::api::loaders::{DecisionsKey, Loaders, MergedKey, PersonKey, PlansOfKey, ProposalKey, SupportKey};
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use crate::area::graphql::{Agency, Area, Location, ReviewLevel};
use crate::comment::graphql::{self as comments, Conversation};
use crate::error::AppError;
use crate::journal::graphql::{self as journal, JournalConnection};
use crate::media::graphql::{Document, Photo, documents_of, photos_of};
use crate::plan::graphql::Plan;
use crate::proposal::model::Proposal as Model;
use crate::proposal::{review as steps, store};
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use shared::value::ProposalId;
use shared::{ErrorCode, proposal as domain};

/// A proposal (usulan).
pub struct Proposal(pub(in crate::proposal) Model);

fn money(value: Option<shared::value::Rupiah>) -> Option<Rupiah> {
    value.map(|value| Rupiah(value.get()))
}

fn volume(value: Option<shared::value::Quantity>) -> Option<Quantity> {
    value.map(|value| Quantity(value.as_f64()))
}

impl Proposal {
    /// Made from what the viewer has been allowed to read.
    pub fn new(model: Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Proposal {
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Grows with every change; an edit names the one it was made from.
    async fn version(&self) -> i32 {
        self.0.version
    }

    async fn status(&self) -> ProposalStatus {
        self.0.status.into()
    }

    async fn status_since(&self) -> DateTime<Utc> {
        self.0.status_since
    }

    /// Usulan ke: within proposer and fiscal year; another year gives another number, and none is given twice.
    async fn proposal_number(&self) -> i32 {
        self.0.number
    }

    async fn title(&self) -> &str {
        &self.0.fields.title
    }

    async fn problem(&self) -> &str {
        &self.0.fields.problem
    }

    async fn objective(&self) -> Option<&str> {
        self.0.fields.objective.as_deref()
    }

    async fn address(&self) -> &str {
        &self.0.fields.address
    }

    async fn rt(&self) -> Option<&str> {
        self.0.fields.rt.as_deref()
    }

    async fn rw(&self) -> Option<&str> {
        self.0.fields.rw.as_deref()
    }

    /// Dusun or grumbul.
    async fn hamlet(&self) -> Option<&str> {
        self.0.fields.hamlet.as_deref()
    }

    /// Desa or kelurahan.
    async fn village(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(Area::of(&app(ctx)?.areas.current(), &self.0.fields.village))
    }

    /// Kecamatan.
    async fn district(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(self.0.fields.village.district().and_then(|code| Area::of(&app(ctx).ok()?.areas.current(), &code)))
    }

    async fn kind(&self) -> ProposalKind {
        self.0.fields.kind.into()
    }

    async fn sector(&self) -> Sector {
        self.0.fields.sector.into()
    }

    async fn quantity(&self) -> Quantity {
        Quantity(self.0.fields.quantity.as_f64())
    }

    async fn unit(&self) -> Unit {
        self.0.fields.unit.into()
    }

    async fn dimensions(&self) -> Dimensions {
        self.0.fields.dimensions.into()
    }

    async fn unit_price(&self) -> Option<Rupiah> {
        money(self.0.fields.unit_price)
    }

    async fn estimated_cost(&self) -> Rupiah {
        Rupiah(self.0.fields.estimated_cost.get())
    }

    /// What the levels have changed the volume to.
    async fn accepted_quantity(&self) -> Option<Quantity> {
        volume(self.0.accepted_quantity)
    }

    /// What the levels have changed the amount to.
    async fn accepted_cost(&self) -> Option<Rupiah> {
        money(self.0.accepted_cost)
    }

    async fn funding_sources(&self) -> Vec<FundingSource> {
        self.0.funding_sources.iter().copied().map(Into::into).collect()
    }

    async fn spending_type(&self) -> Option<SpendingType> {
        self.0.fields.spending_type.map(Into::into)
    }

    async fn subactivity_code(&self) -> Option<&str> {
        self.0.fields.subactivity_code.as_deref()
    }

    async fn regional_priority(&self) -> Option<&str> {
        self.0.fields.regional_priority.as_deref()
    }

    async fn note(&self) -> Option<&str> {
        self.0.fields.note.as_deref()
    }

    /// Swadaya.
    async fn self_help_amount(&self) -> Option<Rupiah> {
        money(self.0.fields.self_help_amount)
    }

    async fn self_help_note(&self) -> Option<&str> {
        self.0.fields.self_help_note.as_deref()
    }

    async fn beneficiaries(&self) -> i32 {
        self.0.fields.beneficiaries
    }

    async fn beneficiary_band(&self) -> BeneficiaryBand {
        domain::BeneficiaryBand::of(self.0.fields.beneficiaries).into()
    }

    async fn beneficiary_detail(&self) -> BeneficiaryDetail {
        self.0.fields.beneficiary_detail.into()
    }

    /// From 1 (can wait) to 5 (now).
    async fn urgency(&self) -> i32 {
        self.0.fields.urgency
    }

    /// From 0 (none) to 4 (unusable).
    async fn damage_level(&self) -> Option<i32> {
        self.0.fields.damage_level
    }

    async fn fiscal_year(&self) -> i32 {
        self.0.fields.fiscal_year
    }

    async fn geometry(&self) -> Option<GeoJson> {
        self.0.fields.shape.as_ref().map(|shape| GeoJson(shape.to_geojson()))
    }

    /// The point that stands for the geometry.
    async fn location(&self) -> Option<Location> {
        self.0.location.map(Into::into)
    }

    /// The geometry's point is not in the chosen village: a warning.
    async fn outside_village(&self) -> bool {
        self.0.outside_village
    }

    async fn proposer(&self, ctx: &Context<'_>) -> Result<Person> {
        let person = ctx.data::<Loaders>()?.load_one(PersonKey(self.0.owner.0)).await?;
        Ok(person.ok_or_else(|| AppError::damaged("a proposal without its proposer"))?.into())
    }

    async fn proposer_type(&self) -> ProposerType {
        self.0.fields.proposer_type.into()
    }

    async fn initial_agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.fields.initial_agency.as_deref().and_then(|code| areas.agency(code)).map(Into::into))
    }

    async fn final_agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.final_agency.as_deref().and_then(|code| areas.agency(code)).map(Into::into))
    }

    async fn support_count(&self) -> i32 {
        self.0.support_count
    }

    /// Comments that are not hidden.
    async fn comment_count(&self) -> i32 {
        self.0.comment_count
    }

    /// The conversation in reading order, a page at a time; `first` from 1 to 100 is required.
    async fn comments(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Conversation> {
        comments::about(ctx, &self.0, first, after).await
    }

    async fn viewer_has_supported(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(viewer) = request(ctx)?.actor.account else { return Ok(false) };
        Ok(ctx.data::<Loaders>()?.load_one(SupportKey(viewer, self.0.id.0)).await?.unwrap_or_default())
    }

    /// What the levels decided, oldest first.
    async fn decisions(&self, ctx: &Context<'_>) -> Result<Vec<Decision>> {
        let found = ctx.data::<Loaders>()?.load_one(DecisionsKey(self.0.id.0)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Decision).collect())
    }

    /// What happened to it in the public record, oldest first; `first` from 1 to 100 is required.
    async fn history(&self, ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<JournalConnection> {
        journal::history(ctx, self.0.id.to_string(), first, after).await
    }

    /// The proposal that this one was merged into.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let Some(id) = self.0.merged_into else { return Ok(None) };
        Ok(ctx.data::<Loaders>()?.load_one(ProposalKey(id.0)).await?.map(Proposal))
    }

    /// The proposals that were merged into this one.
    async fn merged_from(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        let found = ctx.data::<Loaders>()?.load_one(MergedKey(self.0.id.0)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Proposal).collect())
    }

    /// The plans that answer it, newest first, as far as the viewer may read them.
    async fn plans(&self, ctx: &Context<'_>) -> Result<Vec<Plan>> {
        let found = ctx.data::<Loaders>()?.load_one(PlansOfKey(self.0.id.0)).await?.unwrap_or_default();
        let actor = &request(ctx)?.actor;
        Ok(found.into_iter().filter_map(|plan| plan.read_as(actor).ok()).map(Plan::new).collect())
    }

    /// What the viewer may do right now.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<AvailableAction>> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        let mut actions: Vec<_> = steps::steps_open_to(app, actor, &self.0).into_iter().map(AvailableAction::from).collect();
        if actor.is(self.0.owner) && self.0.status.is_editable() {
            actions.push(AvailableAction::plain(ProposalAction::Edit));
        }
        if self.viewer_has_supported(ctx).await? {
            actions.push(AvailableAction::plain(ProposalAction::Unsupport));
        } else if actor.account.is_some() && !actor.is(self.0.owner) && self.0.status.takes_support() {
            actions.push(AvailableAction::plain(ProposalAction::Support));
        }
        actions.extend(comments::actions(actor, &self.0).map(|(action, office)| AvailableAction::plain(action).held_by(office)));
        Ok(actions)
    }

    /// Kamus usulan: the item of the regency's catalogue.
    async fn catalog_code(&self) -> Option<&str> {
        self.0.fields.catalog_code.as_deref()
    }

    /// What the catalogue has under the code today; null also for an item that it no longer has.
    async fn catalog_item(&self, ctx: &Context<'_>) -> Result<Option<CatalogItem>> {
        let areas = app(ctx)?.areas.current();
        let item = self.0.fields.catalog_code.as_deref().and_then(|code| areas.catalog_item(code));
        Ok(item.map(|item| CatalogItem::new(&areas, item)))
    }

    /// The estimated cost is above the cap of the catalogue's item: a warning.
    async fn over_catalog_cap(&self, ctx: &Context<'_>) -> Result<bool> {
        let areas = app(ctx)?.areas.current();
        let item = self.0.fields.catalog_code.as_deref().and_then(|code| areas.catalog_item(code));
        Ok(item.is_some_and(|item| item.is_exceeded_by(self.0.fields.estimated_cost)))
    }

    /// At most three, in the order of the form.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        photos_of(ctx, self.0.id).await
    }

    /// Supporting documents, at most one of each kind.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        documents_of(ctx, self.0.id).await
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.0.submitted_at
    }

    /// The level that it lies with, or lay with last (jenjang); null before it was handed in.
    async fn level(&self, ctx: &Context<'_>) -> Result<Option<ReviewLevel>> {
        let level = self.0.level.as_deref();
        Ok(level.and_then(|code| app(ctx).ok()?.areas.current().workflow().level(code).map(Into::into)))
    }

    /// When it came to that level.
    async fn level_since(&self) -> Option<DateTime<Utc>> {
        self.0.level_since
    }

    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// Made up, for showing how Rembug works.
    async fn sample(&self) -> bool {
        self.0.sample
    }
}

/// The proposal, as the viewer may read it; nothing where they may not.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn read(ctx: &Context<'_>, id: ProposalId) -> Result<Option<Model>> {
    let guarded = store::find(&app(ctx)?.db, id).await?;
    let actor = &request(ctx)?.actor;
    match guarded.map(|guarded| guarded.read_as(actor)) {
        Some(Ok(proposal)) => Ok(Some(proposal)),
        // A stranger's draft looks like nothing at all.
        Some(Err(error)) if error.code() == ErrorCode::NotFound => Ok(None),
        Some(Err(error)) => Err(error.into()),
        None => Ok(None),
    }
}
