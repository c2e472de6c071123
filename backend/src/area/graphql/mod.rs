//! Places in GraphQL. Everything is answered from the catalogue in memory: no query reaches the database.

mod filter;
mod geometry;
mod level;
mod population;

pub use filter::AreaFilter;
pub use geometry::{BoundingBox, Location, LocationInput};
pub use level::ReviewLevel;
pub use population::Population;

use crate::api::answer::Long;
use crate::api::enums::{ProposalStatus, Sector};
use crate::api::loaders::{CountsKey, Loaders, gather_counts};
use crate::app::SharedApp;
use crate::area::catalogue::{self, Catalogue};
use crate::error::AppError;
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Description, Enum, ID, Object, Result, SimpleObject};
use filter::Wanted;
use geometry::Outline;
use shared::area as domain;
use shared::proposal::Status;
use shared::value::PageRequest;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The three levels of areas (tingkat wilayah).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::AreaLevel")]
pub enum AreaLevel {
    /// The whole regency (kabupaten), the code has one dot.
    Regency,
    /// A district (kecamatan), the code has two dots.
    District,
    /// A village, rural or urban (desa/kelurahan), the code has three dots.
    Village,
}

/// What an area is called by law (jenis wilayah).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::AreaKind")]
pub enum AreaKind {
    /// The regency (kabupaten).
    Kabupaten,
    /// A district of the regency (kecamatan).
    Kecamatan,
    /// A village with its own government and budget (desa).
    Desa,
    /// An urban village, part of the regency's administration (kelurahan).
    Kelurahan,
}

/// The regency that plans here (kabupaten).
#[derive(Description)]
pub struct Region(Arc<Catalogue>);

#[Object(use_type_description)]
impl Region {
    /// Of the ministry of home affairs (kode wilayah), such as `33.02`.
    async fn code(&self) -> Result<String> {
        Ok(self.0.region()?.code.to_string())
    }

    /// What it is called (nama).
    async fn name(&self) -> Result<&str> {
        Ok(&self.0.region()?.name)
    }

    /// The middle of its box (titik tengah).
    async fn center(&self) -> Result<Location> {
        Ok(self.0.region()?.center.into())
    }

    /// The box around it (kotak batas).
    async fn bounding_box(&self) -> Result<BoundingBox> {
        Ok(self.0.region()?.bounds.into())
    }

    /// Whether outlines are stand-ins drawn around points, until boundaries are imported (batas perkiraan).
    async fn boundaries_approximate(&self) -> Result<bool> {
        Ok(self.0.region()?.boundaries_approximate)
    }

    /// Credit that a map with the outlines must show (sumber batas).
    async fn boundary_attribution(&self) -> Result<Option<&str>> {
        Ok(Some(self.0.region()?.attribution.as_str()).filter(|credit| !credit.is_empty()))
    }

    /// Years that proposals may be made for (tahun anggaran).
    async fn fiscal_years(&self) -> Result<&[i32]> {
        Ok(&self.0.region()?.fiscal_years)
    }

    /// The year that a new proposal is for (tahun anggaran bawaan).
    async fn default_fiscal_year(&self) -> Result<i32> {
        Ok(self.0.region()?.default_fiscal_year)
    }

    /// Whether sample data were loaded (data contoh).
    async fn sample_data(&self) -> Result<bool> {
        Ok(self.0.region()?.sample_data)
    }

    /// The regencies around, by code (kabupaten tetangga), which a map draws as context; none until somebody imports them.
    async fn neighbours(&self) -> Vec<Neighbour> {
        let neighbour = |one: &catalogue::Neighbour| Neighbour {
            code: one.code.clone(),
            name: one.name.clone(),
            geometry: Long(Outline(one.outline.as_str().into())),
        };
        self.0.neighbours().iter().map(neighbour).collect()
    }
}

/// A regency around the one that plans here (kabupaten tetangga).
#[derive(SimpleObject)]
pub struct Neighbour {
    /// Of the ministry of home affairs (kode wilayah).
    code: String,
    /// What it is called (nama).
    name: String,
    /// Its outline (garis batas): Polygon or MultiPolygon, made simpler for maps.
    geometry: Long<Outline>,
}

/// The regency, a district (kecamatan) or a village (desa or kelurahan).
#[derive(Description, Clone)]
pub struct Area {
    catalogue: Arc<Catalogue>,
    area: catalogue::Area,
}

