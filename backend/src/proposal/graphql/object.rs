//! The proposal itself.

use super::catalog::CatalogItem;
use super::decisions::Decision;
use super::parts::{AvailableAction, BeneficiaryDetail, Dimensions};
use crate::access::graphql::Person;
use crate::api::answer::Long;
use crate::api::connection::Page;
use crate::api::context::{app, request};
use crate::api::enums::*;
use crate::api::loaders::{DecisionsKey, Loaders, MergedKey, PlansOfKey, ProposalKey, SupportKey};
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use crate::area::graphql::{Agency, Area, Location, ReviewLevel};
use crate::comment::graphql::{self as comments, Comment};
use crate::journal::graphql::{self as journal, JournalConnection};
use crate::media::graphql::{Document, Photo, documents_of, photos_of};
use crate::plan::graphql::Plan;
use crate::proposal::model::Proposal as Model;
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};
use shared::access::knows_the_few;
use shared::proposal as domain;

/// A proposal (usulan).
#[derive(Description)]
pub struct Proposal(pub(in crate::proposal) Model);

impl Proposal {
    /// Made from what the viewer has been allowed to read.
    pub fn new(model: Model) -> Self {
        Self(model)
    }
}

#[Object(use_type_description)]
impl Proposal {
    /// Of the proposal (nomor usulan).
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Grows with every change (versi); an edit names the one it was made from.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Where it stands (status).
    async fn status(&self) -> ProposalStatus {
        self.0.status.into()
    }

    /// Since when it stands there (sejak).
    async fn status_since(&self) -> DateTime<Utc> {
        self.0.status_since
    }

    /// Its number within proposer and fiscal year (usulan ke); another year gives another, and none is given twice.
    async fn proposal_number(&self) -> i32 {
        self.0.number
    }

    /// What it is called (judul).
    async fn title(&self) -> &str {
        &self.0.fields.title
    }

    /// What is wrong today (permasalahan).
    async fn problem(&self) -> Long<&str> {
        Long(&self.0.fields.problem[..])
    }

    /// What is to be better afterwards (tujuan).
    async fn objective(&self) -> Option<Long<&str>> {
        self.0.fields.objective.as_deref().map(Long)
    }

    /// Where it is, in words (alamat).
    async fn address(&self) -> Long<&str> {
        Long(&self.0.fields.address[..])
    }

    /// The neighbourhood's number (RT).
    async fn rt(&self) -> Option<&str> {
        self.0.fields.rt.as_deref()
    }

    /// The ward's number (RW).
    async fn rw(&self) -> Option<&str> {
        self.0.fields.rw.as_deref()
    }

    /// The part of the village (dusun or grumbul); null when not said.
    async fn hamlet(&self) -> Option<&str> {
        self.0.fields.hamlet.as_deref()
    }

    /// Where it is (desa or kelurahan).
    async fn village(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(Area::of(&app(ctx)?.areas.current(), &self.0.fields.village))
    }

    /// The district that the village lies in (kecamatan).
    async fn district(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(self.0.fields.village.district().and_then(|code| Area::of(&app(ctx).ok()?.areas.current(), &code)))
    }

    /// Built or done (klasifikasi).
    async fn kind(&self) -> ProposalKind {
        self.0.fields.kind.into()
    }

    /// What it belongs to (bidang).
    async fn sector(&self) -> Sector {
        self.0.fields.sector.into()
    }

    /// How much of it (volume), in `unit`.
    async fn quantity(&self) -> Quantity {
        self.0.fields.quantity.into()
    }

    /// What the volume is measured in (satuan).
    async fn unit(&self) -> Unit {
        self.0.fields.unit.into()
    }

    /// Length, width and height (dimensi).
    async fn dimensions(&self) -> Dimensions {
        self.0.fields.dimensions.into()
    }

    /// For one unit (harga satuan), in rupiah.
    async fn unit_price(&self) -> Option<Rupiah> {
        self.0.fields.unit_price.map(Into::into)
    }

    /// What is asked for (perkiraan biaya), in rupiah.
    async fn estimated_cost(&self) -> Rupiah {
        self.0.fields.estimated_cost.into()
    }

    /// The volume as decided (volume yang disetujui): as a level changed it, or as it came into a plan, changed or not; null
    /// otherwise.
    async fn accepted_quantity(&self) -> Option<Quantity> {
        self.0.accepted_quantity.map(Into::into)
    }

