//! Reading and writing places. All of it is public.

mod population;

pub use population::{populations, save_populations};

use crate::area::boundary::Boundary;
use crate::area::catalogue::{Agency, Area, Neighbour};
use crate::area::drawing::Drawing;
use crate::area::entity::{agencies, area_boundaries, areas, catalog_items, neighbours, regions, review_levels};
use crate::area::gazetteer::Pack;
use crate::area::outline::to_geojson;
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QueryOrder, QuerySelect};
use shared::area::AreaCode;
use shared::proposal::{CatalogItem, ReviewLevel, Sector, Workflow};
use shared::value::{BoundingBox, Location, Rupiah};
use std::collections::HashMap;

/// What of the outside is loaded; equal marks mean that the catalogue in memory is current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    pub pack: String,
    pub boundaries: Option<String>,
    pub neighbours: Option<String>,
    pub population: Option<String>,
    pub sample_data: bool,
}

/// Where a set of outlines comes from.
#[derive(Clone, Copy, Debug)]
pub struct Provenance<'a> {
    pub source: &'a str,
    pub attribution: &'a str,
    pub approximate: bool,
    pub at: DateTime<Utc>,
}

/// One stored outline.
pub struct Outline {
    /// GeoJSON in full; for villages only.
    pub full: Option<String>,
    pub simplified: String,
    pub bounds: BoundingBox,
    pub approximate: bool,
}

/// The marks of what is stored; `None` before the first start.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn marks(connection: &impl ConnectionTrait) -> Result<Option<Marks>, AppError> {
    let Some(region) = regions::Entity::find().one(connection).await? else {
        return Ok(None);
    };
    let sample = Query::select()
        .expr(Expr::val(1))
        .from(Alias::new("accounts"))
        .and_where(Expr::col(Alias::new("sample")).eq(true))
        .limit(1)
        .to_owned();
    let sample_data = connection.query_one(&sample).await?.is_some();
    Ok(Some(Marks {
        pack: region.pack_digest,
        boundaries: region.boundaries_digest,
        neighbours: region.neighbours_digest,
        population: region.population_digest,
        sample_data,
    }))
}

/// The region's row.
///
/// # Errors
/// `INTERNAL` when the database refuses or holds none.
pub async fn region(db: &Database) -> Result<regions::Model, AppError> {
    regions::Entity::find().one(db.reader()).await?.ok_or_else(|| AppError::damaged("no region is stored"))
}

/// Every area with its outline, by code.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn areas(db: &Database) -> Result<(Vec<Area>, HashMap<AreaCode, Outline>), AppError> {
    let mut outlines = HashMap::new();
    for row in area_boundaries::Entity::find().all(db.reader()).await? {
        let code: AreaCode = from_word(&row.area_code)?;
        let (south_west, north_east) = (Location::from_e7(row.west_e7, row.south_e7), Location::from_e7(row.east_e7, row.north_e7));
        let bounds = BoundingBox {
            west: south_west.longitude,
            south: south_west.latitude,
            east: north_east.longitude,
            north: north_east.latitude,
        };
        let full = (code.level() == shared::area::AreaLevel::Village).then_some(row.geojson);
        outlines.insert(code, Outline { full, simplified: row.simplified, bounds, approximate: row.approximate });
    }
    let rows = areas::Entity::find().order_by_asc(areas::Column::Code).all(db.reader()).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let code: AreaCode = from_word(&row.code)?;
        let outline = outlines.get(&code);
        found.push(Area {
            level: from_word(&row.level)?,
            kind: from_word(&row.kind)?,
            name: row.name,
            postal_code: row.postal_code,
            square_meters: row.square_meters,
            location: Location::from_e7(row.lon_e7, row.lat_e7),
            bounds: outline.map(|outline| outline.bounds),
            approximate: outline.is_none_or(|outline| outline.approximate),
            outline: outline.map(|outline| outline.simplified.as_str().into()),
            code,
        });
    }
    // The database's collation need not be ours.
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok((found, outlines))
}

/// The agencies in their order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn agencies(db: &Database) -> Result<Vec<Agency>, AppError> {
    let rows = agencies::Entity::find().order_by_asc(agencies::Column::Ordinal).all(db.reader()).await?;
    let agency = |row: agencies::Model| -> Result<Agency, AppError> {
        let sectors = row.sectors.split_whitespace().map(from_word).collect::<Result<_, _>>()?;
        Ok(Agency { code: row.code, name: row.name, sectors })
    };
    rows.into_iter().map(agency).collect()
}

