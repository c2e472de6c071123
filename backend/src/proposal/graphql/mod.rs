//! Proposals in GraphQL: the object and its lists.

pub mod review;

use super::list::{self, Cursor, ProposalFilter as Filter, store as lists};
use super::model::{Proposal as Model, RecordedDecision};
use super::{draft, review as steps, store, support};
use crate::access::ProposalScope;
use crate::access::graphql::Person;
use crate::api::context::{app, request};
use crate::api::enums::*;
use crate::api::loaders::{DecisionsKey, Loaders, PersonKey, PhotosKey, SupportKey, gather};
use crate::api::payload::{UserError, split};
use crate::api::scalars::{AnyJson, GeoJson, Quantity, Rupiah};
use crate::area::graphql::{Agency, Area, Location, LocationInput, ReviewLevel};
use crate::error::AppError;
use crate::journal;
use crate::media::graphql::{Photo, ids, photos_of};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::proposal::{Action, DecisionForm, Order, ProposalForm};
use shared::value::{BoundingBox, PageRequest, ProposalId};
use shared::{ErrorCode, proposal as domain};

/// A proposal (usulan).
pub struct Proposal(pub(super) Model);

/// P × L × T, in metres.
#[derive(SimpleObject)]
pub struct Dimensions {
    length_meters: Option<Quantity>,
    width_meters: Option<Quantity>,
    height_meters: Option<Quantity>,
}

/// Who benefits, as counts only.
#[derive(SimpleObject)]
pub struct BeneficiaryDetail {
    women: Option<i32>,
    men: Option<i32>,
    poor_households: Option<i32>,
    disabled: Option<i32>,
    elderly: Option<i32>,
    children: Option<i32>,
}

/// Something the viewer may do now.
#[derive(SimpleObject)]
pub struct AvailableAction {
    action: ProposalAction,
    decision: Option<DecisionKind>,
    to: Option<ProposalStatus>,
    /// The office in which the viewer would act.
    office: Option<String>,
    reason_required: bool,
    evidence: Evidence,
    funding_required: bool,
}

impl AvailableAction {
    fn plain(action: ProposalAction) -> Self {
        Self {
            action,
            decision: None,
            to: None,
            office: None,
            reason_required: false,
            evidence: Evidence::None,
            funding_required: false,
        }
    }
}

/// A decision at one level, in the public record.
pub struct Decision(RecordedDecision);

#[Object]
impl Decision {
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Null when the regency no longer has this level.
    async fn level(&self, ctx: &Context<'_>) -> Result<Option<ReviewLevel>> {
        Ok(app(ctx)?.areas.current().workflow().level(&self.0.level).map(Into::into))
    }

    async fn decision(&self) -> DecisionKind {
        self.0.decision.into()
    }

    async fn from(&self) -> ProposalStatus {
        self.0.from.into()
    }

    async fn to(&self) -> ProposalStatus {
        self.0.to.into()
    }

    async fn reason_code(&self) -> Option<ReasonCode> {
        self.0.reason_code.map(Into::into)
    }

    async fn reason_text(&self) -> Option<&str> {
        self.0.reason_text.as_deref()
    }

    /// The volume it was changed to.
    async fn quantity(&self) -> Option<Quantity> {
        self.0.quantity.map(|value| Quantity(value.as_f64()))
    }

    /// The amount it was changed to.
    async fn cost(&self) -> Option<Rupiah> {
        self.0.cost.map(|value| Rupiah(value.get()))
    }

    async fn funding_sources(&self) -> Vec<FundingSource> {
        self.0.funding_sources.iter().copied().map(Into::into).collect()
    }

    /// Berita acara.
    async fn minutes_number(&self) -> Option<&str> {
        self.0.minutes_number.as_deref()
    }

    /// The name of office, as it was then.
    async fn office(&self) -> &str {
        &self.0.office
    }

    async fn decided_at(&self) -> DateTime<Utc> {
        self.0.decided_at
    }
}

/// An event of the public record.
pub struct JournalEntry(journal::Entry);

#[Object]
impl JournalEntry {
    async fn cursor(&self) -> String {
        self.0.seq.to_string()
    }

    async fn seq(&self) -> i64 {
        self.0.seq
    }

    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    async fn kind(&self) -> &str {
        self.0.kind.as_str()
    }