    /// The amount as decided (biaya yang disetujui): as a level changed it, or as it came into a plan, changed or not; null
    /// otherwise.
    async fn accepted_cost(&self) -> Option<Rupiah> {
        self.0.accepted_cost.map(Into::into)
    }

    /// Who pays, as decided so far (sumber dana).
    async fn funding_sources(&self) -> Vec<FundingSource> {
        self.0.funding_sources.iter().copied().map(Into::into).collect()
    }

    /// Of the budget (jenis belanja).
    async fn spending_type(&self) -> Option<SpendingType> {
        self.0.fields.spending_type.map(Into::into)
    }

    /// Of the national nomenclature (kode subkegiatan).
    async fn subactivity_code(&self) -> Option<&str> {
        self.0.fields.subactivity_code.as_deref()
    }

    /// The priority of the regency that it serves (prioritas daerah).
    async fn regional_priority(&self) -> Option<&str> {
        self.0.fields.regional_priority.as_deref()
    }

    /// What else its proposer says (catatan).
    async fn note(&self) -> Option<Long<&str>> {
        self.0.fields.note.as_deref().map(Long)
    }

    /// What residents give themselves (swadaya), in rupiah.
    async fn self_help_amount(&self) -> Option<Rupiah> {
        self.0.fields.self_help_amount.map(Into::into)
    }

    /// What they give, in words (keterangan swadaya).
    async fn self_help_note(&self) -> Option<Long<&str>> {
        self.0.fields.self_help_note.as_deref().map(Long)
    }

    /// How many people benefit (penerima manfaat).
    async fn beneficiaries(&self) -> i32 {
        self.0.fields.beneficiaries
    }

    /// In which band that number lies (rentang penerima manfaat).
    async fn beneficiary_band(&self) -> BeneficiaryBand {
        domain::BeneficiaryBand::of(self.0.fields.beneficiaries).into()
    }

    /// Who they are, as far as it was said (rincian penerima manfaat). One to four people beside an exact place are known to the
    /// neighbours: only its proposer and the officials who answer for it are told so few, for others they are null.
    async fn beneficiary_detail(&self, ctx: &Context<'_>) -> Result<BeneficiaryDetail> {
        let (detail, all) = (self.0.fields.beneficiary_detail, self.0.fields.beneficiaries);
        let told = if knows_the_few(&request(ctx)?.actor, &self.0.facts()) { detail } else { detail.in_public(all) };
        Ok(told.into())
    }

    /// From 1, can wait, to 5, now (tingkat urgensi).
    async fn urgency(&self) -> i32 {
        self.0.fields.urgency
    }

    /// From 0, none, to 4, unusable (tingkat kerusakan); null when not said.
    async fn damage_level(&self) -> Option<i32> {
        self.0.fields.damage_level
    }

    /// For which year it is meant (tahun anggaran).
    async fn fiscal_year(&self) -> i32 {
        self.0.fields.fiscal_year
    }

    /// Where it is: point, line or polygon (geometri).
    async fn geometry(&self) -> Option<Long<GeoJson>> {
        self.0.fields.shape.as_ref().map(|shape| Long(GeoJson(shape.to_geojson())))
    }

    /// The point that stands for the geometry (titik lokasi).
    async fn location(&self) -> Option<Location> {
        self.0.location.map(Into::into)
    }

    /// The geometry's point is not in the chosen village (di luar desa): a warning.
    async fn outside_village(&self) -> bool {
        self.0.outside_village
    }

    /// Who made it (pengusul).
    async fn proposer(&self, ctx: &Context<'_>) -> Result<Person> {
        Person::named(ctx, self.0.owner, "a proposal without its proposer").await
    }

    /// For whom they speak (jenis profil pengusul).
    async fn proposer_type(&self) -> ProposerType {
        self.0.fields.proposer_type.into()
    }