/// The catalogue of proposals in its order.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn proposal_catalog(db: &Database) -> Result<Vec<CatalogItem>, AppError> {
    let rows = catalog_items::Entity::find().order_by_asc(catalog_items::Column::Ordinal).all(db.reader()).await?;
    let item = |row: catalog_items::Model| -> Result<CatalogItem, AppError> {
        Ok(CatalogItem {
            code: row.code,
            name: row.name,
            sector: from_word(&row.sector)?,
            kind: from_word(&row.kind)?,
            unit: from_word(&row.unit)?,
            agency: row.agency,
            cost_cap: row.cost_cap.map(Rupiah::new).transpose().map_err(AppError::damaged)?,
        })
    };
    rows.into_iter().map(item).collect()
}

/// The levels of review.
///
/// # Errors
/// `INTERNAL` when the database refuses or the levels make no workflow.
pub async fn workflow(db: &Database) -> Result<Workflow, AppError> {
    let rows = review_levels::Entity::find().all(db.reader()).await?;
    let level = |row: review_levels::Model| -> Result<ReviewLevel, AppError> {
        Ok(ReviewLevel {
            entry: from_word(&row.entry)?,
            status: from_word(&row.status)?,
            accepts_into: row.accepts_into.as_deref().map(from_word).transpose()?,
            evidence: from_word(&row.evidence)?,
            role: from_word(&row.role)?,
            code: row.code,
            ordinal: row.ordinal,
            may_return: row.may_return,
            may_defer: row.may_defer,
            may_reassign: row.may_reassign,
            name_id: row.name_id,
            name_en: row.name_en,
            expected_days: row.expected_days,
        })
    };
    let levels = rows.into_iter().map(level).collect::<Result<_, _>>()?;
    Workflow::new(levels).map_err(AppError::damaged)
}

/// The regencies around, by code.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn neighbours(db: &Database) -> Result<Vec<Neighbour>, AppError> {
    let rows = neighbours::Entity::find().order_by_asc(neighbours::Column::Code).all(db.reader()).await?;
    Ok(rows.into_iter().map(|row| Neighbour { code: row.code, name: row.name, outline: row.geojson }).collect())
}

/// Stores a pack over the one before it. Areas are never deleted, since proposals may lie in them.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn save_pack(tx: &Transaction, pack: &Pack) -> Result<(), AppError> {
    let region = &pack.region;
    let years: Vec<String> = region.fiscal_years.iter().map(ToString::to_string).collect();
    let row = regions::ActiveModel {
        code: Set(region.code.to_string()),
        name: Set(region.name.clone()),
        fiscal_years: Set(years.join(" ")),
        default_fiscal_year: Set(region.default_fiscal_year),
        boundary_attribution: Set(region.boundary_attribution.clone()),
        approximate_attribution: Set(region.approximate_attribution.clone()),
        pack_digest: Set(pack.digest.clone()),
        boundaries_digest: Set(None),
        neighbours_digest: Set(None),
        population_digest: Set(None),
    };
    let kept = [
        regions::Column::Code,
        regions::Column::BoundariesDigest,
        regions::Column::NeighboursDigest,
        regions::Column::PopulationDigest,
    ];
    regions::Entity::insert(row)
        .on_conflict(overwrite(regions::Column::Code, &kept))
        .exec_without_returning(tx.connection())
        .await?;

    let rows = pack.areas.iter().map(|area| {
        let (lon_e7, lat_e7) = area.location().to_e7();
        areas::ActiveModel {
            code: Set(area.code.to_string()),
            level: Set(area.level.to_string()),
            kind: Set(area.kind.to_string()),
            name: Set(area.name.clone()),
            parent_code: Set(area.parent.as_ref().map(ToString::to_string)),
            postal_code: Set(area.postal_code.clone()),
            square_meters: Set((area.km2 * 1e6).round() as i64),
            lon_e7: Set(lon_e7),
            lat_e7: Set(lat_e7),
        }
    });
    areas::Entity::insert_many(rows)
        .on_conflict(overwrite(areas::Column::Code, &[areas::Column::Code]))
        .exec_without_returning(tx.connection())
        .await?;

    let rows = pack.agencies.iter().zip(1..).map(|(agency, ordinal)| agencies::ActiveModel {
        code: Set(agency.code.clone()),
        ordinal: Set(ordinal),
        name: Set(agency.name.clone()),
        sectors: Set(agency.sectors.iter().copied().map(Sector::as_str).collect::<Vec<_>>().join(" ")),
    });
    agencies::Entity::insert_many(rows)
        .on_conflict(overwrite(agencies::Column::Code, &[agencies::Column::Code]))
        .exec_without_returning(tx.connection())
        .await?;

    // What the pack dropped from its catalogue is offered no more; the proposals that name it keep the code.
    catalog_items::Entity::delete_many().exec(tx.connection()).await?;
    if !pack.proposal_catalog.is_empty() {
        let rows = pack.proposal_catalog.iter().zip(1..).map(|(item, ordinal)| catalog_row(item, ordinal));
        catalog_items::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    }

    population::replace_own(tx, &pack.populations).await?;

    // Levels are rules, not things that others point at: one that the pack dropped must go.
    review_levels::Entity::delete_many().exec(tx.connection()).await?;
    let rows = pack.workflow.levels().iter().map(level_row);
    review_levels::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