    async fn office(&self) -> Option<&str> {
        self.0.office.as_deref()
    }

    async fn details(&self) -> Result<AnyJson> {
        Ok(async_graphql::Json(serde_json::from_str(&self.0.details)?))
    }

    /// In hexadecimal; `rembug journal verify` walks the chain.
    async fn hash(&self) -> String {
        journal::verify::hex(&self.0.hash)
    }
}

/// The most events of one proposal's history that an answer holds.
const MAX_HISTORY: u64 = 200;

fn money(value: Option<shared::value::Rupiah>) -> Option<Rupiah> {
    value.map(|value| Rupiah(value.get()))
}

fn volume(value: Option<shared::value::Quantity>) -> Option<Quantity> {
    value.map(|value| Quantity(value.as_f64()))
}

#[Object]
impl Proposal {
    async fn id(&self) -> ID {
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

    /// Usulan ke: within proposer and fiscal year.
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
        let size = self.0.fields.dimensions;
        Dimensions {
            length_meters: volume(size.length_meters),
            width_meters: volume(size.width_meters),
            height_meters: volume(size.height_meters),
        }
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
        let detail = self.0.fields.beneficiary_detail;
        BeneficiaryDetail {
            women: detail.women,
            men: detail.men,
            poor_households: detail.poor_households,
            disabled: detail.disabled,
            elderly: detail.elderly,
            children: detail.children,
        }
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

    async fn viewer_has_supported(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(viewer) = request(ctx)?.actor.account else { return Ok(false) };
        Ok(ctx.data::<Loaders>()?.load_one(SupportKey(viewer, self.0.id.0)).await?.unwrap_or_default())
    }

    /// What the levels decided, oldest first.
    async fn decisions(&self, ctx: &Context<'_>) -> Result<Vec<Decision>> {
        let found = ctx.data::<Loaders>()?.load_one(DecisionsKey(self.0.id.0)).await?;
        Ok(found.unwrap_or_default().into_iter().map(Decision).collect())
    }

    /// What happened to it in the public record, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<JournalEntry>> {
        let entries = journal::history_of(&app(ctx)?.db, &self.0.id.to_string(), 0, MAX_HISTORY).await?;
        Ok(entries.into_iter().map(JournalEntry).collect())
    }

    /// The proposal that this one was merged into.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let Some(id) = self.0.merged_into else { return Ok(None) };
        Ok(read(ctx, id).await?.map(Proposal))
    }

    /// What the viewer may do right now.
    async fn available_actions(&self, ctx: &Context<'_>) -> Result<Vec<AvailableAction>> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        let steps = steps::steps_open_to(app, actor, &self.0).into_iter().map(|(step, office)| AvailableAction {
            action: step.action.into(),
            decision: step.decision.map(Into::into),
            to: Some(step.to.into()),
            reason_required: step.reason_required,
            evidence: step.evidence.into(),
            funding_required: step.needs_funding(),
            office,
        });
        let mut actions: Vec<_> = steps.collect();
        if actor.is(self.0.owner) && self.0.status.is_editable() {
            actions.push(AvailableAction::plain(ProposalAction::Edit));
        }
        if actor.account.is_some() && !actor.is(self.0.owner) && self.0.status.is_open() {
            let supported = self.viewer_has_supported(ctx).await?;
            actions.push(AvailableAction::plain(if supported { ProposalAction::Unsupport } else { ProposalAction::Support }));
        }
        Ok(actions)
    }

    /// Kamus usulan: the item of the regency's catalogue.
    async fn catalog_code(&self) -> Option<&str> {
        self.0.fields.catalog_code.as_deref()
    }

    /// At most three, in the order of the form.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        photos_of(ctx, self.0.id).await
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    async fn submitted_at(&self) -> Option<DateTime<Utc>> {
        self.0.submitted_at
    }

    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }

    /// Made up, for showing how Rembug works.
    async fn sample(&self) -> bool {
        self.0.sample
    }
}

