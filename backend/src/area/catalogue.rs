//! All areas in memory: one immutable snapshot, swapped as a whole.

use super::index::AreaIndex;
use super::layers::MapLayers;
use super::population::Population;
use crate::error::AppError;
use shared::area::{AreaCode, AreaKind, AreaLevel};
use shared::error::ErrorCode;
use shared::proposal::{CatalogItem, Sector, Workflow};
use shared::value::{BoundingBox, Location, Shape};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, PoisonError, RwLock};

/// The snapshot that is current. A reader keeps the one it took.
#[derive(Default)]
pub struct Areas(RwLock<Arc<Catalogue>>);

impl Areas {
    pub fn current(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn replace(&self, catalogue: Catalogue) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
    }
}

/// The regency as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    pub code: AreaCode,
    pub name: String,
    pub center: Location,
    pub bounds: BoundingBox,
    /// Whether outlines are stand-ins drawn around points.
    pub boundaries_approximate: bool,
    /// Credit that the map must show.
    pub attribution: String,
    pub fiscal_years: Vec<i32>,
    pub default_fiscal_year: i32,
    /// Whether sample data were loaded, which every screen must say.
    pub sample_data: bool,
}

/// A regency, district or village.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub code: AreaCode,
    pub level: AreaLevel,
    pub kind: AreaKind,
    pub name: String,
    pub postal_code: Option<String>,
    /// Official area in square metres.
    pub square_meters: i64,
    /// A point inside.
    pub location: Location,
    /// `None` without an outline.
    pub bounds: Option<BoundingBox>,
    pub approximate: bool,
    /// As the map draws it, in GeoJSON; `None` without one.
    pub outline: Option<Arc<str>>,
}

impl Area {
    /// Its name with what it is: `Desa Gununglurah`, `Kecamatan Cilongok`.
    pub fn full_name(&self) -> String {
        let kind = match self.kind {
            AreaKind::Kabupaten => "Kabupaten",
            AreaKind::Kecamatan => "Kecamatan",
            AreaKind::Desa => "Desa",
            AreaKind::Kelurahan => "Kelurahan",
        };
        if self.name.starts_with(kind) { self.name.clone() } else { format!("{kind} {}", self.name) }
    }
}

/// A regency around this one, drawn as context only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    pub code: String,
    pub name: String,
    /// In GeoJSON.
    pub outline: String,
}

/// An office of the regency (OPD).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    pub code: String,
    pub name: String,
    pub sectors: Vec<Sector>,
}

/// Everything about places at one moment.
#[derive(Default)]
pub struct Catalogue {
    /// Names what it was built from, the same in every process.
    pub(super) mark: String,
    pub(super) region: Option<Region>,
    /// By code, so that a regency comes before its districts and a district before its villages.
    pub(super) areas: Vec<Area>,
    pub(super) positions: HashMap<AreaCode, usize>,
    pub(super) agencies: Vec<Agency>,
    pub(super) proposal_catalog: Vec<CatalogItem>,
    pub(super) workflow: Workflow,
    pub(super) index: AreaIndex,
    pub(super) layers: MapLayers,
    pub(super) populations: HashMap<AreaCode, Population>,
    pub(super) neighbours: Vec<Neighbour>,
}

impl Catalogue {
    /// # Errors
    /// `INTERNAL` before the region is loaded, which a started application never meets.
    pub fn region(&self) -> Result<&Region, AppError> {
        self.region.as_ref().ok_or_else(|| AppError::damaged("no region is loaded"))
    }

    /// Names what is in it: another process may know more by now, and then has another.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Every area, by code.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.positions.get(code).and_then(|position| self.areas.get(*position))
    }

    /// The area with this code, as a person or program typed it.
    pub fn find(&self, code: &str) -> Option<&Area> {
        self.area(&code.parse().ok()?)
    }

    /// The areas one level below, by code.
    pub fn children<'a>(&'a self, code: &'a AreaCode) -> impl Iterator<Item = &'a Area> {
        let below = self.positions.get(code).map_or(&[][..], |position| &self.areas[position + 1..]);
        below.iter().take_while(|area| code.contains(&area.code)).filter(|area| area.code.parent().as_ref() == Some(code))
    }

    /// The agencies; of several that serve a sector the first answers for it.
    pub fn agencies(&self) -> &[Agency] {
        &self.agencies
    }

    pub fn agency(&self, code: &str) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.code == code)
    }

    /// The agency that answers for the sector.
    pub fn agency_for(&self, sector: Sector) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.sectors.contains(&sector))
    }

    /// What is usually proposed here (kamus usulan), in its order; empty where the regency has none.
    pub fn proposal_catalog(&self) -> &[CatalogItem] {
        &self.proposal_catalog
    }

    pub fn catalog_item(&self, code: &str) -> Option<&CatalogItem> {
        self.proposal_catalog.iter().find(|item| item.code == code)
    }

    /// Years that proposals may be made for; empty before the region is loaded.
    pub fn fiscal_years(&self) -> RangeInclusive<i32> {
        let years = self.region.as_ref().map_or(&[][..], |region| &region.fiscal_years);
        match (years.iter().min(), years.iter().max()) {
            (Some(first), Some(last)) => *first..=*last,
            _ => RangeInclusive::new(1, 0),
        }
    }

    /// The levels of review and the steps that follow from them.
    pub fn workflow(&self) -> &Workflow {
        &self.workflow
    }

    /// Whether a shape can be a proposal's place.
    ///
    /// # Errors
    /// `SELF_CROSSING` or `OUTSIDE_REGENCY`.
    pub fn check_shape(&self, shape: &Shape) -> Result<(), ErrorCode> {
        self.index.check_shape(shape)
    }

    /// Whether the place lies in the village, give or take the slack at its border.
    pub fn village_holds(&self, village: &AreaCode, place: Location) -> bool {
        self.index.village_holds(village, place)
    }

    /// The village that holds the place; `None` outside the regency.
    pub fn village_at(&self, place: Location) -> Option<&Area> {
        self.index.village_at(place).and_then(|code| self.area(code))
    }

    /// How many people live there; `None` where nobody has said.
    pub fn population(&self, code: &AreaCode) -> Option<&Population> {
        self.populations.get(code)
    }

    /// The regencies around, by code.
    pub fn neighbours(&self) -> &[Neighbour] {
        &self.neighbours
    }

    /// The outlines as the map draws them.
    pub fn layers(&self) -> &MapLayers {
        &self.layers
    }
}