fn catalog_row(item: &CatalogItem, ordinal: i32) -> catalog_items::ActiveModel {
    catalog_items::ActiveModel {
        code: Set(item.code.clone()),
        ordinal: Set(ordinal),
        name: Set(item.name.clone()),
        sector: Set(item.sector.to_string()),
        kind: Set(item.kind.to_string()),
        unit: Set(item.unit.to_string()),
        agency: Set(item.agency.clone()),
        cost_cap: Set(item.cost_cap.map(Rupiah::get)),
    }
}

fn level_row(level: &ReviewLevel) -> review_levels::ActiveModel {
    review_levels::ActiveModel {
        code: Set(level.code.clone()),
        ordinal: Set(level.ordinal),
        entry: Set(level.entry.to_string()),
        status: Set(level.status.to_string()),
        accepts_into: Set(level.accepts_into.map(|status| status.to_string())),
        may_return: Set(level.may_return),
        may_defer: Set(level.may_defer),
        may_reassign: Set(level.may_reassign),
        evidence: Set(level.evidence.to_string()),
        role: Set(level.role.to_string()),
        name_id: Set(level.name_id.clone()),
        name_en: Set(level.name_en.clone()),
        expected_days: Set(level.expected_days),
    }
}

/// Replaces every outline.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn save_drawings(tx: &Transaction, drawings: &[Drawing], provenance: Provenance<'_>) -> Result<(), AppError> {
    area_boundaries::Entity::delete_many().exec(tx.connection()).await?;
    let rows = drawings.iter().map(|drawing| {
        let e7 = |degrees: f64| Set((degrees * 1e7).round() as i32);
        area_boundaries::ActiveModel {
            area_code: Set(drawing.code.to_string()),
            geojson: Set(drawing.full.clone()),
            simplified: Set(drawing.simplified.clone()),
            west_e7: e7(drawing.bounds.west),
            south_e7: e7(drawing.bounds.south),
            east_e7: e7(drawing.bounds.east),
            north_e7: e7(drawing.bounds.north),
            approximate: Set(provenance.approximate),
            source: Set(provenance.source.to_owned()),
            attribution: Set(provenance.attribution.to_owned()),
            imported_at: Set(to_millis(provenance.at)),
        }
    });
    area_boundaries::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Notes which boundary file was imported.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn mark_boundaries(tx: &Transaction, digest: &str) -> Result<(), AppError> {
    regions::Entity::update_many().col_expr(regions::Column::BoundariesDigest, Expr::value(digest)).exec(tx.connection()).await?;
    Ok(())
}

/// Replaces the outlines of the regencies around.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn save_neighbours(tx: &Transaction, outlines: &[Boundary], digest: &str) -> Result<(), AppError> {
    neighbours::Entity::delete_many().exec(tx.connection()).await?;
    let rows = outlines.iter().map(|boundary| neighbours::ActiveModel {
        code: Set(boundary.code.to_string()),
        name: Set(boundary.name.clone().unwrap_or_else(|| boundary.code.to_string())),
        geojson: Set(to_geojson(&boundary.outline, 5)),
    });
    neighbours::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    regions::Entity::update_many().col_expr(regions::Column::NeighboursDigest, Expr::value(digest)).exec(tx.connection()).await?;
    Ok(())
}

/// Whether surveyed boundaries are stored.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn has_surveyed(tx: &Transaction) -> Result<bool, AppError> {
    let surveyed = area_boundaries::Entity::find()
        .filter(area_boundaries::Column::Approximate.eq(false))
        .select_only()
        .column(area_boundaries::Column::AreaCode)
        .limit(1);
    Ok(surveyed.into_tuple::<String>().one(tx.connection()).await?.is_some())
}

/// On a known key, everything but the `kept` columns becomes what was given.
fn overwrite<C: ColumnTrait + Iterable>(key: C, kept: &[C]) -> OnConflict {
    let changed = C::iter().filter(|column| !kept.iter().any(|kept| kept.as_str() == column.as_str()));
    OnConflict::column(key).update_columns(changed).to_owned()
}