async fn read(ctx: &Context<'_>, id: ProposalId) -> Result<Option<Model>> {
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

#[derive(InputObject)]
pub struct BoundingBoxInput {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// What a list is narrowed to; each field narrows further.
#[derive(InputObject, Default)]
pub struct ProposalFilter {
    /// Codes of any level, with what lies in them.
    areas: Option<Vec<String>>,
    sectors: Option<Vec<Sector>>,
    statuses: Option<Vec<ProposalStatus>>,
    fiscal_years: Option<Vec<i32>>,
    kinds: Option<Vec<ProposalKind>>,
    proposer_types: Option<Vec<ProposerType>>,
    agency: Option<String>,
    /// Every word must occur.
    text: Option<String>,
    bounding_box: Option<BoundingBoxInput>,
    estimated_cost_min: Option<Rupiah>,
    estimated_cost_max: Option<Rupiah>,
    /// The viewer's own, drafts included.
    mine: Option<bool>,
    supported_by_me: Option<bool>,
    /// What lies on the viewer's desks.
    awaiting_me: Option<bool>,
}

fn parse_filter(ctx: &Context<'_>, input: ProposalFilter) -> Result<Filter, AppError> {
    let missing = |_| AppError::Refused(ErrorCode::Internal);
    let (app, actor) = (app(ctx).map_err(missing)?, &request(ctx).map_err(missing)?.actor);
    fn all<A, B: From<A>>(list: Option<Vec<A>>) -> Vec<B> {
        list.unwrap_or_default().into_iter().map(Into::into).collect()
    }
    let areas = input
        .areas
        .unwrap_or_default()
        .iter()
        .map(|code| code.parse().map_err(|code| AppError::field("areas", code)))
        .collect::<Result<Vec<_>, _>>()?;
    let bounding_box = input
        .bounding_box
        .map(|b| BoundingBox::new(b.west, b.south, b.east, b.north))
        .transpose()
        .map_err(|code| AppError::field("boundingBox", code))?;
    let signed_in = || actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated));
    let awaiting = if input.awaiting_me == Some(true) {
        crate::access::authorize::<crate::access::deed::ReadDesk>(actor, shared::access::Resource::Everything)?;
        Some(list::desks(app.areas.current().workflow(), actor))
    } else {
        None
    };
    Ok(Filter {
        areas,
        sectors: all(input.sectors),
        statuses: all(input.statuses),
        fiscal_years: input.fiscal_years.unwrap_or_default(),
        kinds: all(input.kinds),
        proposer_types: all(input.proposer_types),
        agency: input.agency,
        text: input.text,
        bounding_box,
        cost_min: input.estimated_cost_min.map(|amount| amount.0),
        cost_max: input.estimated_cost_max.map(|amount| amount.0),
        owner: if input.mine == Some(true) { Some(signed_in()?) } else { None },
        supporter: if input.supported_by_me == Some(true) { Some(signed_in()?) } else { None },
        awaiting,
    })
}

/// What can be counted without reading the list.
pub struct ProposalTotals {
    filter: Filter,
}

#[Object]
impl ProposalTotals {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(lists::count(&app(ctx)?.db, ProposalScope::of(&request(ctx)?.actor), &self.filter).await?)
    }
}

/// A proposal and how far away it is.
#[derive(SimpleObject)]
pub struct NearbyProposal {
    proposal: Proposal,
    distance_meters: i64,
}

const MAX_RADIUS_METERS: i32 = 5_000;
const MAX_NEARBY: usize = 20;
const NEARBY_CANDIDATES: u64 = 500;
const METERS_PER_DEGREE: f64 = 111_000.0;

#[derive(Default)]
pub struct ProposalQuery;

#[Object]
impl ProposalQuery {
    /// The proposal; null when there is none or it is somebody else's draft.
    async fn proposal(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Proposal>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(read(ctx, id).await?.map(Proposal))
    }