    /// The office that its proposer thinks of (perangkat daerah tujuan).
    async fn initial_agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        Ok(Agency::of(&app(ctx)?.areas.current(), self.0.fields.initial_agency.as_deref()))
    }

    /// The office that carries it out, as the review found (perangkat daerah pelaksana).
    async fn final_agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        Ok(Agency::of(&app(ctx)?.areas.current(), self.0.final_agency.as_deref()))
    }

    /// How many people support it (jumlah dukungan).
    async fn support_count(&self) -> i32 {
        self.0.support_count
    }

    /// Comments that are not hidden (jumlah komentar).
    async fn comment_count(&self) -> i32 {
        self.0.comment_count
    }

    /// The conversation in reading order, a page at a time (percakapan); `first` from 1 to 100 is required.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<Page<Comment>> {
        comments::about(ctx, &self.0, first, after).await
    }

    /// Whether the viewer supports it (sudah saya dukung).
    async fn viewer_has_supported(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(viewer) = request(ctx)?.actor.account else { return Ok(false) };
        Ok(ctx.data::<Loaders>()?.load_one(SupportKey(viewer, self.0.id.0)).await?.unwrap_or_default())
    }

    /// What the levels decided, oldest first (keputusan).
    async fn decisions(&self, ctx: &Context<'_>) -> Result<Vec<Decision>> {
        let found = ctx.data::<Loaders>()?.load_one(DecisionsKey(self.0.id.0)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Decision).collect())
    }

    /// What happened to it in the public record, oldest first (riwayat); `first` from 1 to 100 is required.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
    ) -> Result<JournalConnection> {
        journal::history(ctx, self.0.id.to_string(), first, after).await
    }

    /// The proposal that this one was merged into (usulan induk).
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let Some(id) = self.0.merged_into else { return Ok(None) };
        Ok(ctx.data::<Loaders>()?.load_one(ProposalKey(id.0)).await?.map(Proposal))
    }

    /// The proposals that were merged into this one (usulan yang digabung).
    async fn merged_from(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        let found = ctx.data::<Loaders>()?.load_one(MergedKey(self.0.id.0)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Proposal).collect())
    }

    /// The plans that answer it, newest first, as far as the viewer may read them (rencana terkait).
    async fn plans(&self, ctx: &Context<'_>) -> Result<Vec<Plan>> {
        let found = ctx.data::<Loaders>()?.load_one(PlansOfKey(self.0.id.0)).await?.unwrap_or_default();
        let actor = &request(ctx)?.actor;
        Ok(found.into_iter().filter_map(|plan| plan.read_as(actor).ok()).map(Plan::new).collect())
    }

    /// What the viewer may do right now (tindakan).
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<AvailableAction>> {
        let supported = self.viewer_has_supported(ctx).await?;
        Ok(AvailableAction::all(app(ctx)?, &request(ctx)?.actor, &self.0, supported))
    }

    /// The item of the regency's catalogue (kamus usulan); null for what is none.
    async fn catalog_code(&self) -> Option<&str> {
        self.0.fields.catalog_code.as_deref()
    }

    /// What the catalogue has under the code today (butir kamus usulan); null also for an item that it no longer has.
    async fn catalog_item(&self, ctx: &Context<'_>) -> Result<Option<CatalogItem>> {
        let areas = app(ctx)?.areas.current();
        let item = self.0.fields.catalog_code.as_deref().and_then(|code| areas.catalog_item(code));
        Ok(item.map(|item| CatalogItem::new(&areas, item)))
    }

    /// The estimated cost is above the cap of the catalogue's item (melebihi batas kamus): a warning.
    async fn over_catalog_cap(&self, ctx: &Context<'_>) -> Result<bool> {
        let areas = app(ctx)?.areas.current();
        let item = self.0.fields.catalog_code.as_deref().and_then(|code| areas.catalog_item(code));
        Ok(item.is_some_and(|item| item.is_exceeded_by(self.0.fields.estimated_cost)))
    }

    /// What the place looks like (foto): at most three, in the order of the form.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        photos_of(ctx, self.0.id).await
    }

    /// Supporting documents, at most one of each kind (dokumen pendukung).
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        documents_of(ctx, self.0.id).await
    }

    /// When the draft was made (dibuat).
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was first handed in (waktu pengajuan); null for a draft.
    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.0.submitted_at
    }

    /// The level that it lies with, or lay with last (jenjang); null before it was handed in.
    async fn level(&self, ctx: &Context<'_>) -> Result<Option<ReviewLevel>> {
        let level = self.0.level.as_deref();
        Ok(level.and_then(|code| app(ctx).ok()?.areas.current().workflow().level(code).map(Into::into)))
    }

    /// When it came to that level (sejak).
    async fn level_since(&self) -> Option<DateTime<Utc>> {
        self.0.level_since
    }

    /// When it was last changed (terakhir diubah).
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// Made up, for showing how Rembug works (data contoh).
    async fn sample(&self) -> bool {
        self.0.sample
    }
}