impl Area {
    fn new(catalogue: &Arc<Catalogue>, area: &catalogue::Area) -> Self {
        Self { catalogue: Arc::clone(catalogue), area: area.clone() }
    }

    /// The area with this code.
    pub fn of(catalogue: &Arc<Catalogue>, code: &domain::AreaCode) -> Option<Self> {
        catalogue.area(code).map(|area| Self::new(catalogue, area))
    }

    async fn counts(&self, ctx: &Context<'_>) -> Result<HashMap<Status, i64>> {
        let found = ctx.data::<Loaders>()?.load_one(CountsKey(self.area.code.clone())).await?;
        Ok(found.unwrap_or_default())
    }
}

#[Object(use_type_description)]
impl Area {
    /// Its code (kode wilayah).
    pub async fn id(&self) -> ID {
        ID(self.area.code.to_string())
    }

    /// Kemendagri's code, such as 33.02.17.2019 (kode wilayah).
    async fn code(&self) -> &str {
        self.area.code.as_str()
    }

    /// Without the word for its kind (nama), such as `Cilongok`.
    async fn name(&self) -> &str {
        &self.area.name
    }

    /// How high it stands (tingkat wilayah).
    async fn level(&self) -> AreaLevel {
        self.area.level.into()
    }

    /// What it is called by law (jenis wilayah).
    async fn kind(&self) -> AreaKind {
        self.area.kind.into()
    }

    /// The area above (wilayah di atasnya); null for the regency.
    async fn parent(&self) -> Option<Area> {
        self.area.code.parent().and_then(|code| Self::of(&self.catalogue, &code))
    }

    /// The areas one level below, by code (wilayah di bawahnya).
    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<Area>> {
        let children: Vec<Area> = self.catalogue.children(&self.area.code).map(|area| Self::new(&self.catalogue, area)).collect();
        gather_counts(ctx, &[&[]], children.iter().map(|child| child.area.code.clone())).await?;
        Ok(children)
    }

    /// A point inside (titik).
    async fn location(&self) -> Location {
        self.area.location.into()
    }

    /// The box around its outline (kotak batas); null while no outline is known.
    async fn bounding_box(&self) -> Option<BoundingBox> {
        self.area.bounds.map(Into::into)
    }

    /// Its outline (garis batas): Polygon or MultiPolygon, made simpler for maps, without gaps between areas; null while none is
    /// known. `Region.boundaryAttribution` says whom to credit.
    async fn geometry(&self) -> Option<Long<Outline>> {
        self.area.outline.clone().map(Outline).map(Long)
    }

    /// Official area in square kilometres (luas wilayah).
    async fn area_km2(&self) -> Option<f64> {
        Some(self.area.square_meters as f64 / 1e6)
    }

    /// How many people live there (jumlah penduduk); null where nobody has said, nor of all its parts.
    async fn population(&self) -> Option<Population> {
        self.catalogue.population(&self.area.code).cloned().map(Into::into)
    }

    /// Of the post (kode pos); null where it is not known.
    async fn postal_code(&self) -> Option<&str> {
        self.area.postal_code.as_deref()
    }

    /// Whether its outline is a stand-in drawn around a point (batas perkiraan).
    async fn boundary_approximate(&self) -> bool {
        self.area.approximate
    }

    /// How many proposals were made here (jumlah usulan); drafts are not counted.
    async fn proposal_count(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(self.counts(ctx).await?.values().sum())
    }

    /// How many proposals stand in each status, in the order of the statuses (jumlah menurut status); those with none are left
    /// out.
    async fn status_counts(&self, ctx: &Context<'_>) -> Result<Vec<StatusCount>> {
        let counts: BTreeMap<_, _> = self.counts(ctx).await?.into_iter().collect();
        Ok(counts.into_iter().map(|(status, count)| StatusCount { status: status.into(), count }).collect())
    }
}

/// How many proposals stand in one status (jumlah menurut status).
#[derive(SimpleObject)]
pub struct StatusCount {
    /// Where they stand (status).
    status: ProposalStatus,
    /// How many (jumlah).
    count: i64,
}

