//! Lists of proposals.

use super::decisions::DecisionCriteria;
use super::object::Proposal;
use super::read::read;
use crate::access::ProposalScope;
use crate::api::connection::{Page, Slice, Totals, list_field};
use crate::api::context::{app, request};
use crate::api::enums::*;
use crate::api::filter::{each, known_areas, words};
use crate::api::loaders::gather;
use crate::api::scalars::{GeoJson, Rupiah};
use crate::area::graphql::LocationInput;
use crate::error::AppError;
use crate::platform::database::Seen;
use crate::proposal::list::{ProposalFilter as Filter, desks, store as lists};
use crate::proposal::model::Proposal as Model;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::proposal::Order;
use shared::value::{BoundingBox, PageRequest, Shape};

/// A box in degrees, west before east and south before north (kotak batas).
#[derive(InputObject)]
pub struct BoundingBoxInput {
    /// The western edge (batas barat), in degrees.
    west: f64,
    /// The southern edge (batas selatan), in degrees.
    south: f64,
    /// The eastern edge (batas timur), in degrees.
    east: f64,
    /// The northern edge (batas utara), in degrees.
    north: f64,
}

impl BoundingBoxInput {
    /// # Errors
    /// `INVALID_GEOMETRY` at `filter.boundingBox`.
    pub fn parse(self) -> Result<BoundingBox, AppError> {
        BoundingBox::new(self.west, self.south, self.east, self.north).map_err(|code| AppError::field("filter.boundingBox", code))
    }
}

/// What a list is narrowed to (saringan); each field narrows further.
#[derive(InputObject, Default)]
pub struct ProposalFilter {
    /// Codes of any level, with what lies in them (wilayah).
    areas: Option<Vec<String>>,
    /// Any of these (bidang).
    sectors: Option<Vec<Sector>>,
    /// Any of these (status).
    statuses: Option<Vec<ProposalStatus>>,
    /// Any of these (tahun anggaran).
    fiscal_years: Option<Vec<i32>>,
    /// Any of these (klasifikasi).
    kinds: Option<Vec<ProposalKind>>,
    /// Any of these (jenis profil pengusul).
    proposer_types: Option<Vec<ProposerType>>,
    /// Code of the office that carries it out or, as long as none was told to, that its proposer named (perangkat daerah).
    agency: Option<String>,
    /// Every word must occur (pencarian).
    text: Option<String>,
    /// Its point lies within the box (kotak batas).
    bounding_box: Option<BoundingBoxInput>,
    /// What is asked for, at least (perkiraan biaya), in rupiah.
    estimated_cost_min: Option<Rupiah>,
    /// What is asked for, at most (perkiraan biaya), in rupiah.
    estimated_cost_max: Option<Rupiah>,
    /// What the levels accepted, at least (biaya yang disetujui).
    accepted_cost_min: Option<Rupiah>,
    /// What the levels accepted, at most (biaya yang disetujui).
    accepted_cost_max: Option<Rupiah>,
    /// Any of these (sumber dana).
    funding_sources: Option<Vec<FundingSource>>,
    /// Its point lies within this Polygon of at most 100 positions (di dalam garis).
    within: Option<GeoJson>,
    /// At least one decision on it is such a one (keputusan).
    decided: Option<DecisionCriteria>,
    /// What has none of these (tanpa): the group without a key in `proposalStats`. Beside `decided`, what none of such decisions
    /// has, or one of them lacks.
    without: Option<Vec<ProposalDimension>>,
    /// First handed in at this instant or later (waktu pengajuan).
    submitted_from: Option<DateTime<Utc>>,
    /// First handed in before this instant (waktu pengajuan).
    submitted_to: Option<DateTime<Utc>>,
    /// The viewer's own, drafts included (usulan saya).
    mine: Option<bool>,
    /// Those that the viewer supports (yang saya dukung).
    supported_by_me: Option<bool>,
    /// What lies on the viewer's desks (meja saya).
    awaiting_me: Option<bool>,
}

/// Positions of an outline: each side becomes a term of the query.
const MAX_OUTLINE: usize = 100;

/// # Errors
/// `INVALID_GEOMETRY` or `TOO_MANY_VERTICES` at `filter.within`.
pub fn parse_outline(geometry: GeoJson) -> Result<Shape, AppError> {
    let refuse = |code| AppError::field("filter.within", code);
    match Shape::of_any_size(&geometry.0).map_err(refuse)? {
        Shape::Polygon(ring) if ring.len() > MAX_OUTLINE => Err(refuse(ErrorCode::TooManyVertices)),
        polygon @ Shape::Polygon(_) => Ok(polygon),
        _ => Err(refuse(ErrorCode::InvalidGeometry)),
    }
}