    /// Proposals, a page at a time; `first` or `last` from 1 to 100 is required.
    #[allow(clippy::too_many_arguments)]
    async fn proposals(
        &self,
        ctx: &Context<'_>,
        filter: Option<ProposalFilter>,
        order_by: Option<ProposalOrder>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connection<String, Proposal, ProposalTotals, EmptyFields>> {
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let filter = parse_filter(ctx, filter.unwrap_or_default())?;
        let order: Order = order_by.map_or(Order::Newest, Into::into);
        let scope = ProposalScope::of(&request(ctx)?.actor);
        let mut rows = lists::page(&app(ctx)?.db, scope, &filter, order, &page).await?;
        let more = rows.len() as u64 > page.size;
        rows.truncate(usize::try_from(page.size).unwrap_or(usize::MAX));
        if page.backward {
            rows.reverse();
        }
        gather(ctx, &rows.iter().map(|(_, proposal)| proposal).collect::<Vec<_>>()).await?;
        let (previous, next) = if page.backward { (more, page.cursor.is_some()) } else { (page.cursor.is_some(), more) };
        let mut connection = Connection::with_additional_fields(previous, next, ProposalTotals { filter });
        connection
            .edges
            .extend(rows.into_iter().map(|(cursor, proposal)| Edge::new(Cursor::encode(cursor, order), Proposal(proposal))));
        Ok(connection)
    }

    /// At most 20 proposals within 1 to 5,000 metres, nearest first.
    async fn proposals_near(&self, ctx: &Context<'_>, location: LocationInput, radius_meters: i32) -> Result<Vec<NearbyProposal>> {
        let place = location.parse()?;
        if !(1..=MAX_RADIUS_METERS).contains(&radius_meters) {
            return Err(AppError::field("radiusMeters", ErrorCode::OutOfRange).into());
        }
        let radius = f64::from(radius_meters);
        let (dy, dx) = (radius / METERS_PER_DEGREE, radius / (METERS_PER_DEGREE * place.latitude.to_radians().cos().max(0.01)));
        let bounds = BoundingBox {
            west: place.longitude - dx,
            south: place.latitude - dy,
            east: place.longitude + dx,
            north: place.latitude + dy,
        };
        let filter = Filter { bounding_box: Some(bounds), ..Default::default() };
        let candidates = lists::sample(&app(ctx)?.db, ProposalScope::PUBLIC, &filter, NEARBY_CANDIDATES).await?;
        let mut near: Vec<(f64, Model)> = candidates
            .into_iter()
            .filter_map(|proposal| Some((proposal.location?.distance_meters(place), proposal)))
            .filter(|(distance, _)| *distance <= radius)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(MAX_NEARBY);
        Ok(near
            .into_iter()
            .map(|(distance, proposal)| NearbyProposal { proposal: Proposal(proposal), distance_meters: distance.round() as i64 })
            .collect())
    }
}

/// The form as filled in; the server says what is missing or wrong, field by field.
#[derive(InputObject)]
pub struct ProposalFieldsInput {
    title: Option<String>,
    problem: Option<String>,
    objective: Option<String>,
    address: Option<String>,
    rt: Option<String>,
    rw: Option<String>,
    hamlet: Option<String>,
    village_code: Option<String>,
    kind: Option<ProposalKind>,
    sector: Option<Sector>,
    quantity: Option<Quantity>,
    unit: Option<Unit>,
    length_meters: Option<Quantity>,
    width_meters: Option<Quantity>,
    height_meters: Option<Quantity>,
    unit_price: Option<Rupiah>,
    estimated_cost: Option<Rupiah>,
    spending_type: Option<SpendingType>,
    subactivity_code: Option<String>,
    regional_priority: Option<String>,
    note: Option<String>,
    self_help_amount: Option<Rupiah>,
    self_help_note: Option<String>,
    beneficiaries: Option<i32>,
    women: Option<i32>,
    men: Option<i32>,
    poor_households: Option<i32>,
    disabled: Option<i32>,
    elderly: Option<i32>,
    children: Option<i32>,
    urgency: Option<i32>,
    damage_level: Option<i32>,
    fiscal_year: Option<i32>,
    geometry: Option<GeoJson>,
    proposer_type: Option<ProposerType>,
    initial_agency: Option<String>,
    /// Kamus usulan: the item of the regency's catalogue.
    catalog_code: Option<String>,
    /// Own uploads, at most three, in the order to show them. Left out, they stay as they are; an empty list removes them.
    photos: Option<Vec<ID>>,
}

impl From<ProposalFieldsInput> for ProposalForm {
    fn from(input: ProposalFieldsInput) -> Self {
        let number = |value: Option<Quantity>| value.map(|value| value.0);
        let amount = |value: Option<Rupiah>| value.map(|value| value.0);
        Self {
            title: input.title,
            problem: input.problem,
            objective: input.objective,
            address: input.address,
            rt: input.rt,
            rw: input.rw,
            hamlet: input.hamlet,
            village_code: input.village_code,
            kind: input.kind.map(Into::into),
            sector: input.sector.map(Into::into),
            quantity: number(input.quantity),
            unit: input.unit.map(Into::into),
            length_meters: number(input.length_meters),
            width_meters: number(input.width_meters),
            height_meters: number(input.height_meters),
            unit_price: amount(input.unit_price),
            estimated_cost: amount(input.estimated_cost),
            spending_type: input.spending_type.map(Into::into),
            subactivity_code: input.subactivity_code,
            regional_priority: input.regional_priority,
            note: input.note,
            self_help_amount: amount(input.self_help_amount),
            self_help_note: input.self_help_note,
            beneficiaries: input.beneficiaries,
            women: input.women,
            men: input.men,
            poor_households: input.poor_households,
            disabled: input.disabled,
            elderly: input.elderly,
            children: input.children,
            urgency: input.urgency,
            damage_level: input.damage_level,
            fiscal_year: input.fiscal_year,
            geometry: input.geometry.map(|geometry| geometry.0),
            proposer_type: input.proposer_type.map(Into::into),
            initial_agency: input.initial_agency,
            catalog_code: input.catalog_code,
            photos: ids(input.photos),
        }
    }
}

#[derive(InputObject)]
pub struct CreateProposalInput {
    /// Made by the form; sending it again returns the same proposal.
    client_key: Option<String>,
    fields: ProposalFieldsInput,
    /// Hand it in at once.
    submit: Option<bool>,
}

#[derive(InputObject)]
pub struct UpdateProposalInput {
    id: ID,
    version: i32,
    fields: ProposalFieldsInput,
}

#[derive(InputObject)]
pub struct ProposalIdInput {
    id: ID,
}

#[derive(SimpleObject)]
pub struct ProposalPayload {
    proposal: Option<Proposal>,
    errors: Vec<UserError>,
}

pub(super) fn payload(ctx: &Context<'_>, result: std::result::Result<Model, AppError>) -> Result<ProposalPayload> {
    // What an earlier mutation of the same request read no longer holds.
    let loaders = ctx.data::<Loaders>()?;
    loaders.clear::<SupportKey>();
    loaders.clear::<DecisionsKey>();
    loaders.clear::<PhotosKey>();
    let (proposal, errors) = split(result, request(ctx)?.lang)?;
    Ok(ProposalPayload { proposal: proposal.map(Proposal), errors })
}

/// A malformed id is the id of nothing.
pub(super) fn proposal_id(id: &ID) -> std::result::Result<ProposalId, AppError> {
    id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))
}