/// An office of the regency (OPD).
#[derive(SimpleObject, Clone)]
pub struct Agency {
    /// As the regency's offices are numbered here (kode).
    code: String,
    /// What the office is called (nama perangkat daerah).
    name: String,
    /// What it is responsible for (bidang).
    sectors: Vec<Sector>,
}

impl Agency {
    /// The one with this code; nothing where none is named, or none has it.
    pub fn of(catalogue: &Catalogue, code: Option<&str>) -> Option<Self> {
        code.and_then(|code| catalogue.agency(code)).map(Self::from)
    }
}

impl From<&catalogue::Agency> for Agency {
    fn from(agency: &catalogue::Agency) -> Self {
        Self {
            code: agency.code.clone(),
            name: agency.name.clone(),
            sectors: agency.sectors.iter().map(|sector| (*sector).into()).collect(),
        }
    }
}

/// What can be counted without reading the list.
#[derive(SimpleObject)]
pub struct AreaTotals {
    /// How many there are on all pages together (jumlah seluruhnya).
    total_count: i32,
}

#[derive(Default)]
pub struct AreaQuery;

#[Object]
impl AreaQuery {
    /// The regency that plans here (kabupaten).
    async fn region(&self, ctx: &Context<'_>) -> Result<Region> {
        Ok(Region(current(ctx)?))
    }

    /// Areas by code, so that a district comes before its villages (wilayah).
    async fn areas(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which areas (saringan); all when left out.")] filter: Option<AreaFilter>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
        #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
    ) -> Result<Connection<String, Area, AreaTotals, EmptyFields>> {
        let catalogue = current(ctx)?;
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let wanted = Wanted::parse(&catalogue, filter.unwrap_or_default())?;
        let admitted: Vec<&catalogue::Area> = catalogue.areas().iter().filter(|area| wanted.admits(area)).collect();
        let window = window(&admitted, &page)?;
        let codes = admitted[window.clone()].iter().map(|area| area.code.clone());
        gather_counts(ctx, &[&["nodes"], &["edges", "node"]], codes).await?;
        let totals = AreaTotals { total_count: i32::try_from(admitted.len()).unwrap_or(i32::MAX) };
        let mut connection = Connection::with_additional_fields(window.start > 0, window.end < admitted.len(), totals);
        connection.edges.extend(admitted[window].iter().map(|area| Edge::new(area.code.to_string(), Area::new(&catalogue, area))));
        Ok(connection)
    }

    /// The area with this code (wilayah).
    async fn area(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code (kode wilayah), such as `33.02.17.2019`.")] code: String,
    ) -> Result<Option<Area>> {
        let catalogue = current(ctx)?;
        Ok(catalogue.find(&code).map(|area| Area::new(&catalogue, area)))
    }

    /// The village that holds the place (desa pada titik); null outside the regency.
    async fn area_at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place (lokasi).")] location: LocationInput,
    ) -> Result<Option<Area>> {
        let catalogue = current(ctx)?;
        Ok(catalogue.village_at(location.parse()?).map(|area| Area::new(&catalogue, area)))
    }

    /// The regency's offices (OPD).
    async fn agencies(&self, ctx: &Context<'_>) -> Result<Vec<Agency>> {
        Ok(current(ctx)?.agencies().iter().map(Into::into).collect())
    }

    /// The levels of review, in their order (jenjang).
    async fn review_levels(&self, ctx: &Context<'_>) -> Result<Vec<ReviewLevel>> {
        Ok(current(ctx)?.workflow().levels().iter().map(Into::into).collect())
    }
}

fn current(ctx: &Context<'_>) -> Result<Arc<Catalogue>> {
    Ok(ctx.data::<SharedApp>()?.areas.current())
}

/// The part of the list that the page asks for. A cursor is the code of an area and need not be in the list.
fn window(areas: &[&catalogue::Area], page: &PageRequest) -> Result<std::ops::Range<usize>, AppError> {
    let cursor: Option<domain::AreaCode> = page.place(|text| text.parse().ok())?;
    let size = usize::try_from(page.size).unwrap_or(usize::MAX);
    Ok(if page.backward {
        let end = cursor.map_or(areas.len(), |code| areas.partition_point(|area| area.code < code));
        end.saturating_sub(size)..end
    } else {
        let start = cursor.map_or(0, |code| areas.partition_point(|area| area.code <= code));
        start..areas.len().min(start.saturating_add(size))
    })
}