/// # Errors
/// `BAD_INPUT` that names the field; `UNAUTHENTICATED` and `FORBIDDEN` for what is about the viewer.
pub fn parse_filter(ctx: &Context<'_>, input: ProposalFilter) -> Result<Filter> {
    let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
    let catalogue = app.areas.current();
    let areas = known_areas(&catalogue, input.areas)?;
    if input.agency.as_deref().is_some_and(|code| catalogue.agency(code).is_none()) {
        return Err(AppError::field("filter.agency", ErrorCode::UnknownAgency).into());
    }
    let bounding_box = input.bounding_box.map(BoundingBoxInput::parse).transpose()?;
    let signed_in = || actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated));
    let awaiting = if input.awaiting_me == Some(true) {
        crate::access::authorize::<crate::access::deed::ReadDesk>(actor, shared::access::Resource::Everything)?;
        Some(desks(catalogue.workflow(), actor))
    } else {
        None
    };
    Ok(Filter {
        areas,
        sectors: each("filter.sectors", input.sectors)?,
        statuses: each("filter.statuses", input.statuses)?,
        fiscal_years: each("filter.fiscalYears", input.fiscal_years)?,
        kinds: each("filter.kinds", input.kinds)?,
        proposer_types: each("filter.proposerTypes", input.proposer_types)?,
        agency: input.agency,
        text: words(input.text.as_deref())?,
        bounding_box,
        cost_min: input.estimated_cost_min.map(|amount| amount.0),
        cost_max: input.estimated_cost_max.map(|amount| amount.0),
        accepted_min: input.accepted_cost_min.map(|amount| amount.0),
        accepted_max: input.accepted_cost_max.map(|amount| amount.0),
        funding_sources: each("filter.fundingSources", input.funding_sources)?,
        within: input.within.map(parse_outline).transpose()?,
        decided: input.decided.map(|criteria| criteria.parse(ctx)).transpose()?,
        without: each("filter.without", input.without)?,
        submitted_from: input.submitted_from,
        submitted_to: input.submitted_to,
        owner: if input.mine == Some(true) { Some(signed_in()?) } else { None },
        supporter: if input.supported_by_me == Some(true) { Some(signed_in()?) } else { None },
        awaiting,
    })
}

list_field! {
    /// Proposals, a page at a time (daftar usulan), the newest first; `first` or `last` from 1 to 100 is required.
    ProposalList::proposals(ProposalFilter, ProposalOrder) -> Proposal, list
}

async fn list(ctx: &Context<'_>, input: ProposalFilter, order: Option<ProposalOrder>, page: PageRequest) -> Result<Page<Proposal>> {
    let list = Seen { scope: ProposalScope::of(&request(ctx)?.actor), filter: parse_filter(ctx, input)? };
    let found = Slice::read(ctx, &list, order.map_or(Order::Newest, Into::into), &page).await?;
    gather(ctx, &[&["nodes"], &["edges", "node"]], &found.items()).await?;
    Ok(found.connect(Totals::of(list), Proposal))
}

/// A proposal and how far away it is (usulan sekitar).
#[derive(SimpleObject)]
pub struct NearbyProposal {
    /// The proposal (usulan).
    proposal: Proposal,
    /// How far away, in metres (jarak).
    distance_meters: i64,
}

const MAX_RADIUS_METERS: i32 = 5_000;
const MAX_NEARBY: u64 = 20;
const METERS_PER_DEGREE: f64 = 111_000.0;

#[derive(Default)]
pub struct ProposalQuery;

#[Object]
impl ProposalQuery {
    /// The proposal (usulan); null when there is none or it is somebody else's draft.
    async fn proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal's id (nomor usulan).")] id: ID,
    ) -> Result<Option<Proposal>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        let found = read(ctx, id).await?;
        // It may itself hold a list: what was merged into it.
        gather(ctx, &[&[]], &found.iter().collect::<Vec<_>>()).await?;
        Ok(found.map(Proposal))
    }

    /// At most 20 proposals within 1 to 5,000 metres, nearest first (usulan sekitar).
    async fn proposals_near(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place (lokasi).")] location: LocationInput,
        #[graphql(desc = "How far around it, in metres, 1 to 5,000 (jarak).")] radius_meters: i32,
    ) -> Result<Vec<NearbyProposal>> {
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
        let nearest = lists::nearest(&app(ctx)?.db, ProposalScope::PUBLIC, &filter, place, MAX_NEARBY).await?;
        let mut near: Vec<(f64, Model)> = nearest
            .into_iter()
            .filter_map(|proposal| Some((proposal.location?.distance_meters(place), proposal)))
            .filter(|(distance, _)| *distance <= radius)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        gather(ctx, &[&["proposal"]], &near.iter().map(|(_, proposal)| proposal).collect::<Vec<_>>()).await?;
        Ok(near
            .into_iter()
            .map(|(distance, proposal)| NearbyProposal { proposal: Proposal(proposal), distance_meters: distance.round() as i64 })
            .collect())
    }
}