#[derive(Default)]
pub struct ProposalMutation;

#[Object]
impl ProposalMutation {
    /// Makes a draft, or hands it in at once.
    async fn create_proposal(&self, ctx: &Context<'_>, input: CreateProposalInput) -> Result<ProposalPayload> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        let mut result = draft::create(app, actor, &input.fields.into(), input.client_key).await;
        if let Ok(made) = &result
            && input.submit == Some(true)
            && made.status == domain::Status::Draft
        {
            let wanted = steps::Move { id: made.id, version: made.version, action: Action::Submit, decision: None, to: None };
            result = steps::take_step(app, actor, &wanted, &DecisionForm::default()).await;
        }
        payload(ctx, result)
    }

    /// Changes a draft, or a proposal that came back.
    async fn update_proposal(&self, ctx: &Context<'_>, input: UpdateProposalInput) -> Result<ProposalPayload> {
        let result =
            draft::update(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?, input.version, &input.fields.into()).await;
        payload(ctx, result)
    }

    /// One support a person.
    async fn support_proposal(&self, ctx: &Context<'_>, input: ProposalIdInput) -> Result<ProposalPayload> {
        payload(ctx, support::support(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?).await)
    }

    async fn withdraw_support(&self, ctx: &Context<'_>, input: ProposalIdInput) -> Result<ProposalPayload> {
        payload(ctx, support::withdraw(app(ctx)?, &request(ctx)?.actor, proposal_id(&input.id)?).await)
    }
}
